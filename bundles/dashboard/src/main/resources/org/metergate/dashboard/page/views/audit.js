// What was done by whom, and whether the log is as it was written.

import * as api from '../api.js';
import { element, told } from '../dom.js';
import { learn, time, word } from '../words.js';

learn({
  en: {
    audit: 'What was done', auditWhole: 'The log is complete and unchanged.', auditTampered: 'The log was tampered with: {0}',
    auditWho: 'Who', auditFrom: 'From', auditWhat: 'What', auditOutcome: 'Outcome', auditGateway: 'the gateway', auditMore: 'Show more',
  },
  fr: {
    audit: 'Journal des actions', auditWhole: 'Le journal est complet et inchangé.', auditTampered: 'Le journal a été altéré : {0}',
    auditWho: 'Qui', auditFrom: 'Depuis', auditWhat: 'Action', auditOutcome: 'Résultat', auditGateway: 'la passerelle', auditMore: 'Afficher la suite',
  },
});

export function auditPart() {
  const body = element('tbody');
  const state = element('p', { id: 'tampered', role: 'status' });
  let limit = 20;

  async function refresh() {
    try {
      const { acts, tampered } = await api.get(`/audit?limit=${limit}`);
      state.className = tampered ? 'error' : 'soft';
      state.textContent = tampered ? word('auditTampered', tampered) : word('auditWhole');
      body.replaceChildren(...acts.map((one) => element('tr', { class: one.outcome === 'done' ? '' : 'bad' },
        ...[time(one.time), one.who || word('auditGateway'), one.from, one.what, one.outcome].map((text) => element('td', {}, text)))));
      more.hidden = acts.length < limit || limit >= 1000;
    } catch (e) {
      state.className = 'error';
      state.textContent = told(e);
    }
  }

  const more = element('button', { type: 'button', hidden: true, onclick: () => {
    limit = Math.min(limit * 5, 1000);
    refresh();
  } }, word('auditMore'));
  refresh();
  return { refresh, part: element('section', { id: 'audit' }, element('h2', {}, word('audit')), state,
    element('div', { class: 'table' }, element('table', {}, element('thead', {}, element('tr', {},
      ...['time', 'auditWho', 'auditFrom', 'auditWhat', 'auditOutcome'].map((one) => element('th', { scope: 'col' }, word(one))))), body)),
    element('p', {}, more)) };
}
