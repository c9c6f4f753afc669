// The rows that show a finding, as a small chart and as a table. The first row is the last usual one.

import { element } from '../dom.js';
import { learn, number, time, word } from '../words.js';

learn({
  en: { evidence: 'Evidence', evidenceChart: '{0}: from {1} at {2} to {3} at {4}', evidenceUsual: 'the last usual one' },
  fr: { evidence: 'Preuves', evidenceChart: '{0} : de {1} à {2} jusqu’à {3} à {4}', evidenceUsual: 'la dernière habituelle' },
});

const SPACE = 'http://www.w3.org/2000/svg';
const WIDTH = 560;
const HEIGHT = 150;
const LEFT = 70;
const EDGE = 14;

function svg(tag, attributes, ...children) {
  const made = document.createElementNS(SPACE, tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...children);
  return made;
}

function drawing(rows, label) {
  const times = rows.map((one) => new Date(one.time).getTime());
  const values = rows.map((one) => one.value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const first = Math.min(...times);
  const span = Math.max(...times) - first || 1;
  const x = (at) => LEFT + (WIDTH - LEFT - EDGE) * (at - first) / span;
  const y = (value) => EDGE + (HEIGHT - 2 * EDGE) * (high === low ? 0.5 : (high - value) / (high - low));
  const points = rows.map((one, i) => [x(times[i]), y(values[i])]);
  const grid = [...new Set([high, low])].flatMap((value) => [
    svg('line', { class: 'grid', x1: LEFT, x2: WIDTH, y1: y(value), y2: y(value) }),
    svg('text', { class: 'tick', x: LEFT - 8, y: y(value) + 4, 'text-anchor': 'end' }, number(value))]);
  const last = rows.length - 1;
  return svg('svg', { class: 'evidence', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img',
    'aria-label': word('evidenceChart', label, number(values[0]), time(times[0]), number(values[last]), time(times[last])) },
  ...grid,
  svg('polyline', { class: 'line', points: points.map((one) => one.join(',')).join(' ') }),
  ...points.map(([cx, cy], i) => svg('circle', { class: i === 0 ? 'usual' : 'row', cx, cy, r: 5 },
    svg('title', {}, `${time(times[i])}: ${number(values[i])}`))));
}

// What fills the details of a finding.
export function evidence(finding) {
  const numbers = finding.rows.filter((one) => one.value !== null);
  const label = finding.channel || finding.meter;
  return [
    ...(numbers.length > 1 ? [drawing(numbers, label)] : []),
    element('div', { class: 'table' }, element('table', {},
      element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, word('time')),
        element('th', { scope: 'col', class: 'value' }, word('value')))),
      element('tbody', {}, ...finding.rows.map((one, i) => element('tr', {},
        element('td', {}, time(one.time), ...(i === 0 && finding.rows.length > 1
          ? [' ', element('span', { class: 'soft' }, word('evidenceUsual'))] : [])),
        element('td', { class: 'value' }, one.value === null ? '–' : number(one.value))))))),
  ];
}
