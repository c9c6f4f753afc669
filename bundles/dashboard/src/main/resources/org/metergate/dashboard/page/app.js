// The page: what is shown when. Views are functions that fill <main> and return what must be ended when they are left.

import * as api from './api.js';
import { chart } from './charts.js';
import { number, speak, spoken, time, word } from './words.js';

const main = document.getElementById('main');
const link = document.getElementById('link');
const meters = new Map();
let leave = () => {};
let feed = null;
let changed = () => {};

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      made.addEventListener(name.slice(2), value);
    } else if (value !== false && value !== undefined) {
      made.setAttribute(name, value === true ? '' : value);
    }
  }
  made.append(...children);
  return made;
}

function told(e) {
  return word('failed', e.status === 0 ? word('unreachable') : e.message);
}

// ---- who ----

function gate(title, why, fields, act) {
  const error = element('p', { class: 'error', role: 'alert' });
  const inputs = fields.map(([name, type, complete]) => element('input', {
    name, type, autocomplete: complete, required: true, id: `field-${name}` }));
  const form = element('form', { class: 'gate', onsubmit: async (event) => {
    event.preventDefault();
    error.textContent = '';
    try {
      await act(...inputs.map((one) => one.value));
    } catch (e) {
      error.textContent = told(e);
      inputs[inputs.length - 1].focus();
    }
  } },
  element('h1', {}, title),
  ...(why ? [element('p', {}, why)] : []),
  ...inputs.map((one, i) => element('label', { for: one.id }, word(fields[i][0]), one)),
  error,
  element('button', { class: 'main', type: 'submit' }, title));
  main.replaceChildren(form);
  inputs[0].focus();
}

function loginView() {
  gate(word('login'), word('firstUser'),
    [['user', 'text', 'username'], ['password', 'password', 'current-password']],
    async (user, password) => {
      await api.login(user, password);
      begin();
    });
}

function changeView() {
  gate(word('change'), word('changeWhy'),
    [['present', 'password', 'current-password'], ['wanted', 'password', 'new-password']],
    async (present, wanted) => {
      await api.changePassword(present, wanted);
      begin();
    });
}

// ---- what the meters say ----

function stateOf(meter) {
  if (Date.now() - new Date(meter.seen) > meter.patience * 1000) {
    return 'STALE';
  }
  const failed = meter.channels.filter((one) => one.error).length;
  return failed === 0 ? 'OK' : failed === meter.channels.length ? 'FAILED' : 'PARTLY';
}

