// Part of a meter's view: why there is no data, and reading it now.

import * as api from '../api.js';
import { element, told } from '../dom.js';
import { number, time, vocabulary } from '../words.js';
import { conditionOf, reasonOf } from './reasons.js';

const word = vocabulary('diagnosis', {
  en: {
    diagnosis: 'Diagnosis',
    readNow: 'Read now',
    reading: 'Reading…',
    readDone: { one: 'Read at {0} in {1} s: {2} channel, {3} failed.', other: 'Read at {0} in {1} s: {2} channels, {3} failed.' },
    lastAnswer: 'Last answer: {0}',
    neverAnswered: 'It has not answered since the dashboard started.',
    allSaid: 'Every channel has a value.',
    failedOnes: { one: '{0} channel failed:', other: '{0} channels failed:' },
    lineIs: 'Line',
    lineWorks: 'open',
    lineIdle: 'closed, opened by the next reading',
  },
  fr: {
    diagnosis: 'Diagnostic',
    readNow: 'Lire maintenant',
    reading: 'Lecture…',
    readDone: { one: 'Lu à {0} en {1} s : {2} voie, {3} en échec.', other: 'Lu à {0} en {1} s : {2} voies, {3} en échec.' },
    lastAnswer: 'Dernière réponse : {0}',
    neverAnswered: 'Il n’a pas répondu depuis le démarrage du tableau de bord.',
    allSaid: 'Chaque voie a une valeur.',
    failedOnes: { one: '{0} voie en échec :', other: '{0} voies en échec :' },
    lineIs: 'Ligne',
    lineWorks: 'ouverte',
    lineIdle: 'fermée, la prochaine lecture l’ouvrira',
  },
});

const EVERY = 10000;
const HELD = 30000; // what was read now is not replaced at once by what is known from before
const MOST = 5;

export function diagnosis(place, name) {
  const path = `/meters/${encodeURIComponent(name)}`;
  const note = element('p', { class: 'soft', role: 'status' });
  const why = element('div');
  const values = element('div');
  const button = element('button', { type: 'button', hidden: true, onclick: () => readNow() }, word('readNow'));
  place.replaceChildren(element('h2', {}, word('diagnosis')), why, element('div', { class: 'row' }, button), note, values);
  let timer = 0;
  let held = 0;
  let busy = false;
  let ended = false;

  function line(one) {
    const state = one.failure ? conditionOf(one.failure).join('; ') : word(one.open ? 'lineWorks' : 'lineIdle');
    return element('p', { class: one.failure ? 'error' : '' }, `${word('lineIs')} `,
      element('a', { href: `#/lines/${encodeURIComponent(one.line)}` }, one.line), `: ${state}`);
  }

  function show(found) {
    button.hidden = !found.readable || api.who().role === 'reader';
    const failed = found.failed.slice(0, MOST);
    const more = found.failed.length - failed.length;
    why.replaceChildren(
      ...found.sentences.map((one) => element('p', { class: 'why' }, reasonOf(one.text, one.reason))),
      ...(failed.length ? [element('p', { class: 'error' }, word('failedOnes', found.failed.length)),
        element('ul', {}, ...failed.map((one) => element('li', {}, `${one.channel}: ${reasonOf(one.error, one.reason)}`)),
          ...(more > 0 ? [element('li', {}, '…')] : []))]
        : found.quality === 'GOOD' ? [element('p', {}, word('allSaid'))] : []),
      ...(found.line ? [line(found.line)] : []),
      element('p', { class: 'soft' }, found.answered ? word('lastAnswer', time(found.answered)) : word('neverAnswered')));
  }

  async function look() {
    if (Date.now() < held) {
      return;
    }
    try {
      const found = await api.get(`${path}/diagnosis`);
      if (!ended && !busy) {
        show(found);
      }
    } catch (e) {
      note.textContent = told(e);
    }
  }

  async function readNow() {
    busy = true;
    button.disabled = true;
    note.textContent = word('reading');
    try {
      const found = await (await api.ask('POST', `${path}/reading`)).json();
      if (ended) {
        return;
      }
      held = Date.now() + HELD;
      show(found.diagnosis);
      note.textContent = word('readDone', time(found.time), number(found.took), found.channels.length, found.failed);
      values.replaceChildren(element('div', { class: 'table' }, element('table', {}, element('tbody', {},
        ...found.channels.map((one) => element('tr', { class: one.error ? 'bad' : '' },
          element('th', { scope: 'row' }, one.name),
          element('td', {}, one.error ?? `${number(one.value)} ${one.unit}`.trim())))))));
    } catch (e) {
      note.textContent = told(e);
    } finally {
      busy = false;
      button.disabled = false;
    }
  }

  return {
    update() {
      if (!timer) {
        timer = setInterval(look, EVERY); // a silent meter has no updates, and its line may change
        look();
      }
    },
    end() {
      ended = true;
      clearInterval(timer);
    },
  };
}
