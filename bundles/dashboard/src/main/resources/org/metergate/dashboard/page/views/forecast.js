// A part of the meter's page: what a channel is expected to do, how sure that is, and what it did so far.

import * as api from '../api.js';
import { amount, base, percent, short } from '../amounts.js';
import { broken, lines } from '../charts.js';
import { element } from '../dom.js';
import { learn, spoken, time, word } from '../words.js';
import { analysed } from './analysed.js';
import { asTable, panel } from './panel.js';

learn({
  en: {
    forecastTitle: 'Forecast', forecastOf: 'Channel', expected: 'Forecast', within80: '80 of 100', within95: '95 of 100', actual: 'Actual',
    'baseline.LAST_DAY': 'Copy of the day before', 'baseline.LAST_WEEK': 'Copy of last week', baseline: 'Baseline',
    made: '{0}, made {1}.', late: 'It is late: the last step of this forecast is over.',
    fellBack: 'The forecast did worse than the baseline ({0}), so the baseline is used.',
    used: 'It does better than its baseline ({0}).',
    usedAgain: 'It would have done better than its baseline ({0}), and is used again.',
    errors: {
      one: 'Over {0} day its error was {1} of that of a copy of the day before; that of the baseline was {2}.',
      other: 'Over {0} days its error was {1} of that of a copy of the day before; that of the baseline was {2}.' },
    coverage: '{0} of the values lay within the band of 80 %, {1} within that of 95 %.',
    noReceipt: 'How good it is cannot be told yet.',
    forecastChart: 'Forecast of {0} from {1} to {2}: between {3} and {4}',
  },
  fr: {
    forecastTitle: 'Prévision', forecastOf: 'Voie', expected: 'Prévision', within80: '80 sur 100', within95: '95 sur 100', actual: 'Réel',
    'baseline.LAST_DAY': 'Copie de la veille', 'baseline.LAST_WEEK': 'Copie de la semaine dernière', baseline: 'Référence',
    made: '{0}, faite {1}.', late: 'Elle est en retard : son dernier pas est passé.',
    fellBack: 'La prévision a fait moins bien que la référence ({0}) ; c’est donc la référence qui est utilisée.',
    used: 'Elle fait mieux que sa référence ({0}).',
    usedAgain: 'Elle aurait fait mieux que sa référence ({0}) ; elle est de nouveau utilisée.',
    errors: {
      one: 'Sur {0} jour, son erreur a été de {1} fois celle d’une copie de la veille ; celle de la référence de {2} fois.',
      other: 'Sur {0} jours, son erreur a été de {1} fois celle d’une copie de la veille ; celle de la référence de {2} fois.' },
    coverage: '{0} des valeurs étaient dans la bande à 80 %, {1} dans celle à 95 %.',
    noReceipt: 'Sa qualité ne peut pas encore être évaluée.',
    forecastChart: 'Prévision de {0} de {1} à {2} : entre {3} et {4}',
  },
});

const DAY = 86400;
const LINES = [['actual', '--total', 'line'], ['expected', '--accent', 'line'], ['baseline', '--soft', 'dash2']];

// What the receipt says, in words.
export function receiptInWords(receipt) {
  if (!receipt || !(receipt.days > 0) || typeof receipt.mase !== 'number') {
    return [word('noReceipt')];
  }
  const baseline = word(`baseline.${receipt.baseline}`).toLowerCase();
  const used = receipt.mase > receipt.maseBaseline ? 'usedAgain' : 'used'; // the errors are of what was used in these days
  return [word(receipt.fellBack ? 'fellBack' : used, baseline),
    word('errors', receipt.days, short(receipt.mase), typeof receipt.maseBaseline === 'number' ? short(receipt.maseBaseline) : '–'),
    ...(typeof receipt.coverage80 === 'number'
      ? [word('coverage', percent(receipt.coverage80), percent(receipt.coverage95))] : [])];
}

// Means of the actual values over the steps of the forecast, of the last two days at most.
class Actual {
  constructor(step, origin) {
    this.step = step;
    this.origin = origin;
    this.sums = new Map();
  }

  add(at, value) {
    const i = Math.floor((at - this.origin) / this.step);
    const sum = this.sums.get(i) ?? [0, 0];
    this.sums.set(i, [sum[0] + value, sum[1] + 1]);
    if (this.sums.size > 3000) {
      this.sums.delete(Math.min(...this.sums.keys()));
    }
  }

  // A counter only rises: what it rose by from each step to the next is what was forecast, where that is far below the counter.
  series(greatest) {
    const found = [...this.sums].sort((a, b) => a[0] - b[0]);
    const times = found.map(([i]) => this.origin + i * this.step);
    const means = found.map(([, [sum, count]]) => sum / count);
    const rises = means.length > 3 && means.every((one, i) => i === 0 || one >= means[i - 1]) && means[0] > 3 * greatest;
    return rises ? [times.slice(0, -1), means.slice(1).map((one, i) => one - means[i])] : [times, means];
  }
}

