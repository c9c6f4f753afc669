// One meter: its state, and below it the parts, each of which knows how to follow the meter and how to end.
// A part is a function (place, name) that fills its place and returns { update(update), end() }; it is updated first when the
// meter is known, then with each update of it, and with null when everything may be different.

import { element } from '../dom.js';
import { meters, onChange, stateOf } from '../site.js';
import { word } from '../words.js';
import { channels } from './channels.js';
import { diagnosis } from './diagnosis.js';
import { history } from './history.js';
import { notes } from './notes.js';
import { removal } from './removal.js';

export function meterView(main, name) {
  const state = element('span', { class: 'state' });
  main.replaceChildren(
    element('p', {}, element('a', { href: '#/' }, `← ${word('back')}`)),
    element('h1', {}, name, ' ', state));
  const place = () => {
    const section = element('section');
    main.append(section);
    return section;
  };
  const chosen = history(place(), name);
  const parts = [chosen, channels(place(), name, chosen.show), diagnosis(place(), name), notes(place(), name),
    removal(place(), name)];

  function look() {
    const meter = meters.get(name);
    const now = meter ? stateOf(meter) : '';
    state.className = `state ${now}`;
    state.textContent = meter ? word(now) : meters.size ? word('notFound') : '';
    return meter;
  }

  function follow(update) {
    if ((update === null || update.name === name) && look()) {
      parts.forEach((one) => one.update(update));
    }
  }

  follow(null);
  const ignore = onChange(follow);
  const clock = setInterval(look, 5000); // what is silent must not look alive
  return () => {
    ignore();
    clearInterval(clock);
    parts.forEach((one) => one.end());
  };
}
