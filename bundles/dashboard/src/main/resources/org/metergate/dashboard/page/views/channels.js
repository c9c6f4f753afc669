// A part of the meter's page: every channel with its value, or why there is none.

import { element } from '../dom.js';
import { meters } from '../site.js';
import { number, time, word } from '../words.js';

export function channels(place, name, choose) {
  const body = element('tbody');
  place.append(element('div', { class: 'table below' }, element('table', {},
    element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, word('channel')),
      element('th', { scope: 'col', class: 'value' }, word('value')),
      element('th', { scope: 'col', class: 'when' }, word('time')))), body)));
  const rows = new Map();
  return {
    update() {
      for (const one of meters.get(name).channels) {
        let row = rows.get(one.name);
        const known = Boolean(row);
        if (!known) {
          row = element('tr', {},
            element('td', {}, element('button', { type: 'button', onclick: () => choose(one.name) }, one.name)),
            element('td', { class: 'value' }), element('td', { class: 'when soft' }));
          rows.set(one.name, row);
          body.append(row);
        }
        const text = one.error ?? `${number(one.value)} ${one.unit}`.trim();
        row.className = one.error ? 'bad' : '';
        if (row.cells[1].textContent !== text) {
          row.cells[1].textContent = text;
          if (known) { // one name after the other: the animation begins anew without a layout for it
            row.cells[1].classList.toggle('again', row.cells[1].classList.toggle('fresh') === false);
          }
        }
        row.cells[2].textContent = time(one.time);
      }
    },
    end() {},
  };
}
