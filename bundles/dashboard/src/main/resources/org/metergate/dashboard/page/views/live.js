// A part of the meter's page: power by phase of the last minutes, as it comes.

import * as api from '../api.js';
import { amount, base } from '../amounts.js';
import { broken, lines } from '../charts.js';
import { element } from '../dom.js';
import { meters } from '../site.js';
import { learn, spoken, time, word } from '../words.js';
import { choice, panel } from './panel.js';

learn({
  en: { liveTitle: 'Power by phase', minutes: '{0} min', window: 'Shown', liveChart: 'Power of the last {0} minutes: {1}' },
  fr: { liveTitle: 'Puissance par phase', minutes: '{0} min', window: 'Période', liveChart: 'Puissance des {0} dernières minutes : {1}' },
});

const MOST = 3600; // moments that are kept; an hour of seconds
const UNITS = new Set(['W', 'VA', 'var']);
const COLOURS = { 1: '--l1', 2: '--l2', 3: '--l3', '': '--total' };
const still = window.matchMedia('(prefers-reduced-motion: reduce)');

// Channels of power: P, P1 to P3 and on wish Q and S where they have their names; else up to four of any name in W.
function powers(meter) {
  const unitOf = (one) => base(0, one.unit).unit;
  const named = meter.channels.filter((one) => /^[PQS][123]?$/.test(one.name) && (UNITS.has(unitOf(one)) || one.error))
    .sort((a, b) => 'PQS'.indexOf(a.name[0]) - 'PQS'.indexOf(b.name[0]) || (a.name[1] ?? '9').localeCompare(b.name[1] ?? '9'));
  const found = named.some((one) => one.name[0] === 'P') ? named
    : meter.channels.filter((one) => unitOf(one) === 'W' && !one.name.includes('.')).slice(0, 4);
  return found.map((one, i) => ({
    name: one.name,
    colour: named.length ? COLOURS[one.name.slice(1)] : Object.values(COLOURS)[i],
    dash: one.name[0] === 'Q' && named.length ? [8, 4] : one.name[0] === 'S' && named.length ? [2, 3] : undefined,
    width: one.name.length === 1 ? 2.5 : 1.8,
    wanted: !named.length || one.name[0] === 'P',
    unit: named.length && one.name[0] === 'Q' ? 'var' : named.length && one.name[0] === 'S' ? 'VA' : 'W',
  }));
}

// Numbers of several channels over the moments at which any came: null breaks a line, undefined says nothing of it.
class Moments {
  constructor(names) {
    this.names = names;
    this.columns = [[], ...names.map(() => [])];
  }

  add(at, values) {
    const times = this.columns[0];
    let i = times.length;
    while (i > 0 && times[i - 1] > at) {
      i--;
    }
    if (times[i - 1] === at) {
      i--;
    } else {
      this.columns.forEach((one, column) => one.splice(i, 0, column ? undefined : at));
    }
    for (const [name, value] of values) {
      const column = this.names.indexOf(name);
      if (column >= 0) {
        this.columns[column + 1][i] = value;
      }
    }
    if (times.length > MOST * 1.1) {
      this.columns.forEach((one) => one.splice(0, one.length - MOST));
    }
  }

  // All that is known of one channel, again: what came meanwhile is part of it.
  load(name, times, values) {
    times.forEach((at, i) => this.add(at, [[name, values[i]]]));
  }
}