export function forecast(place, name) {
  const controls = element('div');
  const part = panel(place, 'forecast', word('forecastTitle'), controls);
  const legend = element('div', { class: 'legend' });
  const chartPlace = element('div', { class: 'plot', role: 'img' });
  const receipt = element('p', { class: 'receipt' });
  const table = asTable(word('forecastTitle'), [word('time'), word('expected'), word('within80'), word('within95'), word('baseline')], () => (
    current().steps.map((one) => [time(one.time), amount(one.value, current().unit),
      `${amount(one.lower80, current().unit)} … ${amount(one.upper80, current().unit)}`,
      `${amount(one.lower95, current().unit)} … ${amount(one.upper95, current().unit)}`, amount(one.baseline, current().unit)])));
  part.body.append(legend, chartPlace, receipt, table.details);
  let drawn = null;
  let actual = null;
  let told = [];
  let at = null;
  let waiting = 0;

  const current = () => source.current();
  const seconds = (text) => new Date(text) / 1000;

  // One time axis: actual values in front of and among the steps.
  function data() {
    const { steps } = current();
    const greatest = Math.max(...steps.map((one) => one.upper95 ?? one.value ?? 0));
    const of = steps.map((one) => seconds(one.time));
    const columns = ['value', 'baseline', 'upper80', 'lower80', 'upper95', 'lower95'].map((key) => steps.map((one) => one[key]));
    const found = actual.series(greatest);
    chartPlace.dataset.actual = String(found[0].length);
    return window.uPlot.join([broken(...found), [of, ...columns]], [[2], columns.map(() => 1)]);
  }

  function range() {
    const { steps, made } = current();
    return [Math.min(seconds(made), seconds(steps[0].time)) - DAY, seconds(steps[steps.length - 1].time) + actual.step];
  }

  // The figures of the moment that is pointed at.
  function tell(index) {
    const columns = typeof index === 'number' ? drawn?.plot.data.map((one) => one[index]) : undefined;
    const shown = (value) => (typeof value === 'number' ? amount(value, current().unit) : '');
    const band = (upper, lower) => (typeof upper === 'number' ? `${shown(lower)} … ${shown(upper)}` : '');
    at.textContent = columns ? time(columns[0] * 1000) : '';
    (columns ? [shown(columns[1]), shown(columns[2]), shown(columns[3]), band(columns[4], columns[5]), band(columns[6], columns[7])]
      : ['', '', '', '', '']).forEach((text, i) => { told[i].textContent = text; });
  }

  async function draw() {
    const one = current();
    const late = one.steps.length > 0 && seconds(one.steps[one.steps.length - 1].time) < Date.now() / 1000;
    part.note(one.failure ? word('analysisFailed', one.channel, one.failure.text, time(one.failure.time))
      : [word('made', one.channel, time(one.made)), late ? word('late') : ''].join(' ').trim(), Boolean(one.failure) || late);
    drawn?.end();
    drawn = null;
    chartPlace.replaceChildren();
    legend.hidden = receipt.hidden = table.details.hidden = chartPlace.hidden = one.steps.length < 2;
    if (one.steps.length < 2) {
      return;
    }
    told = [...LINES, ['within80'], ['within95']].map(() => element('b'));
    at = element('span', { class: 'soft' });
    legend.replaceChildren(...[...LINES, ['within80', '', 'area within80'], ['within95', '', 'area within95']].map(([key, colour, kind], i) => (
      element('span', { class: 'key' }, element('i', { style: colour ? `--key: var(${colour})` : undefined, class: kind }),
        element('span', {}, word(key === 'baseline' ? `baseline.${one.receipt?.baseline || 'LAST_DAY'}` : key)), told[i]))), at);
    receipt.textContent = receiptInWords(one.receipt).join(' ');
    receipt.className = one.receipt?.fellBack ? 'receipt fell' : 'receipt';
    table.fill();
    actual = new Actual(seconds(one.steps[1].time) - seconds(one.steps[0].time), seconds(one.steps[0].time));
    const lower = Math.min(...one.steps.map((each) => each.value));
    const upper = Math.max(...one.steps.map((each) => each.value));
    chartPlace.setAttribute('aria-label', word('forecastChart', one.channel, time(one.steps[0].time),
      time(one.steps[one.steps.length - 1].time), amount(lower, one.unit), amount(upper, one.unit)));
    chartPlace.setAttribute('lang', spoken());
    chartPlace.dataset.points = String(one.steps.length);
    const invisible = { width: 0, colour: undefined };
    drawn = lines(chartPlace, {
      unit: one.unit,
      series: [
        { label: word('actual'), colour: '--total', width: 2.5, points: true },
        { label: word('expected'), colour: '--accent' },
        { label: word('baseline'), colour: '--soft', width: 1.2, dash: [2, 3] },
        ...['80+', '80-', '95+', '95-'].map((label) => ({ label, ...invisible })),
      ],
      bands: [{ of: [6, 7], colour: '--band95' }, { of: [4, 5], colour: '--band80' }],
      range,
      height: 300,
      data: data(),
      onCursor: tell,
    });
    await past(one);
  }

  async function past(one) {
    try {
      const from = new Date((range()[0]) * 1000).toISOString();
      const found = await api.get(`/meters/${encodeURIComponent(name)}/channels/${encodeURIComponent(one.channel)}/history?from=${from}`);
      if (one === current() && drawn) {
        const from1 = base(1, found.unit).value / base(1, one.unit).value;
        actual.sums.clear();
        found.times.forEach((at, i) => actual.add(at, found.values[i] * from1));
        drawn.set(data());
      }
    } catch (e) {
      if (e.status !== 404) {
        part.fail(e);
      }
    }
  }

  const source = analysed(name, 'forecast', { part, controls, every: 900000, label: word('forecastOf'), list: (found) => found.forecasts, draw });
  return {
    update(update) {
      source.update();
      const fresh = drawn && update?.channels.find((one) => one.name === current()?.channel);
      if (typeof fresh?.value === 'number') {
        actual.add(seconds(fresh.time), base(fresh.value, fresh.unit).value / base(1, current().unit).value);
        waiting ||= setTimeout(() => { waiting = 0; drawn?.set(data()); }, 1000);
      }
    },
    end() {
      source.end();
      clearTimeout(waiting);
      drawn?.end();
    },
  };
}
