// Charts of channels over time, by uPlot.

import { number, spoken, time, word } from './words.js';

// Times at an axis, as precise as its ticks are close.
function clock(ticks, step) {
  const shape = step >= 86400 ? { day: 'numeric', month: 'short' }
    : { hour: '2-digit', minute: '2-digit', second: step < 60 ? '2-digit' : undefined };
  const format = new Intl.DateTimeFormat(spoken(), shape);
  return ticks.map((at) => format.format(at * 1000));
}

export function chart(place, label, unit, times, values) {
  const css = getComputedStyle(document.documentElement);
  const colour = (name) => css.getPropertyValue(name).trim();
  const axis = { stroke: colour('--text'), grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line') } };
  const width = () => Math.max(280, place.clientWidth);
  const plot = new window.uPlot({
    width: width(),
    height: Math.min(340, Math.max(220, window.innerHeight * 0.4)),
    series: [
      { label: word('time'), value: (_, at) => (at === null ? '' : time(at * 1000)) },
      {
        label: unit ? `${label} (${unit})` : label,
        stroke: colour('--accent'),
        width: 2,
        spanGaps: false,
        value: (_, value) => (value === null ? '' : `${number(value)} ${unit}`),
      },
    ],
    axes: [{ ...axis, space: 80, values: (_, ticks, index, space, step) => clock(ticks, step) }, { ...axis, size: 70, values: (_, ticks) => ticks.map(number) }],
    legend: { live: true },
  }, [times, values], place);
  const described = () => {
    const last = values.length - 1;
    place.setAttribute('role', 'img');
    place.setAttribute('lang', spoken());
    place.setAttribute('aria-label', last < 0 ? label
      : word('chart', label, time(times[0] * 1000), time(times[last] * 1000), `${number(values[last])} ${unit}`));
    place.dataset.points = String(values.length);
  };
  described();
  const watch = new ResizeObserver(() => plot.setSize({ width: width(), height: plot.height }));
  watch.observe(place);
  return {
    add(at, value) {
      if (times.length && at <= times[times.length - 1]) {
        return;
      }
      times.push(at);
      values.push(value);
      plot.setData([times, values]);
      described();
    },
    end() {
      watch.disconnect();
      plot.destroy();
    },
  };
}
