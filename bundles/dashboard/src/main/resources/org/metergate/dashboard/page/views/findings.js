// What is wrong at the meters: each finding with its evidence, and who took notice of it.

import * as api from '../api.js';
import { element, select, told } from '../dom.js';
import { meters, onNews } from '../site.js';
import { learn, number, time, word } from '../words.js';
import { causeOf, checkOf } from './causes.js';
import { evidence } from './evidence.js';

learn({
  en: {
    findings: 'Findings', foundNone: 'Nothing was found.', foundOpen: 'open', foundAcknowledged: 'acknowledged', foundAllStates: 'all',
    foundState: 'State', foundMeter: 'Meter', foundAllMeters: 'all', foundSeverity: 'Severity {0} %', foundFromTo: '{0} to {1}',
    foundAcknowledge: 'Acknowledge', foundNote: 'Note', foundTakeBack: 'Take back', foundBy: 'Acknowledged by {0}, {1}', foundMore: 'Show more',
    foundShownOf: '{0} of {1}', foundIsAcknowledged: '{0} is acknowledged.', foundIsOpen: '{0} is open again.',
  },
  fr: {
    findings: 'Constats', foundNone: 'Rien n’a été constaté.', foundOpen: 'ouverts', foundAcknowledged: 'acquittés', foundAllStates: 'tous',
    foundState: 'État', foundMeter: 'Compteur', foundAllMeters: 'tous', foundSeverity: 'Gravité {0} %', foundFromTo: 'du {0} au {1}',
    foundAcknowledge: 'Acquitter', foundNote: 'Remarque', foundTakeBack: 'Annuler l’acquittement', foundBy: 'Acquitté par {0}, {1}',
    foundMore: 'Afficher la suite', foundShownOf: '{0} sur {1}', foundIsAcknowledged: '{0} est acquitté.', foundIsOpen: '{0} est de nouveau ouvert.',
  },
});

const PAGE = 50;
const STATES = [['foundOpen', 'false'], ['foundAcknowledged', 'true'], ['foundAllStates', '']];

function grade(finding) {
  return finding.severity >= 0.7 ? 'high' : finding.severity >= 0.4 ? 'middle' : 'low';
}

function mayAcknowledge() {
  return api.who()?.role !== 'reader';
}

// Calls act with the note, or with undefined to take the acknowledgement back.
function notice(finding, act) {
  const error = element('p', { class: 'error', role: 'alert' });
  const attempt = async (note) => {
    try {
      error.textContent = '';
      await act(note);
    } catch (e) {
      error.textContent = told(e);
    }
  };
  if (finding.acknowledged) {
    const { by, time: at, note } = finding.acknowledged;
    return element('div', { class: 'notice' },
      element('p', {}, word('foundBy', by, time(at)), note ? element('span', { class: 'words' }, note) : ''),
      ...(mayAcknowledge() ? [element('button', { type: 'button', onclick: () => attempt() }, word('foundTakeBack'))] : []), error);
  }
  if (!mayAcknowledge()) {
    return '';
  }
  const note = element('input', { type: 'text', maxlength: 2000, id: `note-${finding.id}`, autocomplete: 'off' });
  return element('form', { class: 'notice row', onsubmit: (event) => { event.preventDefault(); attempt(note.value); } },
    element('label', { for: note.id }, word('foundNote'), ' ', note),
    element('button', { type: 'submit' }, word('foundAcknowledge')), error);
}

function card(finding, act) {
  const details = element('details', { ontoggle: () => {
    if (details.open && details.children.length === 1) {
      details.append(...evidence(finding));
    }
  } }, element('summary', {}, word('evidence')));
  return element('article', { class: `finding ${grade(finding)}`, 'data-id': finding.id },
    element('h2', { tabindex: -1 }, causeOf(finding), finding.channel ? ` – ${finding.channel}` : ''),
    element('p', { class: 'facts' },
      element('a', { href: `#/meters/${encodeURIComponent(finding.meter)}` }, finding.meter),
      element('span', { class: 'severity' }, word('foundSeverity', number(Math.round(finding.severity * 100)))),
      element('span', { class: 'soft' }, word('foundFromTo', time(finding.start), time(finding.end)))),
    element('p', {}, checkOf(finding)),
    details, notice(finding, act));
}

export function findingsView(main) {
  const status = element('p', { class: 'soft', role: 'status' });
  const list = element('div', { class: 'findings' });
  const more = element('button', { type: 'button', hidden: true, onclick: () => load(true) }, word('foundMore'));
  const meter = element('select', { id: 'of-meter', onchange: () => load(false) }, element('option', { value: '' }, word('foundAllMeters')));
  const state = select({ id: 'of-state', onchange: () => load(false) }, STATES.map(([key, value]) => [value, word(key)]));
  main.replaceChildren(element('h1', {}, word('findings')),
    element('div', { class: 'row' }, element('label', { for: 'of-state' }, word('foundState'), ' ', state),
      element('label', { for: 'of-meter' }, word('foundMeter'), ' ', meter)),
    status, list, more);
  const cards = new Map();
  let asked = 0;
  let total = 0;

  function offer(names) {
    const known = new Set([...meter.options].map((one) => one.value));
    names.filter((one) => !known.has(one)).sort().forEach((one) => meter.append(element('option', { value: one }, one)));
  }

  function tell() {
    status.textContent = cards.size ? word('foundShownOf', number(cards.size), number(total)) : word('foundNone');
    more.hidden = cards.size >= total;
  }

  // Shows it in place of what was there of it; what is being written stays.
  function put(finding, first) {
    offer([finding.meter]);
    const before = cards.get(finding.id);
    const fresh = card(finding, (note) => change(finding, note));
    cards.set(finding.id, fresh);
    if (before) {
      fresh.querySelector('details').open = before.querySelector('details').open;
      before.replaceWith(fresh);
    } else if (first) {
      list.prepend(fresh);
    } else {
      list.append(fresh);
    }
    return fresh;
  }

  async function change(finding, note) {
    const path = `/findings/${finding.id}/acknowledgement`;
    if (note === undefined) {
      await api.ask('DELETE', path);
      finding = { ...finding, acknowledged: null };
    } else {
      finding = await (await api.ask('PUT', path, { note })).json();
    }
    put(finding, false).querySelector('h2').focus();
    status.textContent = word(note === undefined ? 'foundIsOpen' : 'foundIsAcknowledged', causeOf(finding));
  }

  async function load(further) {
    const mine = ++asked;
    const query = new URLSearchParams({ limit: PAGE, offset: further ? cards.size : 0 });
    if (meter.value) {
      query.set('meter', meter.value);
    }
    if (state.value) {
      query.set('acknowledged', state.value);
    }
    try {
      const found = await api.get(`/findings?${query}`);
      if (mine !== asked) {
        return;
      }
      if (!further) {
        cards.clear();
        list.replaceChildren();
      }
      total = found.total;
      found.findings.forEach((one) => put(one, false));
      tell();
    } catch (e) {
      status.textContent = told(e);
    }
  }

  function news(message) {
    offer([...meters.keys()]);
    if (message.type === 'snapshot') {
      if (!list.contains(document.activeElement)) {
        load(false);
      }
    } else if (message.type === 'finding') {
      const one = message.finding;
      const known = cards.get(one.id);
      const wanted = (!meter.value || one.meter === meter.value)
        && (state.value === '' || (state.value === 'true') === Boolean(one.acknowledged));
      if (known ? !known.contains(document.activeElement) : wanted) {
        total += known ? 0 : 1;
        put(one, true);
        tell();
      }
    }
  }

  offer([...meters.keys()]);
  load(false);
  return onNews(news);
}
