// A part of the meter's page: energy of each of the last 31 days by tariff, and what it cost where prices are set.

import { amount, money, percent } from '../amounts.js';
import { bars } from '../bars.js';
import { element } from '../dom.js';
import { poll } from '../poll.js';
import { onNews } from '../site.js';
import { learn, locale, word } from '../words.js';
import { asTable, choice, panel } from './panel.js';

learn({
  en: {
    energyTitle: 'Energy by day', energyDay: 'Day', energySum: 'Energy', energyCost: 'Cost', energySoFar: '{0} (so far)',
    energyChart: { one: 'Energy of {0} day, {1} in total', other: 'Energy of {0} days, {1} in total' },
    energyTotal: { one: '{0} day: {1}', other: '{0} days: {1}' }, energyToday: 'Today: {0}',
    energyPart: 'only {0} of the day is known', energyTariffs: 'Tariffs', energyBy: 'Shown',
  },
  fr: {
    energyTitle: 'Énergie par jour', energyDay: 'Jour', energySum: 'Énergie', energyCost: 'Coût', energySoFar: '{0} (en cours)',
    energyChart: { one: 'Énergie de {0} jour, {1} en tout', other: 'Énergie de {0} jours, {1} en tout' },
    energyTotal: { one: '{0} jour : {1}', other: '{0} jours : {1}' }, energyToday: 'Aujourd’hui : {0}',
    energyPart: 'seuls {0} du jour sont connus', energyTariffs: 'Tarifs', energyBy: 'Affichage',
  },
});

const DAYS = 31;

