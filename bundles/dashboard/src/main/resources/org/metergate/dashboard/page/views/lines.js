// The lines to the meters: all of them at a glance, and one with who is on it, what its time goes to, and its trace.

import * as api from '../api.js';
import { element, told } from '../dom.js';
import { number, time, vocabulary } from '../words.js';
import { conditionOf } from './reasons.js';
import { trace } from './trace.js';

const word = vocabulary('lines', {
  en: {
    lines: 'Lines',
    allLines: 'All lines',
    noLines: 'No line is in use: no driver is configured, or none has read yet.',
    lineOpen: 'open',
    lineClosed: 'closed, opened by the next reading',
    lineFailed: 'does not work',
    on: 'On it: {0}',
    nobody: 'nobody',
    speaks: 'Speaking now: {0}',
    waits: '{0} waiting',
    cycle: 'A conversation takes {0}',
    ofWire: '{0} of it is the wire’s own time, the limit at this speed',
    ofQuiet: '{0} waiting for answers',
    ofRest: '{0} the rest: opening, pauses, the reader',
    noLimit: 'a network has no speed that would set a limit',
    busy: 'The line is in use {0} of the time',
    noLoad: 'Nobody has spoken on it yet.',
    errors: 'What failed',
    noErrors: 'Nothing has failed since the line is in use.',
    times: 'times',
    problem: 'What',
    advice: 'What to do',
    who: 'Who',
    users: 'Who is on it',
    settings: 'Speed and format',
    conversations: 'Conversations',
    interval: 'Every',
    took: 'Takes',
    longest: 'Longest',
    wire: 'Wire',
    quiet: 'Answers',
    waited: 'Waited for others',
    driver: 'Driver',
    load: 'Cycle time and limit',
    bytes: 'Bytes sent: {0}, received: {1}, conversations: {2}',
    count: { one: '{0} time', other: '{0} times' },
  },
  fr: {
    lines: 'Lignes',
    allLines: 'Toutes les lignes',
    noLines: 'Aucune ligne n’est utilisée : aucun pilote n’est configuré, ou aucun n’a encore lu.',
    lineOpen: 'ouverte',
    lineClosed: 'fermée, la prochaine lecture l’ouvrira',
    lineFailed: 'ne fonctionne pas',
    on: 'Dessus : {0}',
    nobody: 'personne',
    speaks: 'En train de parler : {0}',
    waits: '{0} en attente',
    cycle: 'Une conversation dure {0}',
    ofWire: 'dont {0} de temps propre de la ligne, la limite à cette vitesse',
    ofQuiet: '{0} d’attente des réponses',
    ofRest: '{0} pour le reste : ouverture, pauses, lecteur',
    noLimit: 'un réseau n’a pas de vitesse qui fixerait une limite',
    busy: 'La ligne est occupée {0} du temps',
    noLoad: 'Personne n’y a encore parlé.',
    errors: 'Ce qui a échoué',
    noErrors: 'Rien n’a échoué depuis que la ligne est utilisée.',
    times: 'fois',
    problem: 'Quoi',
    advice: 'Que faire',
    who: 'Qui',
    users: 'Qui est dessus',
    settings: 'Vitesse et format',
    conversations: 'Conversations',
    interval: 'Toutes les',
    took: 'Durée',
    longest: 'La plus longue',
    wire: 'Ligne',
    quiet: 'Réponses',
    waited: 'Attente des autres',
    driver: 'Pilote',
    load: 'Durée et limite',
    bytes: 'Octets envoyés : {0}, reçus : {1}, conversations : {2}',
    count: '{0} fois',
  },
});

const EVERY = 5000;

function seconds(value) {
  return value === null ? '–' : value < 1 ? `${number(Math.round(value * 1000))} ms` : `${number(value)} s`;
}

function percent(share) {
  return `${number(Math.round(share * 1000) / 10)} %`;
}

function state(line) {
  return line.failure ? ['FAILED', 'lineFailed'] : line.open ? ['OK', 'lineOpen'] : ['STALE', 'lineClosed'];
}

// Drivers tell their meters; a claim of none of them, such as a scan, its name.
function onIt(line) {
  const meters = line.drivers.flatMap((one) => one.meters.length ? one.meters : [one.driver]);
  const names = meters.length ? meters : line.shares.map((one) => one.holder).filter(Boolean);
  return names.length ? names.join(', ') : word('nobody');
}

// What a conversation's time goes to, as a bar and in words; the words say all that the bar shows.
function bar(load) {
  if (!load) {
    return element('p', { class: 'soft' }, word('noLoad'));
  }
  const wire = load.wire ?? 0;
  const quiet = Math.min(load.quiet, Math.max(0, load.took - wire));
  const parts = [['wire', wire], ['quiet', quiet], ['rest', Math.max(0, load.took - wire - quiet)]];
  const drawn = element('div', { class: 'bar', 'aria-hidden': 'true' }, ...parts.map(([name, value]) => {
    const part = element('span', { class: name });
    part.style.width = `${load.took ? 100 * value / load.took : 0}%`;
    return part;
  }));
  return element('div', {}, drawn, element('p', { class: 'soft' }, [
    word('cycle', seconds(load.took)),
    load.wire === null ? word('noLimit') : word('ofWire', seconds(load.wire)),
    word('ofQuiet', seconds(quiet)), word('ofRest', seconds(parts[2][1]))].join('; '), '. ',
  `${word('busy', percent(load.busy))}.`));
}

