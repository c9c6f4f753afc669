// Bars of categories, as SVG: colours come from the style sheet, and each bar says what it is.

import { scaleOf, short } from './amounts.js';

const SPACE = 'http://www.w3.org/2000/svg';

export function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SPACE, tag);
  Object.entries(attributes).filter(([, value]) => value !== undefined)
    .forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...children);
  return made;
}

// Round steps of an axis from 0 to the greatest: 1, 2 or 5 times a power of ten, at most `most` of them.
export function ticks(greatest, most = 4) {
  if (!(greatest > 0)) {
    return [0, 1];
  }
  const rough = greatest / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough * 0.999);
  const found = [];
  for (let i = 0; i * step < greatest * 0.999 + step; i++) {
    found.push(i * step);
  }
  return found;
}

// columns: { label, title, parts: [{ value, className }], mark, first } from left to right, each stacked upwards, and downwards
// what is below 0; as many have their label as there is room for, one that is first of something among them. limits: { column
// index: value }.
export function bars(place, { name, unit, columns, height = 220, limits = {} }) {
  let width = 0;
  const draw = () => {
    width = Math.max(220, place.clientWidth);
    const left = 56;
    const bottom = 22;
    const top = 10;
    const sums = (sign) => columns.map((one) => one.parts.reduce((sum, part) => sum + Math.max(0, sign * part.value), 0));
    const greatest = Math.max(0, ...sums(1), ...Object.values(limits));
    const lowest = Math.max(0, ...sums(-1));
    const step = ticks(Math.max(greatest, lowest))[1];
    const most = step * Math.max(greatest > 0 || !lowest ? 1 : 0, Math.ceil(greatest / step - 0.001));
    const least = step * Math.ceil(lowest / step - 0.001);
    const lines = Array.from({ length: Math.round((most + least) / step) + 1 }, (_, i) => i * step - least);
    const scale = scaleOf(Math.max(most, least), unit);
    const y = (value) => top + (height - top - bottom) * (most - value) / (most + least);
    const room = (width - left - 6) / Math.max(1, columns.length);
    const wide = Math.max(2, Math.min(44, room * 0.72));
    const shown = Math.max(1, Math.ceil(38 / room));
    const aligned = Math.max(0, columns.findIndex((one) => one.first)) % shown;
    const drawn = svg('svg', { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': name });
    for (const at of lines) {
      drawn.append(svg('line', { class: 'grid', x1: left, x2: width, y1: y(at), y2: y(at) }),
        svg('text', { class: 'tick', x: left - 6, y: y(at) + 4, 'text-anchor': 'end' }, `${short(at / scale.by)} ${scale.unit}`.trim()));
    }
    columns.forEach((one, i) => {
      const x = left + room * (i + 0.5);
      const column = svg('g', { class: `column ${one.mark ?? ''}` }, svg('title', {}, one.title));
      column.append(svg('rect', { class: 'touch', x: x - room / 2, y: top, width: room, height: height - top - bottom }));
      const stacks = { true: 0, false: 0 };
      for (const part of one.parts.filter((each) => each.value)) {
        const up = part.value > 0;
        const ends = [y(stacks[up]), y(stacks[up] + part.value)];
        column.append(svg('rect', { class: `stem ${part.className}`, x: x - wide / 2, width: wide, y: Math.min(...ends),
          height: Math.max(0.5, Math.abs(ends[0] - ends[1])) }));
        stacks[up] += part.value;
      }
      if (limits[i] !== undefined) {
        column.append(svg('line', { class: 'limit', x1: x - room * 0.46, x2: x + room * 0.46, y1: y(limits[i]), y2: y(limits[i]) }));
      }
      drawn.append(column);
      if (one.label && i % shown === aligned) {
        drawn.append(svg('text', { class: 'tick', x, y: height - 6, 'text-anchor': 'middle' }, one.label));
      }
    });
    place.replaceChildren(drawn);
  };
  draw();
  const watch = new ResizeObserver(() => {
    if (Math.max(220, place.clientWidth) !== width) {
      draw();
    }
  });
  watch.observe(place);
  return { end: () => watch.disconnect() };
}
