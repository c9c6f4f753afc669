// Asks the gateway for something again and again, never twice at once, and not while nobody looks.

import * as api from './api.js';

// path() tells what to ask; show(answer) gets it, or null when there is no such thing; fail(error) what went wrong.
// The answer's soon() asks unless that was done less than `pause` ms ago, and then as soon as that is over.
export function poll(path, { pause, every, show, fail }) {
  let asked = 0;
  let busy = false;
  let again = false;
  let timer = 0;
  let ended = false;

  async function now() {
    clearTimeout(timer);
    timer = 0;
    if (ended || document.hidden) {
      return; // when it is looked at again
    }
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    asked = Date.now();
    try {
      const found = await api.get(path());
      if (!ended) {
        show(found);
      }
    } catch (e) {
      if (!ended && e.status === 404) {
        show(null);
      } else if (!ended) {
        fail(e);
      }
    } finally {
      busy = false;
      if (again) {
        again = false;
        soon();
      }
    }
  }

  function soon() {
    timer ||= setTimeout(now, Math.max(0, asked + pause - Date.now()));
  }

  const clock = every ? setInterval(soon, every) : 0;
  const looked = () => { if (!document.hidden) { soon(); } };
  document.addEventListener('visibilitychange', looked);
  return {
    now,
    soon,
    end() {
      ended = true;
      clearTimeout(timer);
      clearInterval(clock);
      document.removeEventListener('visibilitychange', looked);
    },
  };
}
