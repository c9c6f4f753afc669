// A part of the meter's page: the week of the supply, so far and the one before, against what EN 50160 asks of it.

import { percent } from '../amounts.js';
import { element } from '../dom.js';
import { watchQuality } from '../quality.js';
import { locale, number, vocabulary } from '../words.js';
import { panel } from './panel.js';

const word = vocabulary('weeks', {
  en: {
    title: 'Supply by week (EN 50160)', requirement: 'Requirement', within: 'Limits', wanted: 'Wanted', present: 'Since {0}', before: 'Week of {0}',
    unknownFrom: 'Week so far', unknownBefore: 'Week before', 'met.true': 'met', 'met.false': 'not met', of: '{0} of {1}',
    U: 'Voltage L{0}', THDU: 'THD of U, L{0}', 'unbalance.U': 'Unbalance of U', frequency: 'Frequency', always: '{0}, always',
    note: 'Part of the means of 10 minutes (frequency: 10 s) that lay within the limits, and of how many. Statistics of readings, not class A or S of IEC 61000-4-30.',
  },
  fr: {
    title: 'Alimentation par semaine (EN 50160)', requirement: 'Exigence', within: 'Limites', wanted: 'Exigé', present: 'Depuis le {0}', before: 'Semaine du {0}',
    unknownFrom: 'Semaine en cours', unknownBefore: 'Semaine précédente', 'met.true': 'respecté', 'met.false': 'non respecté', of: '{0} de {1}',
    U: 'Tension L{0}', THDU: 'THD de U, L{0}', 'unbalance.U': 'Déséquilibre de U', frequency: 'Fréquence', always: '{0}, toujours',
    note: 'Part des moyennes de 10 minutes (fréquence : 10 s) restées dans les limites, et de combien. Statistiques de relevés, pas de la classe A ou S de la CEI 61000-4-30.',
  },
});

// EN 50160, 4.2 and 4.3, low voltage: limits and the part of the means that must be within them, in the order of the rows.
const REQUIREMENTS = [
  ['U', '± 10', 95], ['U.always', '+10/−15', 100], ['THDU', '≤ 8', 95], ['unbalance.U', '≤ 2', 95],
  ['frequency', '± 1', 99.5], ['frequency.always', '+4/−6', 100],
];

// [quantity, what it is without its phase, the phase or nothing], in the order of the standard.
function rowsOf(weeks) {
  const names = [...new Set(weeks.flatMap((one) => Object.keys(one.quantities)))];
  const split = names.map((name) => {
    const [, kind, phase, rest] = name.match(/^(U|THDU)([123])(\..*)?$/) ?? [];
    return kind ? [name, kind + (rest ?? ''), phase] : [name, name, ''];
  });
  const place = (kind) => REQUIREMENTS.findIndex(([one]) => one === kind);
  return split.filter(([, kind]) => place(kind) >= 0)
    .map(([name, kind, phase]) => [name, REQUIREMENTS[place(kind)], phase])
    .sort((a, b) => place(a[1][0]) - place(b[1][0]) || a[2].localeCompare(b[2]));
}

// Never rounded up: 99.998 % is not all.
function share(part) {
  return typeof part === 'number' ? `${number(Math.floor(part * 100 + 1e-6) / 100)}\u202f%` : '–';
}

function nameOf([, [kind], phase]) {
  const plain = kind.replace('.always', '');
  return plain === kind ? word(plain, phase) : word('always', word(plain, phase));
}

function day(text) {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(text));
}

function headOf(week) {
  return week.from ? word(week.ended ? 'before' : 'present', day(week.from)) : word(week.ended ? 'unknownBefore' : 'unknownFrom');
}

function cell(one) {
  return element('td', { class: 'value', role: 'cell' }, ...(one ? [element('div', { class: 'rated' },
    element('span', { class: 'figure' }, typeof one.means === 'number' ? word('of', share(one.part), number(one.means)) : share(one.part)),
    typeof one.met === 'boolean' ? element('span', { class: `badge ${one.met ? 'good' : 'bad'}` }, word(`met.${one.met}`)) : '')] : []));
}

export function weeks(place, name) {
  const part = panel(place, 'weeks', word('title'));
  let before = '';

  function show(quality) {
    const known = quality?.weeks ?? [];
    const rows = rowsOf(known);
    part.show(rows.length > 0);
    const now = JSON.stringify(known);
    if (now === before || !rows.length) {
      return;
    }
    before = now;
    part.note(word('note'));
    part.body.replaceChildren(element('div', { class: 'table' }, element('table', { class: 'figures', role: 'table' },
      element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...[word('requirement'), word('within'), word('wanted'), ...known.map(headOf)]
        .map((text, i) => element('th', { scope: 'col', role: 'columnheader', class: i ? 'value' : undefined }, text)))),
      element('tbody', { role: 'rowgroup' }, ...rows.map((row) => element('tr', { role: 'row' },
        element('th', { scope: 'row', role: 'rowheader' }, nameOf(row)),
        element('td', { class: 'value', role: 'cell' }, `${row[1][1]}\u202f%`),
        element('td', { class: 'value', role: 'cell' }, percent(row[1][2])),
        ...known.map((week) => cell(week.quantities[row[0]]))))))));
  }

  const source = watchQuality(name, { show, fail: () => {} });
  return { update: source.soon, end: source.end };
}
