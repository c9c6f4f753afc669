// A part of the meter's page: power factor, distortion, voltage and what else tells how good the power is, each with its class.

import { about, amount, percent, short } from '../amounts.js';
import { element } from '../dom.js';
import { valueOf, watchQuality } from '../quality.js';
import { learn, time, word } from '../words.js';
import { panel } from './panel.js';

learn({
  en: {
    powerTitle: 'Power quality', total: 'Total', 'quantity.PF': 'Power factor', 'quantity.DPF': 'cos φ', 'quantity.THDU': 'THD of U', 'quantity.THDI': 'THD of I',
    'quantity.U': 'Voltage', 'unbalance.U': 'Unbalance of U', 'unbalance.I': 'Unbalance of I',
    frequency: 'Frequency', neutral: 'Current of the neutral',
    'rated.IDEAL': 'ideal', 'rated.ACCEPTABLE': 'acceptable', 'rated.DEGRADED': 'degraded', 'rated.CRITICAL': 'critical', 'rated.NORMAL': 'normal',
    'rated.INTERRUPTION': 'interruption', 'rated.DIP': 'dip', 'rated.LOW': 'low', 'rated.HIGH': 'high', 'rated.SWELL': 'swell',
    capacitor: 'A capacitor bank of {0} would bring the power factor to its target.',
    'unbalance.NEGATIVE_SEQUENCE': 'negative sequence', 'unbalance.DEVIATION_FROM_MEAN': 'from the mean',
    contradiction: 'The meter contradicts itself: {0}', asOf: 'as of {0}',
  },
  fr: {
    powerTitle: 'Qualité de l’énergie', total: 'Total', 'quantity.PF': 'Facteur de puissance', 'quantity.DPF': 'cos φ', 'quantity.THDU': 'THD de U', 'quantity.THDI': 'THD de I',
    'quantity.U': 'Tension', 'unbalance.U': 'Déséquilibre de U', 'unbalance.I': 'Déséquilibre de I',
    frequency: 'Fréquence', neutral: 'Courant de neutre',
    'rated.IDEAL': 'idéal', 'rated.ACCEPTABLE': 'acceptable', 'rated.DEGRADED': 'dégradé', 'rated.CRITICAL': 'critique', 'rated.NORMAL': 'normal',
    'rated.INTERRUPTION': 'coupure', 'rated.DIP': 'creux', 'rated.LOW': 'basse', 'rated.HIGH': 'haute', 'rated.SWELL': 'surtension',
    capacitor: 'Une batterie de condensateurs de {0} amènerait le facteur de puissance à sa cible.',
    'unbalance.NEGATIVE_SEQUENCE': 'composante inverse', 'unbalance.DEVIATION_FROM_MEAN': 'écart à la moyenne',
    contradiction: 'Le compteur se contredit : {0}', asOf: 'état de {0}',
  },
});

const GRADES = { IDEAL: 'good', NORMAL: 'good', ACCEPTABLE: 'fair', LOW: 'poor', HIGH: 'poor', DEGRADED: 'poor', CRITICAL: 'bad',
  DIP: 'bad', SWELL: 'bad', INTERRUPTION: 'bad' };

export function badge(rated) {
  return rated ? element('span', { class: `badge ${GRADES[rated] ?? ''}` }, word(`rated.${rated}`)) : '';
}

const ROWS = [
  ['PF', (one) => short(one.value)], ['DPF', (one) => short(one.value)],
  ['THDU', (one) => percent(one.value)], ['THDI', (one) => percent(one.value)],
  ['U', (one) => amount(one.value, one.unit)],
];

// What makes the part worth its room: figures beyond what the channels say anyway.
const TELLING = ['PF', 'THDU', 'THDI', 'level'];

export function power(place, name) {
  const part = panel(place, 'power', word('powerTitle'));
  const asOf = element('span', { class: 'soft' });
  part.heading.parentElement.append(asOf);

  function cell(quantities, key, shape) {
    const one = quantities[key];
    const level = key === 'U' ? quantities.level?.value : undefined;
    if (!one && !level) {
      return '';
    }
    if (one?.error) {
      return element('span', { class: 'badge bad', title: one.error }, '⚠');
    }
    const shown = element('span', { class: 'figure' }, typeof one?.value === 'number' ? shape(one) : '');
    const rated = badge(one?.class ?? level);
    return element('div', { class: 'rated' }, shown, rated);
  }

  function show(quality) {
    const columns = quality ? [quality.total, ...quality.phases] : [];
    const has = columns.some((one) => TELLING.some((key) => one[key]));
    part.show(has);
    if (!has) {
      return;
    }
    asOf.textContent = quality.time ? word('asOf', time(quality.time)) : '';
    const used = columns.map((one, i) => [i, one]).filter(([i, one]) => i === 0 || Object.keys(one).length);
    const rows = ROWS.filter(([key]) => used.some(([, one]) => one[key] || (key === 'U' && one.level)));
    const { total } = quality;
    const facts = ['U', 'I'].map((one) => [word(`unbalance.${one}`), total[`unbalance.${one}`], total[`unbalance.${one}.kind`]?.value])
      .filter(([, one]) => typeof one?.value === 'number')
      .map(([label, one, kind]) => [label, `${percent(one.value)}${kind ? ` (${word(`unbalance.${kind}`)})` : ''}`]);
    if (valueOf(total, 'frequency') !== undefined) {
      facts.push([word('frequency'), amount(total.frequency.value, 'Hz')]);
    }
    if (valueOf(total, 'I.neutral') !== undefined) {
      facts.push([word('neutral'), amount(total['I.neutral'].value, 'A')]);
    }
    const bank = valueOf(total, 'capacitor');
    part.body.replaceChildren(
      element('div', { class: 'table' }, element('table', { class: 'figures', role: 'table', style: `--columns:${used.length}` },
        element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, element('td', { role: 'cell' }), ...used.map(([i]) => (
          element('th', { scope: 'col', role: 'columnheader', class: 'value' }, i ? `L${i}` : word('total')))))),
        element('tbody', { role: 'rowgroup' }, ...rows.map(([key, shape]) => element('tr', { role: 'row' }, element('th', { scope: 'row', role: 'rowheader' }, word(`quantity.${key}`)),
          ...used.map(([, one]) => element('td', { class: 'value', role: 'cell' }, cell(one, key, shape)))))))),
      ...(facts.length ? [element('dl', { class: 'keyfacts' }, ...facts.map(([label, text]) => (
        element('div', {}, element('dt', {}, label), element('dd', {}, text)))))] : []),
      ...(bank > 0 ? [element('p', { class: 'advice' }, word('capacitor', about(bank, 'var')))] : []),
      ...(quality.contradiction ? [element('p', { class: 'warning' }, word('contradiction', quality.contradiction))] : []));
  }

  const source = watchQuality(name, { show, fail: (e) => part.fail(e) });
  return { update: source.soon, end: source.end };
}
