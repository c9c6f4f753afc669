// The course of each meter's figure over the last hour, a mean a minute: what came since the page is open, and of those that
// are looked at what came before.

import * as api from './api.js';
import { figure, meters, onChange } from './site.js';

const MINUTES = 60;
const AT_ONCE = 2;
const courses = new Map(); // by meter
const queue = [];
let running = 0;

function minuteOf(at) {
  return Math.floor(at / 60000);
}

function course(name, channel) {
  let known = courses.get(name);
  if (!known || known.channel !== channel) {
    known = { channel, first: 0, means: [], count: 0, asked: false };
    courses.set(name, known);
  }
  return known;
}

// means[i] belongs to the minute first + i; minutes without a number are null.
function add(of, minute, value) {
  if (of.means.length === 0) {
    of.first = minute;
  }
  const last = of.first + of.means.length - 1;
  if (minute < last) {
    return;
  }
  if (minute - last >= MINUTES) {
    of.means = [];
    of.first = minute;
  }
  while (of.first + of.means.length <= minute) {
    of.means.push(null);
    of.count = 0;
  }
  of.count++;
  const i = of.means.length - 1;
  of.means[i] = of.means[i] === null ? value : of.means[i] + (value - of.means[i]) / of.count;
  const excess = of.means.length - MINUTES;
  if (excess > 0) {
    of.means.splice(0, excess);
    of.first += excess;
  }
}

onChange((update) => {
  if (update === null) {
    [...courses.keys()].filter((name) => !meters.has(name)).forEach((name) => courses.delete(name));
    courses.forEach((one) => { one.asked = false; }); // what was missed
    return;
  }
  if (!meters.has(update.name)) {
    courses.delete(update.name);
    return;
  }
  const shown = figure(meters.get(update.name));
  if (shown) {
    const fresh = update.channels.find((one) => one.name === shown.name);
    if (typeof fresh?.value === 'number') {
      add(course(update.name, shown.name), minuteOf(new Date(fresh.time)), fresh.value);
    }
  }
});

async function next() {
  if (running >= AT_ONCE || queue.length === 0) {
    return;
  }
  running++;
  const { name, channel, done } = queue.shift();
  try {
    const from = new Date(Date.now() - MINUTES * 60000).toISOString();
    const found = await api.get(`/meters/${encodeURIComponent(name)}/channels/${encodeURIComponent(channel)}/history?step=PT1M&from=${from}`);
    const since = course(name, channel);
    const whole = { channel, first: 0, means: [], count: 0, asked: true };
    found.times.forEach((at, i) => add(whole, minuteOf(at * 1000), found.values[i]));
    since.means.forEach((value, i) => {
      if (value !== null && since.first + i > whole.first + whole.means.length - 1) {
        add(whole, since.first + i, value);
      }
    });
    whole.count = Math.max(whole.count, since.count);
    courses.set(name, whole);
    done();
  } catch {
    // the course begins with what comes from now on
  } finally {
    running--;
    // Two a second: requests are counted, and others need some.
    setTimeout(next, 250);
  }
}

// Asks for what came before, once; done() is called when it is there.
export function want(name, done) {
  const shown = meters.has(name) && figure(meters.get(name));
  if (!shown) {
    return;
  }
  const of = course(name, shown.name);
  if (!of.asked) {
    of.asked = true;
    queue.push({ name, channel: shown.name, done });
    next();
  }
}

// Nobody looks any more.
export function forget() {
  queue.splice(0).forEach((one) => { course(one.name, one.channel).asked = false; });
}

// The path of a line in a box of 60 by 20, broken where a minute has no number; empty if there is less than a line.
export function path(name) {
  const of = courses.get(name);
  const known = of?.means.filter((one) => one !== null) ?? [];
  if (known.length < 2) {
    return '';
  }
  const least = Math.min(...known);
  const span = Math.max(...known) - least || 1;
  const begin = minuteOf(Date.now()) - MINUTES + 1;
  let drawing = '';
  let holes = Infinity;
  of.means.forEach((value, i) => {
    const x = of.first + i - begin;
    if (value === null || x < 0) {
      holes++;
      return;
    }
    // A meter that is read every few minutes has no number in most: three make a hole, or what is usual between two.
    drawing += `${holes > of.means.length / known.length * 2 + 2 ? 'M' : 'L'}${x} ${(18 - 16 * (value - least) / span).toFixed(1)}`;
    holes = 0;
  });
  return drawing;
}
