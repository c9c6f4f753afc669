// Charts of numbers over time, by uPlot.

import { scaleOf, short } from './amounts.js';
import { locale, number, spoken, time, word } from './words.js';

const dark = window.matchMedia('(prefers-color-scheme: dark)');
const formats = new Map();

// Colours are looked up whenever something is drawn, so that a chart follows the device from day to night.
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// Times at an axis, as precise as its ticks are close; the first of a day is its date.
function clock(ticks, step) {
  const shape = step >= 86400 ? 'day' : step < 60 ? 'second' : 'minute';
  const key = `${locale()} ${shape}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat(locale(), shape === 'day' ? { day: 'numeric', month: 'short' }
      : { hour: '2-digit', minute: '2-digit', second: shape === 'second' ? '2-digit' : undefined }));
    formats.set(`${locale()} date`, new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short' }));
  }
  return ticks.map((at) => {
    const when = new Date(at * 1000);
    const midnight = shape === 'minute' && when.getHours() === 0 && when.getMinutes() === 0;
    return formats.get(midnight ? `${locale()} date` : key).format(when);
  });
}

function middle(values) {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

// A hole is where the next number comes much later than numbers come before it and behind it. The answer has a null in each,
// at which the line is broken.
export function broken(times, values) {
  const steps = times.map((at, i) => (i ? at - times[i - 1] : Infinity));
  const at = [];
  const of = [];
  times.forEach((one, i) => {
    if (i > 0) {
      const before = steps.slice(Math.max(1, i - 5), i);
      const behind = steps.slice(i + 1, i + 6);
      const usual = Math.max(before.length ? middle(before) : 0, behind.length ? middle(behind) : 0);
      if (usual > 0 && steps[i] > 2.5 * usual) {
        at.push(times[i - 1] + steps[i] / 2);
        of.push(null);
      }
    }
    at.push(one);
    of.push(values[i]);
  });
  return [at, of];
}

// Lines over one time axis. series: { label, colour (a custom property), width, dash, fill, show, points }; bands:
// { of: [upper, lower] (indices of series from 1), colour }; range: () => [from, to] in seconds, else that of the data.
// values in `unit`; onLayout(u) is called whenever it was drawn, onCursor(index or null) when one is pointed at.
export function lines(place, { unit, series, bands = [], range, height, data, onLayout, onCursor }) {
  let scale = { by: 1, unit };
  const axis = {
    stroke: () => colour('--soft'), font: '12px system-ui, sans-serif',
    grid: { stroke: () => colour('--grid'), width: 1 }, ticks: { stroke: () => colour('--grid'), size: 4 } };
  const width = () => Math.max(220, place.clientWidth);
  const plot = new window.uPlot({
    width: width(),
    height: height ?? Math.min(320, Math.max(220, window.innerHeight * 0.35)),
    series: [
      {},
      ...series.map((one) => ({
        label: one.label,
        show: one.show ?? true,
        stroke: one.colour ? () => colour(one.colour) : undefined,
        fill: one.fill ? () => colour(one.fill) : undefined,
        width: one.width ?? 2,
        dash: one.dash,
        spanGaps: false,
        points: { show: one.points ? undefined : false, size: 4 },
      })),
    ],
    bands: bands.map((one) => ({ series: one.of, fill: () => colour(one.colour) })),
    scales: { x: range ? { range: () => range() } : {},
      y: { range: (_, least, most) => (least === null ? [0, 1]
        : window.uPlot.rangeNum(Math.min(least, least > 0 && least < most * 0.6 ? 0 : least), most, 0.08, true)) } },
    axes: [
      { ...axis, space: 64, size: 30, values: (_, ticks, index, space, step) => clock(ticks, step) },
      { ...axis, size: 64, values: (_, ticks) => {
        scale = scaleOf(Math.max(...ticks.map(Math.abs)), unit);
        return ticks.map((tick) => `${short(tick / scale.by)} ${scale.unit}`.trim());
      } },
    ],
    cursor: { points: { size: 7 }, drag: { x: false, y: false } },
    legend: { show: false },
    hooks: {
      draw: onLayout ? [onLayout] : [],
      setCursor: onCursor ? [(u) => onCursor(u.cursor.idx ?? null)] : [],
    },
  }, data, place);
  const again = () => plot.redraw(false, true);
  dark.addEventListener('change', again);
  const chosen = new MutationObserver(again);
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const watch = new ResizeObserver(() => {
    if (width() !== plot.width) {
      plot.setSize({ width: width(), height: plot.height });
    }
  });
  watch.observe(place);
  return {
    plot,
    set: (fresh) => plot.setData(fresh),
    end() {
      dark.removeEventListener('change', again);
      chosen.disconnect();
      watch.disconnect();
      plot.destroy();
    },
  };
}

const MOST = 5000; // points; a page that is left open forgets the oldest

// One channel, which grows by add(seconds, value); a value of null breaks the line. The axis ends now.
export function chart(place, label, unit, foundTimes, foundValues, options = {}) {
  const [times, values] = broken(foundTimes, foundValues);
  const readout = document.createElement('p');
  readout.className = 'readout';
  place.append(readout);
  const say = (index) => {
    const i = index ?? values.length - 1;
    const value = values[i];
    readout.textContent = typeof value === 'number' ? `${time(times[i] * 1000)}  ${number(value)} ${unit}` : '';
  };
  const drawn = lines(place, {
    unit,
    series: [{ label, colour: '--accent', points: true }],
    data: [times, values],
    onCursor: say,
    range: () => [times[0] ?? Date.now() / 1000 - 60, Math.max(times[times.length - 1] ?? 0, Date.now() / 1000)],
    ...options,
  });
  const described = () => {
    const known = times.map((_, i) => i).filter((i) => values[i] !== null);
    const last = known[known.length - 1];
    place.setAttribute('role', 'img');
    place.setAttribute('lang', spoken());
    place.setAttribute('aria-label', last === undefined ? label
      : word('chart', label, time(times[0] * 1000), time(times[last] * 1000), `${number(values[last])} ${unit}`));
    say(drawn.plot.cursor.idx);
    place.dataset.points = String(known.length);
    place.dataset.gaps = String(times.length - known.length);
  };
  described();
  let waiting = 0;
  return {
    plot: drawn.plot,
    end() {
      clearTimeout(waiting);
      drawn.end();
    },
    last: () => times[times.length - 1],
    add(at, value) {
      if (times.length && (at <= times[times.length - 1] || (value === null && values[values.length - 1] === null))) {
        return;
      }
      times.push(at);
      values.push(value);
      if (times.length > MOST * 1.1) {
        times.splice(0, times.length - MOST);
        values.splice(0, values.length - MOST);
      }
      waiting ||= setTimeout(() => {
        waiting = 0;
        drawn.set([times, values]);
        described();
      }, 200);
    },
  };
}
