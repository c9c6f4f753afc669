// A part of the meter's page: voltages and currents as phasors, U1 upwards, lagging clockwise (IEC 60375 turns the other way
// round in time, so what lags is behind).

import { amount, short } from '../amounts.js';
import { svg } from '../bars.js';
import { element } from '../dom.js';
import { valueOf, watchQuality } from '../quality.js';
import { learn, word } from '../words.js';
import { panel } from './panel.js';

learn({
  en: {
    phasorTitle: 'Phasors', phase: 'Phase', voltage: 'Voltage', current: 'Current', lag: 'I behind U',
    assumed: 'The meter does not tell the angles between its voltages: 120° are assumed.',
    computed: 'Angles of the currents are computed from P and Q.',
    reversed: 'The phases follow each other the wrong way round: L1, L3, L2.',
    phasorOf: '{0}: {1} at {2}°', capacitive: '{0}° ahead', inductive: '{0}°',
  },
  fr: {
    phasorTitle: 'Diagramme vectoriel', phase: 'Phase', voltage: 'Tension', current: 'Courant', lag: 'I en retard sur U',
    assumed: 'Le compteur ne donne pas les angles entre ses tensions : 120° sont supposés.',
    computed: 'Les angles des courants sont calculés à partir de P et Q.',
    reversed: 'Les phases se suivent à l’envers : L1, L3, L2.',
    phasorOf: '{0} : {1} à {2}°', capacitive: '{0}° en avance', inductive: '{0}°',
  },
});

const RADIUS = 100;

// Degrees from -180 (not included) to 180.
function turned(degrees) {
  return 180 - ((180 - degrees) % 360 + 360) % 360;
}

// { n, u, i, behind (of the voltage behind U1), lag (of the current behind its voltage) } of each phase that is known.
export function phasors(quality) {
  const phases = (quality?.phases ?? []).map((one, index) => {
    const p = valueOf(one, 'P');
    const q = valueOf(one, 'Q');
    const told = valueOf(one, 'angle');
    return {
      n: index + 1,
      u: valueOf(one, 'U'),
      i: valueOf(one, 'I'),
      told: valueOf(one, 'voltageAngle'),
      lag: told ?? (p !== undefined && q !== undefined && (p || q) ? Math.atan2(q, p) * 180 / Math.PI : undefined),
      computed: told === undefined,
    };
  }).filter((one) => one.u !== undefined);
  const assumed = phases.some((one) => one.n > 1 && one.told === undefined);
  phases.forEach((one) => { one.behind = turned(assumed ? (one.n - 1) * 120 : one.told ?? 0); });
  return { phases, assumed };
}

function arrow(className, length, behind, label) {
  const at = (r, turn) => [r * Math.sin(turn * Math.PI / 180), -r * Math.cos(turn * Math.PI / 180)];
  const [x, y] = at(length, behind);
  const head = [[length, 0], [length - 9, 4.5], [length - 9, -4.5]].map(([r, aside]) => {
    const [hx, hy] = at(r, behind);
    const [sx, sy] = at(aside, behind + 90);
    return `${(hx + sx).toFixed(1)},${(hy + sy).toFixed(1)}`;
  });
  const [tx, ty] = at(length + 12, behind);
  return svg('g', { class: `phasor ${className}`, 'data-angle': turned(-behind).toFixed(1) },
    svg('line', { x1: 0, y1: 0, x2: x.toFixed(1), y2: y.toFixed(1) }),
    svg('polygon', { points: head.join(' ') }),
    svg('text', { x: tx.toFixed(1), y: (ty + 4).toFixed(1), 'text-anchor': 'middle' }, label));
}

export function phasor(place, name) {
  const part = panel(place, 'phasors', word('phasorTitle'));
  const body = element('tbody');
  const drawing = svg('svg', { viewBox: '-122 -122 244 244', role: 'img', class: 'phasors' });
  part.body.append(element('div', { class: 'beside' }, drawing, element('div', { class: 'table' }, element('table', { class: 'figures' },
    element('thead', {}, element('tr', {}, ...['phase', 'voltage', 'current', 'lag'].map((one, i) => (
      element('th', { scope: 'col', class: i ? 'value' : undefined }, word(one)))))), body))));

  function show(quality) {
    const { phases, assumed } = phasors(quality);
    const angles = phases.some((one) => one.lag !== undefined && one.i) || (phases.length > 1 && !assumed);
    part.show(angles);
    if (!angles) {
      return;
    }
    const u = Math.max(...phases.map((one) => one.u), 1e-9);
    const i = Math.max(...phases.map((one) => one.i ?? 0), 1e-9);
    const arrows = [];
    const told = [];
    for (const one of phases) {
      arrows.push(arrow(`l${one.n} voltage${assumed && one.n > 1 ? ' assumed' : ''}`, RADIUS * one.u / u, one.behind, `U${one.n}`));
      told.push(word('phasorOf', `U${one.n}`, amount(one.u, 'V'), short(turned(-one.behind))));
      if (one.i && one.lag !== undefined) {
        arrows.push(arrow(`l${one.n} current`, RADIUS * 0.72 * one.i / i, one.behind + one.lag, `I${one.n}`));
        told.push(word('phasorOf', `I${one.n}`, amount(one.i, 'A'), short(turned(-one.behind - one.lag))));
      }
    }
    drawing.replaceChildren(svg('circle', { r: RADIUS }), svg('circle', { r: RADIUS / 2 }),
      ...[0, 30, 60, 90, 120, 150].map((turn) => svg('line', { class: 'grid', x1: 0, x2: 0, y1: -RADIUS, y2: RADIUS, transform: `rotate(${turn})` })),
      ...arrows);
    drawing.setAttribute('aria-label', told.join('; '));
    body.replaceChildren(...phases.map((one) => element('tr', {},
      element('th', { scope: 'row' }, element('i', { class: 'swatch', style: `--key: var(--l${one.n})` }), ` L${one.n}`),
      element('td', { class: 'value' }, amount(one.u, 'V')),
      element('td', { class: 'value' }, amount(one.i, 'A')),
      element('td', { class: 'value' }, one.lag === undefined || !one.i ? '–'
        : word(one.lag < -0.05 ? 'capacitive' : 'inductive', short(Math.abs(Number(turned(one.lag).toFixed(1)))))))));
    const reversed = !assumed && phases.length === 3
      && turned(phases[1].behind - phases[0].behind) < 0 && turned(phases[2].behind - phases[1].behind) < 0;
    part.note([reversed ? word('reversed') : '', assumed && phases.length > 1 ? word('assumed') : '',
      phases.some((one) => one.computed && one.lag !== undefined) ? word('computed') : ''].filter(Boolean).join(' '), reversed);
  }

  const source = watchQuality(name, { show, fail: (e) => part.fail(e) });
  return { update: source.soon, end: source.end };
}
