// What was said on a line, as it goes on; for operators.

import * as api from '../api.js';
import { element, told } from '../dom.js';
import { number, time, vocabulary } from '../words.js';

const word = vocabulary('trace', {
  en: {
    trace: 'Trace',
    traceFor: 'The frames on this line are shown to operators and administrators.',
    pause: 'Pause',
    goOn: 'Go on',
    copy: 'Copy',
    copied: { one: 'Copied: {0} line', other: 'Copied: {0} lines' },
    decodeIt: 'Decode',
    what: 'What',
    content: 'Content',
    gap: 'Entries in between were not seen.',
    SENT: 'sent',
    RECEIVED: 'received',
    UNFINISHED: 'no frame',
    ECHO: 'echo',
    OPENED: 'opened',
    CHANGED: 'changed',
    CLOSED: 'closed',
    BROKEN: 'failed',
  },
  fr: {
    trace: 'Trace',
    traceFor: 'Les trames de cette ligne sont montrées aux opérateurs et aux administrateurs.',
    pause: 'Pause',
    goOn: 'Continuer',
    copy: 'Copier',
    copied: { one: 'Copié : {0} ligne', other: 'Copié : {0} lignes' },
    decodeIt: 'Décoder',
    what: 'Quoi',
    content: 'Contenu',
    gap: 'Des entrées intermédiaires n’ont pas été vues.',
    SENT: 'envoyé',
    RECEIVED: 'reçu',
    UNFINISHED: 'pas de trame',
    ECHO: 'écho',
    OPENED: 'ouverte',
    CHANGED: 'changée',
    CLOSED: 'fermée',
    BROKEN: 'échec',
  },
});

const EVERY = 2000;
const MOST = 200;
const FRAMES = ['SENT', 'RECEIVED', 'UNFINISHED'];

function kind(entry) {
  return word(entry.kind === 'FAILED' ? 'BROKEN' : entry.kind);
}

// A frame with hidden bytes, or one that the trace has cut, cannot be decoded.
function whole(entry) {
  return FRAMES.includes(entry.kind) && /^[0-9A-F ]+$/.test(entry.text);
}

function row(entry) {
  return element('tr', { class: `trace ${entry.kind}` },
    element('td', { class: 'when' }, time(entry.time)),
    element('td', {}, kind(entry), entry.bytes ? ` ${number(entry.bytes)}` : ''),
    element('td', { class: 'frame' }, entry.text),
    element('td', {}, whole(entry)
      ? element('a', { href: `#/decode/${entry.text.replaceAll(' ', '')}` }, word('decodeIt'))
      : ''));
}

export function trace(place, path) {
  if (api.who().role === 'reader') {
    place.replaceChildren(element('h2', {}, word('trace')), element('p', { class: 'soft' }, word('traceFor')));
    return { end() {} };
  }
  const entries = [];
  const body = element('tbody');
  const note = element('p', { class: 'soft', role: 'status' });
  const box = element('div', { class: 'table scroll', tabindex: '0', role: 'region', 'aria-label': word('trace') },
    element('table', {}, element('thead', {}, element('tr', {},
      element('th', { scope: 'col', class: 'when' }, word('time')), element('th', { scope: 'col' }, word('what')),
      element('th', { scope: 'col' }, word('content')),
      element('th', { scope: 'col' }, element('span', { class: 'unseen' }, word('decodeIt'))))), body));
  const pausing = element('button', { type: 'button', onclick: () => {
    paused = !paused;
    pausing.textContent = word(paused ? 'goOn' : 'pause');
    pausing.setAttribute('aria-pressed', String(paused));
    if (!paused) {
      look();
    }
  }, 'aria-pressed': 'false' }, word('pause'));
  const copying = element('button', { type: 'button', onclick: copy }, word('copy'));
  place.replaceChildren(element('h2', {}, word('trace')), element('div', { class: 'row' }, pausing, copying), note, box);
  let paused = false;
  let last = 0;
  let timer = 0;
  let ended = false;

  async function copy() {
    const text = entries.map((one) => `${one.time} ${one.kind} ${one.text}`).join('\n');
    try {
      await navigator.clipboard.writeText(text);
      note.textContent = word('copied', entries.length);
    } catch { // browsers let pages without encryption select, and the user copy
      getSelection().selectAllChildren(body);
    }
  }

  function add(found) {
    if (found.last < last) { // the line was given up and taken again
      entries.length = 0;
      body.replaceChildren();
    }
    const atEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - 20;
    if (found.gap) {
      note.textContent = word('gap');
    }
    entries.push(...found.entries);
    body.append(...found.entries.map(row));
    while (entries.length > MOST) {
      entries.shift();
      body.firstElementChild.remove();
    }
    if (atEnd) {
      box.scrollTop = box.scrollHeight;
    }
    last = found.last;
  }

  async function look() {
    clearTimeout(timer);
    try {
      const found = await api.get(`${path}/trace?after=${last}`);
      if (!ended && !paused && (found.entries.length || found.last !== last)) {
        add(found);
      }
    } catch (e) {
      note.textContent = told(e);
    }
    if (!ended && !paused) {
      timer = setTimeout(look, EVERY);
    }
  }

  look();
  return { end() {
    ended = true;
    clearTimeout(timer);
  } };
}