function receive(message) {
  if (message.type === 'snapshot') {
    meters.clear();
    message.meters.forEach((one) => meters.set(one.name, one));
    changed(null);
    return;
  }
  for (const update of message.meters) {
    const known = meters.get(update.name) ?? { name: update.name, channels: [], patience: 180 };
    const fresh = new Map(known.channels.map((one) => [one.name, one]));
    update.channels.forEach((one) => fresh.set(one.name, one));
    known.channels = [...fresh.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
    known.seen = new Date().toISOString();
    meters.set(update.name, known);
    changed(update);
  }
}

// The figure that says most about a meter: power before energy before anything with a unit.
function figure(meter) {
  const good = meter.channels.filter((one) => typeof one.value === 'number');
  const units = ['W', 'kW', 'Wh', 'kWh', 'm³', 'm3'];
  for (const unit of units) {
    const total = good.filter((one) => one.unit === unit).sort((a, b) => a.name.length - b.name.length)[0];
    if (total) {
      return total;
    }
  }
  return good.find((one) => one.unit) ?? good[0];
}

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

function overview() {
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
  changed = () => { waiting ||= requestAnimationFrame(() => { waiting = 0; draw(); }); };
  const clock = setInterval(draw, 5000); // what is silent must not look alive
  return () => { clearInterval(clock); cancelAnimationFrame(waiting); };
}

function meterView(name) {
  const state = element('span', { class: 'state' });
  const body = element('tbody');
  const place = element('div', { class: 'chart' });
  const note = element('p', { class: 'soft', role: 'status' });
  const range = element('select', { id: 'range', onchange: () => show(shown) },
    ...[['hour', 3600], ['day', 86400], ['month', 2592000]].map(([key, seconds]) =>
      element('option', { value: seconds }, word(key))));
  const title = element('h2', {}, word('history'));
  const download = element('button', { type: 'button', onclick: () => save() }, word('download'));
  let shown = '';
  let drawn = null;
  main.replaceChildren(
    element('p', {}, element('a', { href: '#/' }, `← ${word('back')}`)),
    element('h1', {}, name, ' ', state),
    title,
    element('div', { class: 'row' }, element('label', { for: 'range' }, word('range'), ' ', range), download),
    note, place,
    element('div', { class: 'table below' }, element('table', {},
      element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, word('channel')),
        element('th', { scope: 'col', class: 'value' }, word('value')),
        element('th', { scope: 'col', class: 'when' }, word('time')))), body)));

  const path = (format) => {
    const from = new Date(Date.now() - range.value * 1000).toISOString();
    const step = range.value > 100000 ? '&step=PT15M' : range.value > 4000 ? '&step=PT1M' : '';
    return `/meters/${encodeURIComponent(name)}/channels/${encodeURIComponent(shown)}/history?format=${format}&from=${from}${step}`;
  };

  async function show(channel) {
    shown = channel;
    title.textContent = word('historyOf', channel);
    try {
      const found = await api.get(path('json'));
      if (shown !== channel) {
        return;
      }
      drawn?.end();
      place.replaceChildren();
      drawn = found.values.length ? chart(place, channel, found.unit, found.times, found.values) : null;
      note.textContent = found.values.length ? '' : word('noHistory');
    } catch (e) {
      note.textContent = told(e);
    }
  }

  async function save() {
    try {
      const file = await (await api.ask('GET', path('csv'))).blob();
      const url = URL.createObjectURL(file);
      element('a', { href: url, download: `${name}-${shown}.csv` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 1000);
    } catch (e) {
      note.textContent = told(e);
    }
  }

  const rows = new Map();
  function draw(update) {
    const meter = meters.get(name);
    if (!meter) {
      state.textContent = meters.size ? word('notFound') : '';
      return;
    }
    const now = stateOf(meter);
    state.className = `state ${now}`;
    state.textContent = word(now);
    for (const one of meter.channels) {
      let row = rows.get(one.name);
      const known = Boolean(row);
      if (!known) {
        row = element('tr', {},
          element('td', {}, element('button', { type: 'button', onclick: () => show(one.name) }, one.name)),
          element('td', { class: 'value' }), element('td', { class: 'when soft' }));
        rows.set(one.name, row);
        body.append(row);
      }
      const text = one.error ?? `${number(one.value)} ${one.unit}`.trim();
      row.className = one.error ? 'bad' : '';
      if (row.cells[1].textContent !== text) {
        row.cells[1].textContent = text;
        row.cells[1].classList.remove('fresh');
        void row.cells[1].offsetWidth;
        row.cells[1].classList.toggle('fresh', known);
      }
      row.cells[2].textContent = time(one.time);
    }
    if (!shown) {
      const first = figure(meter);
      const channel = first ?? meter.channels[0];
      if (channel) {
        show(channel.name);
      }
    } else if (update?.name === name) {
      const fresh = update.channels.find((one) => one.name === shown);
      if (typeof fresh?.value === 'number') {
        if (drawn) {
          drawn.add(new Date(fresh.time) / 1000, fresh.value);
        } else {
          show(shown); // the first number of this channel
        }
      }
    }
  }
  draw(null);
  changed = draw;
  const clock = setInterval(() => draw(null), 5000);
  return () => { clearInterval(clock); drawn?.end(); };
}

// ---- where we are ----

function show() {
  leave();
  leave = () => {};
  changed = () => {};
  document.getElementById('logout').hidden = !api.who();
  if (!api.who()) {
    loginView();
  } else if (api.who().mustChange) {
    changeView();
  } else {
    const meter = location.hash.match(/^#\/meters\/(.+)$/);
    leave = meter ? meterView(decodeURIComponent(meter[1])) : overview();
  }
}

function connected(open, ended) {
  link.className = open ? 'link open' : 'link shut';
  link.textContent = word(open ? 'live' : 'broken');
  if (ended) {
    end();
  }
}

function begin() {
  feed?.();
  feed = api.who()?.mustChange ? null : api.live('*', receive, connected);
  show();
  main.focus({ preventScroll: true });
}

function end() {
  feed?.();
  feed = null;
  meters.clear();
  link.className = 'link';
  link.textContent = '';
  show();
}

document.getElementById('language').value = spoken();
document.getElementById('language').addEventListener('change', (event) => { speak(event.target.value); show(); });
document.getElementById('logout').addEventListener('click', async () => {
  try {
    await api.logout();
  } catch {
    // the session ends by itself
  }
  end();
});
window.addEventListener('hashchange', () => { show(); main.focus({ preventScroll: true }); window.scrollTo(0, 0); });
speak(spoken());
api.renew().then(begin).catch(show);
