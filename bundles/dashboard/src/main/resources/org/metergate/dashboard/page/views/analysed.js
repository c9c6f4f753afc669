// An analysis that a meter has for some of its channels: asks for it again when there is news of it, offers the channels, and
// has the one drawn that is chosen.

import { poll } from '../poll.js';
import { onNews } from '../site.js';
import { choice } from './panel.js';

// kind as in the address and in the news; list(answer) is what there is by channel; label is that of the choice.
export function analysed(name, kind, { part, controls, every, label, list, draw }) {
  let known = [];
  let chosen = '';
  let begun = false;
  const source = poll(() => `/meters/${encodeURIComponent(name)}/${kind}`, { pause: 2000, every,
    show(found) {
      known = found ? list(found) : [];
      part.show(known.length > 0);
      if (!known.length) {
        return;
      }
      const names = known.map((one) => one.channel);
      if (!names.includes(chosen)) {
        [chosen] = names;
      }
      controls.replaceChildren(...(names.length > 1
        ? [choice(label, names.map((one) => [one, one]), chosen, (value) => { chosen = value; draw(); })] : []));
      draw();
    },
    fail: (e) => part.fail(e) });
  const ignore = onNews((message) => {
    if (message.type === 'snapshot' || (message.kind === kind && message.meter === name)) {
      source.soon();
    }
  });
  return {
    current: () => known.find((one) => one.channel === chosen),
    update() {
      if (!begun) {
        begun = true;
        source.now();
      }
    },
    end() {
      ignore();
      source.end();
    },
  };
}
