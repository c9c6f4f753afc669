// Findings of a meter on the time line of a chart, each a button that opens what is known of it.

import { percent } from '../amounts.js';
import { element } from '../dom.js';
import { poll } from '../poll.js';
import { onNews } from '../site.js';
import { learn, time, word } from '../words.js';
import { causeOf, checkOf } from './causes.js';
import { evidence } from './evidence.js';
import { gradeOf } from './panel.js';

learn({
  en: {
    findingsHere: 'Findings of this time', severity: 'Severity', findingWhen: '{0} to {1}', wholeMeter: 'the whole meter',
    closeFinding: 'Close', seenBy: 'Acknowledged by {0}, {1}', findingNotSeen: 'Not acknowledged yet', checkIt: 'To check',
  },
  fr: {
    findingsHere: 'Constats de cette période', severity: 'Gravité', findingWhen: 'de {0} à {1}', wholeMeter: 'le compteur entier',
    closeFinding: 'Fermer', seenBy: 'Acquitté par {0}, {1}', findingNotSeen: 'Pas encore acquitté', checkIt: 'À vérifier',
  },
});

const MOST = 200;

// place() is called with the chart's uPlot whenever that was drawn anew.
// The marks stand in one place, what is known of the one that is open in the other.
export function strip(place, below, name) {
  const marks = element('div', { class: 'strip', role: 'group', 'aria-label': word('findingsHere'), hidden: true });
  const details = element('div', { class: 'finding', role: 'region', hidden: true, tabindex: '-1' });
  place.append(marks);
  below.append(details);
  let known = [];
  let box = null;
  let from = 0;
  let opened = '';

  function close() {
    const by = marks.querySelector(`[data-id="${CSS.escape(opened)}"]`);
    details.hidden = true;
    opened = '';
    marks.querySelectorAll('[aria-expanded=true]').forEach((one) => one.setAttribute('aria-expanded', 'false'));
    by?.focus();
  }

  function open(one, by) {
    if (opened === one.id) {
      close();
      return;
    }
    marks.querySelectorAll('[aria-expanded=true]').forEach((each) => each.setAttribute('aria-expanded', 'false'));
    by.setAttribute('aria-expanded', 'true');
    opened = one.id;
    const fact = (label, text) => element('div', {}, element('dt', {}, label), element('dd', {}, text));
    details.setAttribute('aria-label', causeOf(one));
    details.className = `finding ${gradeOf(one.severity)}`;
    details.replaceChildren(
      element('h3', {}, `${causeOf(one)}: ${one.channel || word('wholeMeter')}`),
      element('dl', { class: 'keyfacts' },
        fact(word('time'), word('findingWhen', time(one.start), time(one.end))),
        fact(word('severity'), percent(Math.round(one.severity * 100))),
        fact(word('checkIt'), checkOf(one))),
      ...evidence(one),
      element('p', { class: 'soft' }, one.acknowledged
        ? word('seenBy', one.acknowledged.by, time(one.acknowledged.time)) : word('findingNotSeen')),
      element('button', { type: 'button', onclick: close }, word('closeFinding')));
    details.hidden = false;
    details.focus({ preventScroll: true });
  }

  details.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      close();
    }
  });

  function draw() {
    const shown = box ? known.filter((one) => box.of(one.end) >= 0 && box.of(one.start) <= 1).slice(0, MOST) : [];
    marks.hidden = shown.length === 0;
    const now = JSON.stringify([box?.left, box?.width, shown.map((one) => [one.id, box.of(one.start), box.of(one.end), Boolean(one.acknowledged)])]);
    if (marks.dataset.now === now) {
      return;
    }
    marks.dataset.now = now;
    const focused = marks.contains(document.activeElement) ? document.activeElement.dataset.id : '';
    // The most serious one lies on top.
    marks.replaceChildren(...shown.sort((a, b) => new Date(a.start) - new Date(b.start)).map((one) => {
      const left = Math.max(0, box.of(one.start));
      const right = Math.min(1, box.of(one.end));
      const by = element('button', {
        type: 'button', 'data-id': one.id, class: `mark ${gradeOf(one.severity)}${one.acknowledged ? ' seen' : ''}`,
        style: `left:${box.left + left * box.width}px; width:${Math.max(14, (right - left) * box.width)}px; z-index:${Math.round(one.severity * 100)}`,
        'aria-expanded': String(one.id === opened),
        'aria-label': `${causeOf(one)}, ${one.channel || word('wholeMeter')}, ${word('severity')} ${percent(Math.round(one.severity * 100))}, ${time(one.start)}`,
        title: `${causeOf(one)} ${one.channel}`,
        onclick: () => open(one, by),
      });
      return by;
    }));
    if (focused) {
      marks.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  const source = poll(() => `/findings?meter=${encodeURIComponent(name)}&from=${new Date(from).toISOString()}&limit=${MOST}`, { pause: 1000,
    show(found) { known = found?.findings ?? []; draw(); },
    fail() { /* the chart stands without them */ } });
  const ignore = onNews((message) => {
    if (message.type === 'snapshot' || (message.type === 'finding' && message.finding.meter === name)) {
      source.soon();
    }
  });
  return {
    // From when on findings are wanted.
    since(time) {
      from = time;
      source.soon();
    },
    place(u) {
      const { min, max } = u.scales.x;
      const ratio = window.devicePixelRatio || 1;
      box = { left: u.bbox.left / ratio, width: u.bbox.width / ratio, of: (at) => (new Date(at) / 1000 - min) / (max - min) };
      draw();
    },
    none() {
      box = null;
      draw();
    },
    end() { ignore(); source.end(); },
  };
}
