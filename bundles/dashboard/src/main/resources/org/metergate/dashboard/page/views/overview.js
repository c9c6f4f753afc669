// All meters at a glance.

import { amount } from '../amounts.js';
import { svg } from '../bars.js';
import { element, select } from '../dom.js';
import { byName, figure, meters, onChange, onNews, openFindings, reasonOf, stateOf } from '../site.js';
import { forget, path, want } from '../sparks.js';
import { learn, number, time, word } from '../words.js';
import { gradeOf } from './panel.js';

learn({
  en: {
    filter: 'Name', state: 'State', anyState: 'any state', sort: 'Sorted by', sortName: 'name', sortState: 'trouble first',
    findingsOpen: 'Open findings: {0}', nothingFits: 'No meter fits.', failure: '{0}: {1}', sparkOf: 'Last hour',
  },
  fr: {
    filter: 'Nom', state: 'État', anyState: 'tout état', sort: 'Tri', sortName: 'nom', sortState: 'problèmes d’abord',
    findingsOpen: 'Constats ouverts : {0}', nothingFits: 'Aucun compteur ne correspond.', failure: '{0} : {1}', sparkOf: 'Dernière heure',
  },
});

const BADGES = { high: 'bad', middle: 'poor', low: 'fair' };
const POWERS = new Set(['W', 'VA', 'var']);
const STATES = ['FAILED', 'STALE', 'PARTLY', 'NEW', 'OK'];
const wish = { text: '', state: '', sort: 'sortName' }; // kept while the page is open