function failures(line) {
  return line.errors.reduce((sum, one) => sum + one.count, 0);
}

function why(line) {
  const [what, advice] = line.failure ? conditionOf(line.failure) : [];
  return what ? [element('p', { class: 'error' }, what), element('p', {}, advice)] : [];
}

function card(line) {
  const [look, name] = state(line);
  return element('li', {}, element('div', { class: `card ${look}` },
    element('h2', {}, element('a', { href: `#/lines/${encodeURIComponent(line.line)}` }, line.line)),
    element('span', { class: 'state' }, word(name)),
    ...why(line),
    element('p', {}, word('on', onIt(line))),
    bar(line.load),
    element('p', { class: 'soft' }, failures(line)
      ? `${word('errors')}: ${line.errors.map((one) => `${conditionOf(one)[0]}, ${word('count', one.count)}`).join('; ')}`
      : word('noErrors'))));
}

// Asks now and then, and draws what is different; the focus stays where it is while nothing is.
function follow(path, note, draw) {
  let last = '';
  let ended = false;
  let timer = 0;
  async function look() {
    try {
      const found = await api.get(path);
      const text = JSON.stringify(found);
      note.textContent = '';
      if (!ended && text !== last) {
        last = text;
        draw(found);
      }
    } catch (e) {
      note.textContent = told(e);
    }
    if (!ended) {
      timer = setTimeout(look, EVERY);
    }
  }
  look();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

// Keeps the focus on the link with the same address, which a new drawing would lose.
function keepingFocus(place, draw) {
  const focused = place.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  draw();
  if (focused) {
    [...place.querySelectorAll('a')].find((one) => one.getAttribute('href') === focused)?.focus();
  }
}

export function linesView(main) {
  const note = element('p', { class: 'error', role: 'status' });
  const list = element('ul', { class: 'cards wide' });
  main.replaceChildren(element('h1', {}, word('lines')), note, list);
  return follow('/lines?limit=1000', note, ({ lines }) => keepingFocus(list, () => list.replaceChildren(
    ...(lines.length ? lines.map(card) : [element('li', {}, word('noLines'))]))));
}

function table(heads, rows) {
  return element('div', { class: 'table' }, element('table', {},
    element('thead', {}, element('tr', {}, ...heads.map((one) => element('th', { scope: 'col' }, one)))),
    element('tbody', {}, ...rows.map((row) => element('tr', {}, ...row.map((one) => element('td', {}, one)))))));
}

function shares(line) {
  return table(['who', 'settings', 'conversations', 'interval', 'took', 'longest', 'wire', 'quiet', 'waited'].map((one) => word(one)),
    line.shares.map(({ holder, settings, load }) => [holder || '–', settings ?? '–', number(load?.conversations ?? 0),
      ...['every', 'took', 'longest', 'wire', 'quiet', 'waited'].map((one) => seconds(load?.[one] ?? null))]));
}

function drivers(line) {
  return element('ul', {}, ...line.drivers.map((one) => element('li', {}, `${word('driver')} ${one.driver}: `,
    ...one.meters.flatMap((name, i) => [i ? ', ' : '', element('a', { href: `#/meters/${encodeURIComponent(name)}` }, name)]))));
}

export function lineView(main, address) {
  const note = element('p', { class: 'error', role: 'status' });
  const now = element('div');
  const below = element('section');
  main.replaceChildren(
    element('p', {}, element('a', { href: '#/lines' }, `← ${word('allLines')}`)),
    element('h1', { class: 'address' }, address), note, now, below);
  const path = `/lines/${encodeURIComponent(address)}`;
  const end = follow(path, note, (line) => keepingFocus(now, () => {
    const [look, name] = state(line);
    now.replaceChildren(
      element('p', {}, element('span', { class: `state ${look}` }, word(name)),
        line.since ? ` · ${time(line.since)}` : '',
        line.holder ? ` · ${word('speaks', line.holder)}` : '', line.waiting ? ` · ${word('waits', line.waiting)}` : ''),
      ...why(line),
      element('h2', {}, word('load')), bar(line.load),
      ...(line.load ? [element('p', { class: 'soft' },
        word('bytes', number(line.load.sent), number(line.load.received), number(line.load.conversations)))] : []),
      element('h2', {}, word('users')), drivers(line), shares(line),
      element('h2', {}, word('errors')),
      line.errors.length
        ? table([word('problem'), word('times'), word('advice')], line.errors.map((one) => {
          const [what, advice] = conditionOf(one);
          return [what, number(one.count), advice];
        }))
        : element('p', {}, word('noErrors')));
  }));
  const told = trace(below, path);
  return () => { end(); told.end(); };
}
