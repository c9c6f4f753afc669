// From a line to meters that are read: scan, tick, create.

import * as api from '../api.js';
import { element, select, told } from '../dom.js';
import { meters, onChange } from '../site.js';
import { spoken, word } from '../words.js';
import { foundMeter } from './found.js';
import './wizardwords.js';

const POLL = 500;

function labelled(text, input, why) {
  const label = element('label', {}, text, input);
  if (why) {
    input.id ||= `input-${Math.random().toString(36).slice(2)}`;
    const note = element('span', { class: 'soft', id: `${input.id}-why` }, why);
    input.setAttribute('aria-describedby', note.id);
    label.append(note);
  }
  return label;
}

// An input for an option of a scanner, in the words of the page where it has them.
function optionInput(option) {
  const known = word(`option.${option.key}`);
  const name = known === `option.${option.key}` ? option.name : known;
  const input = option.kind === 'CHOICE' ? select({}, option.choices.map((one) => [one, one]))
    : option.kind === 'FLAG' ? select({}, [['true', '✓'], ['false', '–']])
      : element('input', { type: { NUMBER: 'number', SECRET: 'password' }[option.kind] ?? 'text', autocomplete: 'off' });
  input.value = option.initial;
  input.name = option.key;
  return [option, input, labelled(name, input, spoken() === 'en' ? option.description : '')];
}

