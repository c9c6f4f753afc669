// A part of the meter's page: harmonics of a voltage or a current by order, with what EN 50160 allows voltages.

import { percent } from '../amounts.js';
import { bars } from '../bars.js';
import { element } from '../dom.js';
import { watchQuality } from '../quality.js';
import { learn, word } from '../words.js';
import { asTable, choice, panel } from './panel.js';

learn({
  en: {
    harmonics: 'Harmonics', quantity: 'Quantity', order: 'Order', ofFundamental: '% of the fundamental', limit: 'EN 50160',
    harmonicsOf: 'Harmonics of {0} in % of the fundamental; the greatest is order {1} with {2}',
    allowed: 'The lines are what EN 50160 allows.',
  },
  fr: {
    harmonics: 'Harmoniques', quantity: 'Grandeur', order: 'Rang', ofFundamental: '% du fondamental', limit: 'EN 50160',
    harmonicsOf: 'Harmoniques de {0} en % du fondamental ; le plus grand est le rang {1} avec {2}',
    allowed: 'Les traits sont ce que permet l’EN 50160.',
  },
});

// EN 50160, 4.2.5 and 5.2.5: % of the fundamental, ten-minute means, up to order 25.
const LIMITS = { 2: 2, 3: 5, 4: 1, 5: 6, 6: 0.5, 7: 5, 8: 0.5, 9: 1.5, 10: 0.5, 11: 3.5, 12: 0.5, 13: 3, 14: 0.5, 15: 0.5,
  16: 0.5, 17: 2, 18: 0.5, 19: 1.5, 20: 0.5, 21: 0.5, 22: 0.5, 23: 1.5, 24: 0.5, 25: 1.5 };

export function harmonics(place, name) {
  const controls = element('div');
  const part = panel(place, 'harmonics', word('harmonics'), controls);
  const chartPlace = element('div', { class: 'plot' });
  const table = asTable(word('harmonics'), [word('order'), word('ofFundamental'), word('limit')], () => rows());
  part.body.append(chartPlace, table.details);
  let known = [];
  let chosen = '';
  let drawn = null;
  let before = '';

  const orders = () => Object.entries(known.find((one) => one.quantity === chosen)?.orders ?? {})
    .map(([order, value]) => [Number(order), value]).sort((a, b) => a[0] - b[0]);
  const limit = (order) => (chosen[0] === 'U' ? LIMITS[order] : undefined);

  function rows() {
    return orders().map(([order, value]) => [String(order), percent(value), limit(order) ? percent(limit(order)) : '–']);
  }

  function draw() {
    const found = orders();
    const greatest = found.reduce((most, one) => (one[1] > most[1] ? one : most), [0, -1]);
    drawn?.end();
    drawn = bars(chartPlace, {
      name: word('harmonicsOf', chosen, greatest[0], percent(greatest[1])),
      unit: '%',
      columns: found.map(([order, value]) => ({
        label: String(order),
        title: `${chosen}, ${word('order')} ${order}: ${percent(value)}${limit(order) ? ` (${word('limit')}: ${percent(limit(order))})` : ''}`,
        parts: [{ value, className: `l${chosen[1]}${value > limit(order) ? ' over' : ''}` }],
      })),
      limits: Object.fromEntries(found.map(([order], i) => [i, limit(order)]).filter(([, value]) => value !== undefined)),
      height: 260,
    });
    part.note(chosen[0] === 'U' ? word('allowed') : '');
    table.fill();
  }

  function show(quality) {
    known = (quality?.harmonics ?? []).filter((one) => Object.keys(one.orders).length);
    part.show(known.length > 0);
    const names = known.map((one) => one.quantity);
    if (!names.length) {
      return;
    }
    if (!names.includes(chosen)) {
      chosen = names.find((one) => one[0] === 'U') ?? names[0];
    }
    if (controls.dataset.names !== names.join()) {
      controls.dataset.names = names.join();
      controls.replaceChildren(choice(word('quantity'), names.sort((a, b) => (a[0] === b[0] ? a.localeCompare(b) : a[0] === 'U' ? -1 : 1))
        .map((one) => [one, one]), chosen, (value) => { chosen = value; draw(); }));
    }
    const now = JSON.stringify(known);
    if (now !== before) {
      before = now;
      draw();
    }
  }

  const source = watchQuality(name, { show, fail: () => {} });
  return { update: source.soon, end() { source.end(); drawn?.end(); } };
}
