// One meter: its state, and below it the parts, each of which knows how to follow the meter and how to end.
// A part is a function (place, name) that fills its place and returns { update(update), end() }; it is updated first when the
// meter is known, then with each update of it, and with null when everything may be different.

import { element } from '../dom.js';
import { meters, onChange, stateOf } from '../site.js';
import { learn, number, time, word } from '../words.js';
import { channels } from './channels.js';
import { diagnosis } from './diagnosis.js';
import { energy } from './energy.js';
import { forecast } from './forecast.js';
import { harmonics } from './harmonics.js';
import { history } from './history.js';
import { live } from './live.js';
import { notes } from './notes.js';
import { phasor } from './phasor.js';
import { power } from './power.js';
import { removal } from './removal.js';
import { spectrum } from './spectrum.js';
import { weeks } from './weeks.js';

learn({
  en: { failedChannels: { of: 1, one: '{0} of {1} channel failed. {2}: {3}', other: '{0} of {1} channels failed. {2}: {3}' } },
  fr: { failedChannels: { one: '{0} voie sur {1} en échec. {2} : {3}', other: '{0} voies sur {1} en échec. {2} : {3}' } },
});

export function meterView(main, name) {
  const state = element('span', { class: 'state' });
  const heard = element('p', { class: 'soft heard' });
  const why = element('p', { class: 'why', role: 'status' });
  main.replaceChildren(
    element('p', {}, element('a', { href: '#/' }, `← ${word('back')}`)),
    element('h1', {}, name, ' ', state), heard, why);
  const grid = element('div', { class: 'parts' });
  main.append(grid);
  let parts = [];
  let gone = false;

  function begin() {
    const place = (kind) => {
      const section = element('section', { class: kind });
      grid.append(section);
      return section;
    };
    parts = [live, power, phasor, harmonics, weeks, energy, forecast].map((one) => one(place(), name));
    const chosen = history(place(), name);
    parts.push(chosen, spectrum(place(), name), channels(place('channels'), name, chosen.show), diagnosis(place(), name), notes(place(), name),
      removal(place(), name));
  }

  function end() {
    parts.forEach((one) => one.end());
    parts = [];
    grid.replaceChildren();
  }

  function look() {
    const meter = meters.get(name);
    const now = meter ? stateOf(meter) : '';
    state.className = `state ${now}`;
    state.textContent = meter ? word(now) : gone ? word('deleted') : meters.size ? word('notFound') : '';
    const failed = meter?.channels.filter((one) => one.error) ?? [];
    const text = failed.length ? word('failedChannels', failed.length, meter.channels.length, failed[0].name, failed[0].error) : '';
    if (why.textContent !== text) {
      why.textContent = text;
    }
    why.className = `why ${now}`;
    heard.textContent = meter?.seen ? [now === 'STALE' ? word('silentSince', time(meter.seen)) : `${word('seen')} ${time(meter.seen)}`,
      meter.interval ? word('every', number(Math.round(meter.interval))) : ''].filter(Boolean).join(', ') : '';
    return meter;
  }

  function follow(update) {
    if (update !== null && update.name !== name) {
      return;
    }
    const there = meters.has(name);
    if (!there && update) {
      gone = true;
      end();
    } else if (there && gone) {
      gone = false;
      begin(); // made again
    }
    if (look()) {
      parts.forEach((one) => one.update(update));
    }
  }

  begin();
  follow(null);
  const ignore = onChange(follow);
  const clock = setInterval(look, 5000); // what is silent must not look alive
  return () => {
    ignore();
    clearInterval(clock);
    end();
  };
}
