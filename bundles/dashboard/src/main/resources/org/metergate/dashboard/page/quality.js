// Power quality of a meter, asked once for all parts of the page that show some of it.

import { poll } from './poll.js';

const open = new Map();

// listener.show(quality or null), listener.fail(error); the answer follows the meter until it is ended.
export function watchQuality(name, listener) {
  let shared = open.get(name);
  if (!shared) {
    const listeners = new Set();
    shared = { listeners, known: undefined };
    shared.poll = poll(() => `/meters/${encodeURIComponent(name)}/quality`, {
      pause: 4000,
      show: (found) => { shared.known = found; listeners.forEach((one) => one.show(found)); },
      fail: (e) => listeners.forEach((one) => one.fail(e)),
    });
    open.set(name, shared);
  }
  shared.listeners.add(listener);
  if (shared.known !== undefined) {
    listener.show(shared.known);
  }
  return {
    soon: shared.poll.soon,
    end() {
      shared.listeners.delete(listener);
      if (shared.listeners.size === 0) {
        shared.poll.end();
        open.delete(name);
      }
    },
  };
}

// The number of a quantity, or undefined.
export function valueOf(quantities, name) {
  const value = quantities?.[name]?.value;
  return typeof value === 'number' ? value : undefined;
}