const formats = new Map();
function day(text, zone, shape) {
  const key = `${locale()} ${zone} ${shape}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat(locale(), { timeZone: zone, ...(shape === 'label' ? { day: 'numeric' } : shape === 'month' ? { day: 'numeric', month: 'short' }
      : { weekday: 'short', day: 'numeric', month: 'short' }) }));
  }
  return formats.get(key).format(new Date(text));
}

// What a step is made of: { name, energy, cost }, its sum, and what part of the step is known.
function shape(step, by) {
  const known = Object.values(step.registers).map((one) => one.coverage);
  const parts = by === ''
    ? step.tariffs.filter((one) => typeof one.energy === 'number').map((one) => ({ ...one, energy: one.cost < 0 ? -one.energy : one.energy }))
    : step.registers[by] ? [{ name: by, energy: step.registers[by].energy }] : [];
  return { from: step.start, to: step.end, parts, cost: by === '' && typeof step.cost === 'number' ? step.cost : undefined,
    energy: parts.length ? parts.reduce((sum, one) => sum + one.energy, 0) : undefined,
    coverage: by === '' ? Math.min(1, ...known) : step.registers[by]?.coverage ?? 0 };
}

// The register that is looked at first: what comes from the grid.
function mainOf(names) {
  return names.find((one) => one === 'import') ?? names.find((one) => /import/i.test(one)) ?? names[0];
}

function total(values) {
  const known = values.filter((one) => typeof one === 'number');
  return known.length ? known.reduce((sum, one) => sum + one, 0) : undefined;
}

export function energy(place, name) {
  const controls = element('div');
  const part = panel(place, 'energy', word('energyTitle'), controls);
  const sums = element('p', { class: 'sums' });
  const legend = element('div', { class: 'legend' });
  const chartPlace = element('div', { class: 'plot' });
  const table = asTable(word('energyTitle'), [word('energyDay'), word('energySum'), word('energyCost')], () => days.map((one) => [
    title(one), amount(one.energy, 'Wh'), cost(one.cost) || '–']));
  part.body.append(sums, legend, chartPlace, table.details);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  let answer = null;
  let days = [];
  let chosen = null; // a register, or '' for tariffs
  let drawn = null;
  let begun = false;
  let before = '';

  const isToday = (one) => new Date(one.from) <= Date.now() && new Date(one.to) > Date.now();
  const title = (one) => (isToday(one) ? word('energySoFar', day(one.from, zone, 'long')) : day(one.from, zone, 'long'));
  const cost = (value) => (typeof value === 'number' ? money(value, answer.currency) : '');
  const priced = (one) => [amount(one.energy, 'Wh'), cost(one.cost)].filter(Boolean).join(', ');

  function draw() {
    days = answer.steps.map((one) => shape(one, chosen));
    const names = [...new Set(days.flatMap((one) => one.parts.map((each) => each.name)))];
    const sumOf = (of) => ({ energy: total(of.map((one) => one.energy)), cost: total(of.map((one) => one.cost)) });
    const known = days.filter((one) => one.energy !== undefined);
    const today = known.find(isToday);
    sums.textContent = [today ? word('energyToday', priced(today)) : '', word('energyTotal', known.length, priced(sumOf(known)))]
      .filter(Boolean).join(' · ');
    legend.replaceChildren(...(names.length > 1 ? names.map((one, i) => element('span', { class: 'key' },
      element('i', { class: `area t${i % 4}` }), element('span', {}, one),
      element('b', {}, priced(sumOf(days.flatMap((each) => each.parts.filter((of) => of.name === one))))))) : []));
    drawn?.end();
    drawn = bars(chartPlace, {
      name: word('energyChart', known.length, amount(sumOf(known).energy, 'Wh')),
      unit: 'Wh',
      height: 300,
      columns: days.map((one) => ({
        label: day(one.from, zone, one === days[0] || day(one.from, zone, 'label') === '1' ? 'month' : 'label'),
        first: day(one.from, zone, 'label') === '1',
        title: [`${title(one)}: ${priced(one)}`,
          ...(one.energy !== undefined && one.coverage < 0.98 && !isToday(one) ? [word('energyPart', percent(one.coverage * 100))] : []),
          ...(names.length > 1 ? one.parts.map((each) => `${each.name}: ${priced(each)}`) : [])].join('\n'),
        parts: one.parts.map((each) => ({ value: each.energy, className: `t${names.indexOf(each.name) % 4}` })),
        mark: isToday(one) || one.coverage < 0.98 ? 'partial' : '',
      })),
    });
    table.fill();
  }

  // From the beginning of the local day a month ago to the end of today; days are the browser's, whatever their length.
  function path() {
    const today = new Date();
    const from = new Date(today.getFullYear(), today.getMonth(), today.getDate() - DAYS + 1);
    const to = new Date(today.getFullYear(), today.getMonth(), today.getDate() + 1);
    return `/meters/${encodeURIComponent(name)}/energy?step=P1D&zone=${encodeURIComponent(zone)}&from=${from.toISOString()}&to=${to.toISOString()}`;
  }

  function show(found) {
    const now = JSON.stringify(found);
    if (now === before) {
      return;
    }
    before = now;
    answer = found;
    const registers = (found?.registers ?? []).map((one) => one.name).filter((one) => found.steps.some((each) => each.registers[one]));
    part.show(registers.length > 0);
    if (!registers.length) {
      return;
    }
    const main = mainOf(registers);
    const options = [...(found.steps.some((one) => one.tariffs.length) ? [['', word('energyTariffs')]] : []),
      ...[main, ...registers.filter((one) => one !== main)].slice(0, 5).map((one) => [one, one])];
    if (!options.some(([value]) => value === chosen)) {
      [[chosen]] = options;
    }
    controls.replaceChildren(...(options.length > 1
      ? [choice(word('energyBy'), options, chosen, (value) => { chosen = value; draw(); })] : []));
    draw();
  }

  const source = poll(path, { pause: 60000, every: 300000, show, fail: (e) => part.fail(e) });
  const ignore = onNews((message) => {
    if (message.type === 'snapshot') {
      source.soon();
    }
  });
  return {
    update() {
      if (!begun) {
        begun = true;
        source.now();
      }
    },
    end() { ignore(); source.end(); drawn?.end(); },
  };
}
