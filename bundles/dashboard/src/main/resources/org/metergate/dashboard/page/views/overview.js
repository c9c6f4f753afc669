// All meters at a glance.

import { element } from '../dom.js';
import { figure, meters, onChange, stateOf } from '../site.js';
import { number, time, word } from '../words.js';

function card(name) {
  const state = element('span', { class: 'state' });
  const big = element('p', { class: 'big' });
  const small = element('span', { class: 'soft' });
  const link = element('a', { href: `#/meters/${encodeURIComponent(name)}` }, element('h2', {}, name), state, big, small);
  return { link, show(meter) {
    const now = stateOf(meter);
    const shown = figure(meter);
    link.className = `card ${now}`;
    state.textContent = word(now);
    big.textContent = shown ? `${number(shown.value)} ${shown.unit}` : '–';
    small.textContent = [shown?.name, `${word('seen')} ${time(meter.seen)}`,
      meter.interval ? word('every', number(Math.round(meter.interval))) : null].filter(Boolean).join(', ');
  } };
}

export function overview(main) {
  const list = element('ul', { class: 'cards' });
  main.replaceChildren(element('h1', {}, word('meters')), list);
  const cards = new Map(); // kept, so that the focus stays where it is
  const draw = () => {
    const all = [...meters.values()].sort((a, b) => a.name.localeCompare(b.name));
    if (all.length !== cards.size || all.some((one) => !cards.has(one.name))) {
      cards.clear();
      all.forEach((one) => cards.set(one.name, card(one.name)));
      list.replaceChildren(...[...cards.values()].map((one) => element('li', {}, one.link)));
    }
    all.forEach((one) => cards.get(one.name).show(one));
    if (all.length === 0) {
      list.replaceChildren(element('li', {}, word('noMeters')));
    }
  };
  draw();
  let waiting = 0;
  const ignore = onChange(() => { waiting ||= requestAnimationFrame(() => { waiting = 0; draw(); }); });
  const clock = setInterval(draw, 5000); // what is silent must not look alive
  return () => { ignore(); clearInterval(clock); cancelAnimationFrame(waiting); };
}
