// A part of the meter's page: the periods that a channel's course is made of, the strongest first.

import { amount, percent, period } from '../amounts.js';
import { element } from '../dom.js';
import { learn, time, word } from '../words.js';
import { analysed } from './analysed.js';
import { panel } from './panel.js';

learn({
  en: {
    spectrumTitle: 'Periods', 'cycle.period': 'Period', 'cycle.kind': 'Kind', 'cycle.strength': 'Strength', 'cycle.amplitude': 'Amplitude', 'cycle.chance': 'Chance of noise',
    'cycle.DAY': 'day', 'cycle.WEEK': 'week', 'cycle.OWN': 'own cycle', 'cycle.HARMONIC': 'part of an own cycle', noCycle: '{0} follows no period.',
    spectrumOf: 'Channel', analysisFailed: '{0}: {1} ({2})',
  },
  fr: {
    spectrumTitle: 'Périodes', 'cycle.period': 'Période', 'cycle.kind': 'Nature', 'cycle.strength': 'Force', 'cycle.amplitude': 'Amplitude', 'cycle.chance': 'Risque de bruit',
    'cycle.DAY': 'jour', 'cycle.WEEK': 'semaine', 'cycle.OWN': 'cycle propre', 'cycle.HARMONIC': 'partie d’un cycle propre', noCycle: '{0} ne suit aucune période.',
    spectrumOf: 'Voie', analysisFailed: '{0} : {1} ({2})',
  },
});

function risk(value) {
  return typeof value !== 'number' ? '–' : value < 0.001 ? `< ${percent(0.1)}` : percent(value * 100);
}

export function spectrum(place, name) {
  const controls = element('div');
  const part = panel(place, 'spectrum', word('spectrumTitle'), controls);

  function draw() {
    const one = source.current();
    part.note(one.failure ? word('analysisFailed', one.channel, one.failure.text, time(one.failure.time))
      : one.cycles.length === 0 ? word('noCycle', one.channel) : `${one.channel}, ${word('asOf', time(one.time))}`, Boolean(one.failure));
    const most = Math.max(...one.cycles.map((each) => each.strength ?? 0), 1e-9);
    part.body.replaceChildren(...(one.cycles.length ? [element('div', { class: 'table' }, element('table', { class: 'figures cycles', role: 'table' },
      element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...['period', 'kind', 'strength', 'amplitude', 'chance'].map((key, i) => (
        element('th', { scope: 'col', role: 'columnheader', class: i > 2 ? `value ${i === 4 ? 'when' : ''}` : undefined }, word(`cycle.${key}`)))))),
      element('tbody', { role: 'rowgroup' }, ...one.cycles.map((each) => element('tr', { role: 'row' },
        element('th', { scope: 'row', role: 'rowheader' }, period(each.period)),
        element('td', { role: 'cell' }, element('span', { class: `kind ${each.kind}` }, word(`cycle.${each.kind}`))),
        element('td', { class: 'strength', role: 'cell' }, element('div', { class: 'meterbar' },
          element('i', { class: each.kind, style: `width:${(100 * (each.strength ?? 0) / most).toFixed(1)}%` })), element('span', {}, percent(each.strength))),
        element('td', { class: 'value', role: 'cell' }, amount(each.amplitude, each.unit)),
        element('td', { class: 'value when', role: 'cell' }, risk(each.falseAlarm)))))))] : []));
  }

  const source = analysed(name, 'spectrum', { part, controls, every: 3600000, label: word('spectrumOf'), list: (found) => found.spectra, draw });
  return source;
}