export function wizard(main) {
  const error = element('p', { class: 'error', role: 'alert' });
  const place = element('div');
  const created = element('ul', { class: 'made', 'aria-live': 'polite' });
  const createdTitle = element('h2', { hidden: true }, word('created'));
  main.replaceChildren(element('h1', {}, word('wizard')), element('p', { class: 'soft' }, word('wizardWhy')),
    place, error, createdTitle, created);
  let left = false;
  let running = null;
  const waiting = new Map(); // what is to be done when a meter is heard
  const ignore = onChange(() => waiting.forEach((act, name) => meters.get(name)?.seen && act()));

  async function begin() {
    try {
      const { scanners, ports } = await api.get('/scanners');
      if (left) {
        return;
      }
      if (scanners.length === 0) {
        place.replaceChildren(element('p', {}, word('nothingScans')));
      } else {
        form(scanners, ports);
      }
    } catch (e) {
      error.textContent = told(e);
    }
  }

  function form(scanners, ports) {
    const kind = select({ id: 'kind' }, scanners.map((one) => [one.kind,
      word(`kind.${one.kind}`).startsWith('kind.') ? one.kind : word(`kind.${one.kind}`)]));
    const via = select({ id: 'via' }, [['tcp', word('network')],
      ...ports.map((one) => [one.line, `${one.device} – ${one.description}`]), ['other', word('otherLine')]]);
    const host = element('input', { id: 'host', autocomplete: 'off', spellcheck: 'false', required: true });
    const port = element('input', { id: 'port', type: 'number', min: 1, max: 65535, required: true });
    const other = element('input', { id: 'address', autocomplete: 'off', spellcheck: 'false', required: true });
    const network = element('div', { class: 'row' }, labelled(word('host'), host), labelled(word('port'), port));
    const free = labelled(word('address'), other, word('addressWhy'));
    const options = element('div', { class: 'options' });
    const scan = element('button', { class: 'main', type: 'submit', id: 'scan' }, word('scan'));
    const cancel = element('button', { type: 'button', id: 'cancel', hidden: true }, word('cancel'));
    const bar = element('progress', { max: 1, value: 0, hidden: true, 'aria-label': word('scan') });
    const note = element('p', { role: 'status', id: 'scanned' });
    const results = element('div', { id: 'found' });
    let inputs = [];

    const connections = () => {
      network.hidden = via.value !== 'tcp';
      free.hidden = via.value !== 'other';
      host.disabled = port.disabled = network.hidden;
      other.disabled = free.hidden;
    };
    const ask = () => {
      inputs = scanners.find((one) => one.kind === kind.value).options.map(optionInput);
      options.replaceChildren(...inputs.map(([, , label]) => label));
    };
    const line = () => (via.value === 'tcp'
      ? `tcp://${host.value.includes(':') && !host.value.startsWith('[') ? `[${host.value.trim()}]` : host.value.trim()}:${port.value}`
      : via.value === 'other' ? other.value.trim() : via.value);

    async function follow(started, secrets) {
      let known = started;
      while (!left) {
        const done = known.state !== 'RUNNING';
        bar.value = known.progress;
        note.textContent = word(`scan.${known.state}`, Math.floor(known.progress * 100), known.meters.length)
          + (known.error ? ` – ${known.error}` : '');
        if (done) {
          break;
        }
        await new Promise((next) => { setTimeout(next, POLL); });
        known = left ? known : await api.get(`/scans/${encodeURIComponent(started.id)}`);
      }
      running = null;
      cancel.hidden = bar.hidden = true;
      scan.hidden = false;
      scan.textContent = word('scanAgain');
      if (!left && known.meters.length) {
        await offer(results, known, secrets);
        results.querySelector('h2').focus();
      }
    }

    const asked = element('form', { class: 'wizard', onsubmit: async (event) => {
      event.preventDefault();
      error.textContent = '';
      results.replaceChildren();
      const said = {};
      const secrets = {};
      inputs.forEach(([option, input]) => {
        if (input.value !== '') {
          said[option.key] = input.value;
          if (option.kind === 'SECRET') {
            secrets[option.key] = input.value;
          }
        }
      });
      try {
        running = await (await api.ask('POST', '/scans', { kind: kind.value, line: line(), options: said })).json();
        cancel.hidden = bar.hidden = false;
        scan.hidden = true;
        cancel.focus();
        await follow(running, secrets);
      } catch (e) {
        error.textContent = told(e);
        scan.hidden = false;
        cancel.hidden = bar.hidden = true;
        scan.focus();
      }
    } },
    element('div', { class: 'row' }, labelled(word('meterKind'), kind), labelled(word('connection'), via)),
    network, free,
    element('details', {}, element('summary', {}, word('moreOptions')), options),
    element('div', { class: 'row' }, scan, cancel, bar), note);
    cancel.addEventListener('click', () => running && api.ask('DELETE', `/scans/${encodeURIComponent(running.id)}`)
      .catch((e) => { error.textContent = told(e); }));
    via.addEventListener('change', connections);
    kind.addEventListener('change', ask);
    connections();
    ask();
    place.replaceChildren(asked, results);
    kind.focus();
  }

  async function offer(results, scan, secrets) {
    const administrator = api.who()?.role === 'administrator';
    const found = scan.meters.map((one) => foundMeter(one));
    const interval = element('input', { id: 'interval', type: 'number', min: 1, max: 86400, value: 10, required: true });
    const receivers = administrator ? await api.get('/receivers').then((all) => all.receivers).catch(() => []) : [];
    const ticks = receivers.map((one) => element('input', { type: 'checkbox', value: one.name }));
    const note = element('p', { class: 'error', role: 'alert' });
    const button = element('button', { class: 'main', type: 'submit', id: 'create', disabled: !administrator }, word('create'));
    results.replaceChildren(element('form', { onsubmit: async (event) => {
      event.preventDefault();
      note.textContent = '';
      const wanted = found.filter((one) => one.isTicked());
      const empty = wanted.find((one) => one.channels().length === 0);
      if (wanted.length === 0 || empty) {
        note.textContent = empty ? word('noChannel', empty.name()) : word('noneTicked');
        return;
      }
      button.disabled = true;
      let failed = 0;
      for (const one of wanted) {
        failed += await create({
          name: one.name(),
          driver: { kind: scan.kind, settings: { ...one.settings, ...secrets } },
          channels: one.channels(),
          interval: Number(interval.value),
          receivers: ticks.filter((tick) => tick.checked).map((tick) => tick.value),
        }, wanted.length === 1) ? 0 : 1;
      }
      button.disabled = false;
      if (!failed) {
        results.replaceChildren();
        createdTitle.tabIndex = -1;
        createdTitle.focus();
      }
    } },
    element('h2', { tabindex: -1 }, word('found')),
    ...found.map((one) => one.shown),
    element('div', { class: 'row' }, labelled(word('interval'), interval)),
    ...(ticks.length ? [element('fieldset', {}, element('legend', {}, word('alsoTo')),
      ...ticks.map((tick) => element('label', { class: 'tick' }, tick, ' ', tick.value)))] : []),
    ...(administrator ? [] : [element('p', { class: 'soft' }, word('onlyAdministrators'))]),
    note, button));
  }

  async function create(wanted, alone) {
    createdTitle.hidden = false;
    const state = element('span', { class: 'soft' });
    const entry = element('li', { 'data-meter': wanted.name }, wanted.name, ' ', state);
    created.append(entry);
    try {
      await api.ask('POST', '/meters', wanted);
    } catch (e) {
      state.className = 'error';
      state.textContent = word('notCreated', e.status === 0 ? word('unreachable') : e.message);
      return false;
    }
    const address = `#/meters/${encodeURIComponent(wanted.name)}`;
    state.textContent = word('waiting');
    waiting.set(wanted.name, () => {
      waiting.delete(wanted.name);
      entry.replaceChildren(element('a', { href: address }, wanted.name), ' ', state);
      state.textContent = word('reading');
      if (alone) {
        location.hash = address;
      }
    });
    return true;
  }

  begin();
  return () => {
    left = true;
    ignore();
    if (running) {
      api.ask('DELETE', `/scans/${encodeURIComponent(running.id)}`).catch(() => {});
    }
  };
}