function set(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

function card(name) {
  const state = element('span', { class: 'state' });
  const big = element('p', { class: 'big' });
  const why = element('p', { class: 'why' });
  const small = element('span', { class: 'soft' });
  const found = element('span', { class: 'badge', hidden: true });
  const line = svg('path', { d: '' });
  const spark = svg('svg', { class: 'spark', viewBox: '0 0 60 20', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, line);
  const link = element('a', { href: `#/meters/${encodeURIComponent(name)}` },
    element('h2', {}, name), element('span', { class: 'states' }, state, found), element('span', { class: 'figureline' }, big, spark), why, small);
  const item = element('li', {}, link);
  return { name, item, state: '', show(meter, findings) {
    const now = stateOf(meter);
    const shown = figure(meter);
    const failed = reasonOf(meter);
    this.state = now;
    if (link.className !== `card ${now}`) {
      link.className = `card ${now}`;
    }
    set(state, word(now));
    set(big, !shown ? '–' : POWERS.has(shown.unit) ? amount(shown.value, shown.unit) : `${number(shown.value)} ${shown.unit}`);
    set(why, now === 'STALE' ? word('silentSince', time(meter.seen)) : failed ? word('failure', failed.name, failed.error) : '');
    set(small, [shown?.name, now === 'STALE' || now === 'NEW' ? null : `${word('seen')} ${time(meter.seen)}`,
      meter.interval ? word('every', number(Math.round(meter.interval))) : null].filter(Boolean).join(', '));
    found.hidden = !findings;
    if (findings) {
      found.className = `badge ${BADGES[gradeOf(findings.severity)]}`;
      set(found, word('findingsOpen', number(findings.count)));
    }
    const drawing = path(name);
    if (line.getAttribute('d') !== drawing) {
      line.setAttribute('d', drawing);
    }
  } };
}

// By meter: how many are open, and the greatest severity.
function counted() {
  const by = new Map();
  for (const one of openFindings.values()) {
    const known = by.get(one.meter) ?? { count: 0, severity: 0 };
    by.set(one.meter, { count: known.count + 1, severity: Math.max(known.severity, one.severity) });
  }
  return by;
}

export function overview(main) {
  const list = element('ul', { class: 'cards' });
  const counts = element('p', { class: 'counts', role: 'status' });
  const filter = element('input', { id: 'filter', type: 'search', value: wish.text, oninput: (event) => { wish.text = event.target.value; arrange(); } });
  const pick = (id, key, options) => select({ id, onchange: (event) => { wish[key] = event.target.value; arrange(); } }, options, wish[key]);
  const tools = element('div', { class: 'row tools' },
    element('label', { for: 'filter' }, word('filter'), ' ', filter),
    element('label', { for: 'filter-state' }, word('state'), ' ', pick('filter-state', 'state', [['', word('anyState')], ...STATES.map((one) => [one, word(one)])])),
    element('label', { for: 'sort' }, word('sort'), ' ', pick('sort', 'sort', [['sortName', word('sortName')], ['sortState', word('sortState')]])));
  main.replaceChildren(element('h1', {}, word('meters')), counts, tools, list);

  const cards = new Map(); // kept, so that the focus stays where it is
  const dirty = new Set();
  const visible = new Set();
  let findings = counted();
  let waiting = 0;
  let last = 0;

  const eye = new IntersectionObserver((seen) => {
    for (const one of seen) {
      const { name } = one.target.dataset;
      if (one.isIntersecting) {
        visible.add(name);
        want(name, () => touch(name));
        touch(name);
      } else {
        visible.delete(name);
      }
    }
  }, { rootMargin: '200px' });

  function touch(name) {
    dirty.add(name);
    waiting ||= setTimeout(() => requestAnimationFrame(draw), Math.max(0, last + 250 - Date.now()));
  }

  // Which cards there are, and in which order.
  function arrange() {
    const all = [...meters.values()].sort(byName);
    tools.hidden = all.length < 2;
    for (const one of all) {
      if (!cards.has(one.name)) {
        const made = card(one.name);
        made.item.dataset.name = one.name;
        made.show(one, findings.get(one.name));
        cards.set(one.name, made);
        eye.observe(made.item);
      }
    }
    for (const [name, one] of cards) {
      if (!meters.has(name)) {
        eye.unobserve(one.item);
        visible.delete(name);
        cards.delete(name);
      }
    }
    const text = wish.text.trim().toLocaleLowerCase();
    const shown = all.map((one) => cards.get(one.name)).filter((one) => (
      one.name.toLocaleLowerCase().includes(text) && (!wish.state || one.state === wish.state)));
    if (wish.sort === 'sortState') {
      const rank = (one) => STATES.indexOf(one.state) - (findings.has(one.name) ? 0.5 : 0);
      shown.sort((a, b) => rank(a) - rank(b));
    }
    const items = shown.length ? shown.map((one) => one.item) : [element('li', {}, word(all.length ? 'nothingFits' : 'noMeters'))];
    if (items.length !== list.children.length || items.some((one, i) => list.children[i] !== one)) {
      const focused = list.contains(document.activeElement) ? document.activeElement : null;
      list.replaceChildren(...items);
      focused?.focus({ preventScroll: true });
    }
    count(all);
  }

  function count(all) {
    const of = {};
    all.forEach((one) => { const now = stateOf(one); of[now] = (of[now] ?? 0) + 1; });
    const states = STATES.filter((one) => of[one]).reverse().map((one) => `${number(of[one])} ${word(one)}`);
    set(counts, [...states, openFindings.size ? word('findingsOpen', number(openFindings.size)) : ''].filter(Boolean).join(' · '));
    counts.hidden = all.length === 0;
  }

  // Cards that nobody sees are drawn when they come into sight.
  function draw() {
    waiting = 0;
    last = Date.now();
    let moved = false;
    for (const name of dirty) {
      const one = cards.get(name);
      if (!one || !meters.has(name)) {
        moved = true;
      } else if (visible.has(name)) {
        const before = one.state;
        one.show(meters.get(name), findings.get(name));
        moved ||= before !== one.state && (wish.state !== '' || wish.sort === 'sortState');
      }
    }
    dirty.clear();
    if (moved || meters.size !== cards.size) {
      arrange();
    }
  }

  // What is silent must not look alive, seen or not.
  function look() {
    let moved = false;
    for (const [name, one] of cards) {
      const before = one.state;
      if (meters.has(name) && stateOf(meters.get(name)) !== before) {
        one.show(meters.get(name), findings.get(name));
        moved = true;
      }
    }
    if (moved) {
      arrange();
    } else {
      count([...meters.values()]);
    }
  }

  function all() {
    findings = counted();
    meters.forEach((_, name) => dirty.add(name));
    arrange();
    visible.forEach((name) => { want(name, () => touch(name)); touch(name); });
  }

  all();
  const ignore = onChange((update) => (update === null ? all() : touch(update.name)));
  const ignoreNews = onNews((message) => {
    if (message.type === 'finding') {
      findings = counted();
      touch(message.finding.meter);
    }
  });
  const clock = setInterval(look, 5000);
  return () => {
    ignore();
    ignoreNews();
    eye.disconnect();
    forget();
    clearInterval(clock);
    clearTimeout(waiting);
    waiting = -1; // nothing is drawn any more
  };
}