export function live(place, name) {
  let minutes = 10;
  const part = panel(place, 'live', word('liveTitle'),
    choice(word('window'), [[10, word('minutes', 10)], [60, word('minutes', 60)]], minutes,
      (value) => { minutes = value; draw(); }));
  const legend = element('div', { class: 'legend' });
  const at = element('span', { class: 'soft' });
  const chartPlace = element('div', { class: 'plot', role: 'img' });
  part.body.append(legend, chartPlace);
  let shown = [];
  let moments = new Moments([]);
  let drawn = null;
  let waiting = 0;
  let last = 0;
  const asked = new Set();

  // With reduced motion the axis moves on once a minute only.
  function range() {
    const now = Date.now() / 1000;
    const to = still.matches ? Math.ceil(now / 60) * 60 : now;
    return [to - minutes * 60, to];
  }

  function begin(found) {
    drawn?.end();
    shown = found;
    moments = new Moments(shown.map((one) => one.name));
    asked.clear();
    chartPlace.replaceChildren();
    legend.replaceChildren(...shown.map((one, i) => {
      one.told = element('b');
      return element('label', { class: 'key' },
        element('input', { type: 'checkbox', checked: one.wanted, onchange: (event) => {
          one.wanted = event.target.checked;
          drawn.plot.setSeries(i + 1, { show: one.wanted });
          fetchPast();
        } }),
        element('i', { style: `--key: var(${one.colour})`, class: one.dash ? `dash${one.dash[0]}` : 'line' }),
        element('span', {}, one.name), one.told);
    }), at);
    drawn = lines(chartPlace, {
      unit: 'W',
      series: shown.map((one) => ({ label: one.name, colour: one.colour, width: one.width, dash: one.dash, show: one.wanted })),
      range,
      height: window.innerWidth >= 992 ? 430 : 240,
      data: moments.columns,
      onCursor: tell,
    });
    fetchPast();
  }

  async function fetchPast() {
    const from = new Date(Date.now() - 3600000).toISOString();
    for (const one of shown.filter((each) => each.wanted && !asked.has(each.name))) {
      asked.add(one.name);
      const into = moments;
      try {
        const found = await api.get(`/meters/${encodeURIComponent(name)}/channels/${encodeURIComponent(one.name)}/history?from=${from}`);
        const by = base(1, found.unit).value;
        into.load(one.name, ...broken(found.times, found.values.map((value) => value * by)));
      } catch {
        asked.delete(one.name); // it fills from now on, and is asked again after the next snapshot
      }
      if (into === moments) {
        draw();
      }
    }
  }

  // The value of each channel at the moment that is pointed at, else its latest.
  function tell(index) {
    const meter = meters.get(name);
    at.textContent = typeof index === 'number' ? time(moments.columns[0][index] * 1000) : '';
    shown.forEach((one, i) => {
      const now = meter?.channels.find((each) => each.name === one.name);
      const value = typeof index === 'number' ? moments.columns[i + 1][index]
        : typeof now?.value === 'number' ? base(now.value, now.unit).value : undefined;
      const text = typeof value === 'number' ? amount(value, one.unit) : now?.error && typeof index !== 'number' ? '⚠' : '';
      if (one.told.textContent !== text) {
        one.told.textContent = text;
        one.told.title = now?.error ?? '';
      }
    });
  }

  function draw() {
    waiting ||= setTimeout(() => {
      waiting = 0;
      last = Date.now();
      if (!drawn || document.hidden) {
        return;
      }
      drawn.set(moments.columns);
      tell(drawn.plot.cursor.idx);
      const said = shown.filter((one) => one.wanted && one.told.textContent).map((one) => `${one.name} ${one.told.textContent}`);
      chartPlace.setAttribute('aria-label', word('liveChart', minutes, said.join(', ')));
      chartPlace.setAttribute('lang', spoken());
      chartPlace.dataset.points = String(moments.columns[0].length);
    }, Math.max(0, last + 200 - Date.now()));
  }

  const clock = setInterval(draw, still.matches ? 15000 : 2000); // silence moves to the left, too
  const visible = () => draw();
  document.addEventListener('visibilitychange', visible);
  return {
    update(update) {
      const found = powers(meters.get(name));
      part.show(found.length > 0);
      if (found.length === 0) {
        return;
      }
      if (found.map((one) => one.name).join() !== shown.map((one) => one.name).join()) {
        begin(found);
      } else if (update === null) {
        asked.clear(); // what was missed
        fetchPast();
      }
      const silent = meters.get(name).patience;
      for (const one of update?.channels ?? []) {
        if (moments.names.includes(one.name)) {
          const before = moments.columns[0].at(-1);
          if (new Date(one.time) / 1000 - before > silent) {
            moments.add(before + silent / 2, moments.names.map((each) => [each, null]));
          }
          moments.add(new Date(one.time) / 1000, [[one.name, typeof one.value === 'number' ? base(one.value, one.unit).value : null]]);
        }
      }
      draw();
    },
    end() {
      clearInterval(clock);
      clearTimeout(waiting);
      document.removeEventListener('visibilitychange', visible);
      drawn?.end();
    },
  };
}
