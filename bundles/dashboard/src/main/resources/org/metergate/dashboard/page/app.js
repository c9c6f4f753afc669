// The page: who may see it, and which view is shown where. A view is a function (main, ...parts of its address) that fills
// <main> and returns what must be done when it is left.

import * as api from './api.js';
import { element } from './dom.js';
import { meters, onNews, openFindings, receive } from './site.js';
import { decodeView } from './views/decode.js';
import { findingsView } from './views/findings.js';
import { changeView, loginView } from './views/gate.js';
import { lineView, linesView } from './views/lines.js';
import { meterView } from './views/meter.js';
import { overview } from './views/overview.js';
import { settingsView } from './views/settings.js';
import { tariffsView } from './views/tariffs.js';
import { wizard } from './views/wizard.js';
import { speak, spoken, word } from './words.js';

const VIEWS = [
  [/^#\/meters\/(.+)$/, meterView],
  [/^#\/findings$/, findingsView],
  [/^#\/tariffs$/, tariffsView],
  [/^#\/lines$/, linesView],
  [/^#\/lines\/(.+)$/, lineView],
  [/^#\/decode$/, decodeView],
  [/^#\/decode\/([0-9A-F]+)$/, decodeView],
  [/^#\/settings$/, settingsView],
  [/^#\/wizard$/, wizard],
  [/^/, overview],
];

// What the top of the page leads to: address, word, and the least role that may go there.
const PLACES = [
  ['#/', 'meters', 'reader'],
  ['#/findings', 'findings', 'reader'],
  ['#/lines', 'lines.lines', 'reader'],
  ['#/wizard', 'wizard', 'operator'],
  ['#/decode', 'decode.decode', 'operator'],
  ['#/tariffs', 'tariffs', 'administrator'],
  ['#/settings', 'settings', 'reader'],
];

const ROLES = ['reader', 'operator', 'administrator'];
const main = document.getElementById('main');
const link = document.getElementById('link');
const places = document.getElementById('places');
const count = element('span', { class: 'count' }); // of findings that nobody acknowledged yet
let leave = () => {};
let feed = null;

function showPlaces(role) {
  const open = PLACES.filter(([, , least]) => ROLES.indexOf(role) >= ROLES.indexOf(least));
  places.replaceChildren(...open.map(([address, name]) => element('a', {
    href: address, 'aria-current': (location.hash || '#/') === address ? 'page' : undefined }, word(name), name === 'findings' ? count : '')));
  places.hidden = open.length < 2;
}

function show() {
  leave();
  leave = () => {};
  const who = api.who();
  document.getElementById('logout').hidden = !who;
  showPlaces(who && !who.mustChange ? who.role : '');
  if (!who) {
    loginView(main, begin);
  } else if (who.mustChange) {
    changeView(main, begin);
  } else {
    const [address, view] = VIEWS.find(([pattern]) => pattern.test(location.hash));
    leave = view(main, ...location.hash.match(address).slice(1).map(decodeURIComponent));
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
onNews(() => { count.textContent = openFindings.size || ''; });
window.addEventListener('hashchange', () => { show(); main.focus({ preventScroll: true }); window.scrollTo(0, 0); });
speak(spoken());
api.renew().then(begin).catch(show);
