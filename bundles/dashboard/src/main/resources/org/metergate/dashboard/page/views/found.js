// A meter that a scan found: whether it is wanted, what it and its channels are to be called, and what it says now.

import { element } from '../dom.js';
import { number, word } from '../words.js';

let count = 0;

function value(channel) {
  const numeric = channel.type === 'DOUBLE' && channel.value !== '' && Number.isFinite(Number(channel.value));
  return `${numeric ? number(Number(channel.value)) : channel.value} ${channel.unit}`.trim();
}

function channelRow(channel) {
  const tick = element('input', { type: 'checkbox', checked: channel.usual, 'aria-label': word('readChannel', channel.name) });
  const name = element('input', { value: channel.name, 'aria-label': word('nameOfChannel', channel.name), spellcheck: 'false' });
  return { channel, tick, name, row: element('tr', {}, element('td', {}, tick), element('td', {}, name),
    element('td', { class: 'value' }, value(channel))) };
}

function table(title, rows) {
  return element('div', { class: 'table' }, element('table', {}, element('caption', { class: 'unseen' }, title),
    element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, element('span', { class: 'unseen' }, word('read'))),
      element('th', { scope: 'col' }, word('channel')), element('th', { scope: 'col', class: 'value' }, word('now')))),
    element('tbody', {}, ...rows.map((one) => one.row))));
}

export function foundMeter(meter) {
  const id = `meter-${count++}`;
  const readable = meter.channels.length > 0;
  const tick = element('input', { type: 'checkbox', id, checked: readable, disabled: !readable });
  const name = element('input', { value: meter.name, spellcheck: 'false', required: true, maxlength: 64,
    pattern: '[\\w\\-]+(?:[.][\\w\\-]+)*' });
  const rows = meter.channels.map(channelRow);
  const usual = rows.filter((one) => one.channel.usual);
  const rest = rows.filter((one) => !one.channel.usual);
  const shown = element('fieldset', { class: 'card found', 'data-address': meter.address },
    element('legend', {}, `${meter.description} ${meter.address}`.trim()),
    element('div', { class: 'row' }, element('label', { class: 'tick', for: id }, tick, ' ', word('read')),
      element('label', {}, word('name'), name)),
    ...(meter.problem ? [element('p', { class: 'error' }, meter.problem)] : []),
    ...(usual.length ? [table(word('usualChannels', meter.name), usual)] : []),
    ...(rest.length ? [element('details', { open: usual.length === 0 }, element('summary', {}, word('allChannels', rest.length)),
      table(word('allChannels', rest.length), rest))] : []));
  return {
    shown,
    settings: meter.settings,
    isTicked: () => tick.checked,
    name: () => name.value.trim(),
    channels: () => rows.filter((one) => one.tick.checked).map((one) => ({
      name: one.name.value.trim(), type: one.channel.type, settings: one.channel.settings })),
  };
}
