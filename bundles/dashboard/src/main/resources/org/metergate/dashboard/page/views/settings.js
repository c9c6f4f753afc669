// What a user may set: language and theme of this device, the own password and sessions; for administrators also the users,
// and what was done by whom.

import * as api from '../api.js';
import { element, select, told } from '../dom.js';
import { THEMES, theme, wear } from '../theme.js';
import { learn, speak, spoken, word } from '../words.js';
import { auditPart } from './audit.js';
import { usersPart } from './users.js';

learn({
  en: {
    settings: 'Settings', settingsDevice: 'This device', settingsTheme: 'Theme', themeauto: 'as the device', themelight: 'light',
    themedark: 'dark', settingsOwn: 'Your account', settingsWho: 'You are logged in as {0} ({1}).',
    rolereader: 'reader', roleoperator: 'operator', roleadministrator: 'administrator', settingsChange: 'Change the password',
    settingsChanged: 'The password is changed; you are logged out everywhere else.', settingsElsewhere: 'Log out everywhere else',
    settingsAlone: 'You are logged out everywhere else.',
  },
  fr: {
    settings: 'Réglages', settingsDevice: 'Cet appareil', settingsTheme: 'Thème', themeauto: 'comme l’appareil', themelight: 'clair',
    themedark: 'sombre', settingsOwn: 'Votre compte', settingsWho: 'Vous êtes connecté en tant que {0} ({1}).',
    rolereader: 'lecteur', roleoperator: 'opérateur', roleadministrator: 'administrateur', settingsChange: 'Changer le mot de passe',
    settingsChanged: 'Le mot de passe est changé ; vous êtes déconnecté partout ailleurs.',
    settingsElsewhere: 'Se déconnecter partout ailleurs', settingsAlone: 'Vous êtes déconnecté partout ailleurs.',
  },
});

function choice(id, name, options, present, chosen) {
  return element('label', { for: id }, word(name), ' ',
    select({ id, onchange: (event) => chosen(event.target.value) }, options, present));
}

function devicePart() {
  return element('section', {}, element('h2', {}, word('settingsDevice')),
    element('div', { class: 'row' },
      choice('settings-language', 'language', [['en', 'English', 'en'], ['fr', 'Français', 'fr']], spoken(), (wanted) => {
        speak(wanted);
        document.getElementById('language').value = wanted;
        window.dispatchEvent(new HashChangeEvent('hashchange'));
      }),
      choice('settings-theme', 'settingsTheme', THEMES.map((one) => [one, word(`theme${one}`)]), theme(), wear)));
}

function ownPart() {
  const said = element('p', { role: 'status' });
  const error = element('p', { class: 'error', role: 'alert' });
  const attempt = async (done, act) => {
    said.textContent = '';
    error.textContent = '';
    try {
      await act();
      said.textContent = word(done);
    } catch (e) {
      error.textContent = told(e);
    }
  };
  const present = element('input', { type: 'password', id: 'settings-present', autocomplete: 'current-password', required: true });
  const wanted = element('input', { type: 'password', id: 'settings-wanted', autocomplete: 'new-password', required: true, minlength: 10, maxlength: 200 });
  const form = element('form', { class: 'row', onsubmit: (event) => {
    event.preventDefault();
    attempt('settingsChanged', async () => {
      await api.changePassword(present.value, wanted.value);
      form.reset();
    });
  } },
  element('label', { for: present.id }, word('present'), ' ', present),
  element('label', { for: wanted.id }, word('wanted'), ' ', wanted),
  element('button', { type: 'submit' }, word('settingsChange')));
  const { user, role } = api.who();
  return element('section', {}, element('h2', {}, word('settingsOwn')),
    element('p', {}, word('settingsWho', user, word(`role${role}`))), form,
    element('p', {}, element('button', { type: 'button', id: 'elsewhere',
      onclick: () => attempt('settingsAlone', () => api.ask('DELETE', '/session/others')) }, word('settingsElsewhere'))),
    said, error);
}

export function settingsView(main) {
  main.replaceChildren(element('h1', {}, word('settings')), devicePart(), ownPart());
  if (api.who().role === 'administrator') {
    const audit = auditPart();
    main.append(usersPart(audit.refresh), audit.part);
  }
  return () => {};
}
