// A part of the meter's page: the chart of the channel that is chosen, which grows as readings come.

import * as api from '../api.js';
import { chart } from '../charts.js';
import { element, select, told } from '../dom.js';
import { figure, meters } from '../site.js';
import { word } from '../words.js';
import { strip } from './strip.js';

export function history(place, name) {
  const chartPlace = element('div', { class: 'chart' });
  const stripPlace = element('div');
  const below = element('div');
  const note = element('p', { class: 'soft', role: 'status' });
  const range = select({ id: 'range', onchange: () => show(shown) },
    [['hour', 3600], ['day', 86400], ['month', 2592000]].map(([key, seconds]) => [seconds, word(key)]));
  const title = element('h2', {}, word('history'));
  const download = element('button', { type: 'button', onclick: () => save() }, word('download'));
  let shown = '';
  let drawn = null;
  place.classList.add('panel', 'history');
  place.append(title,
    element('div', { class: 'row' }, element('label', { for: 'range' }, word('range'), ' ', range), download),
    note, stripPlace, chartPlace, below);
  const findings = strip(stripPlace, below, name);

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
      chartPlace.replaceChildren();
      drawn = found.values.length ? chart(chartPlace, channel, found.unit, found.times, found.values, { onLayout: findings.place }) : null;
      if (!drawn) {
        findings.none();
      }
      findings.since(Date.now() - range.value * 1000);
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

  return {
    show,
    update(update) {
      const meter = meters.get(name);
      if (!shown) {
        const channel = figure(meter) ?? meter.channels[0];
        if (channel) {
          show(channel.name);
        }
      } else if (update) {
        const fresh = update.channels.find((one) => one.name === shown);
        if (fresh && drawn) {
          const at = new Date(fresh.time) / 1000;
          if (at - drawn.last() > meter.patience) {
            drawn.add(drawn.last() + meter.patience / 2, null); // it was silent
          }
          drawn.add(at, typeof fresh.value === 'number' ? fresh.value : null);
        } else if (typeof fresh?.value === 'number') {
          show(shown); // the first number of this channel
        }
      } else {
        show(shown); // what was missed
      }
    },
    end() {
      findings.end();
      drawn?.end();
    },
  };
}
