// Who may go on: log in, and choose a password of one's own.

import * as api from '../api.js';
import { element, told } from '../dom.js';
import { word } from '../words.js';

function gate(main, title, why, fields, act) {
  const error = element('p', { class: 'error', role: 'alert' });
  const inputs = fields.map(([name, type, complete]) => element('input', {
    name, type, autocomplete: complete, required: true, id: `field-${name}` }));
  const form = element('form', { class: 'gate', onsubmit: async (event) => {
    event.preventDefault();
    error.textContent = '';
    try {
      await act(...inputs.map((one) => one.value));
    } catch (e) {
      error.textContent = told(e);
      inputs[inputs.length - 1].focus();
    }
  } },
  element('h1', {}, title),
  ...(why ? [element('p', {}, why)] : []),
  ...inputs.map((one, i) => element('label', { for: one.id }, word(fields[i][0]), one)),
  error,
  element('button', { class: 'main', type: 'submit' }, title));
  main.replaceChildren(form);
  inputs[0].focus();
}

// Calls done once logged in.
export function loginView(main, done) {
  gate(main, word('login'), word('firstUser'),
    [['user', 'text', 'username'], ['password', 'password', 'current-password']],
    async (user, password) => {
      await api.login(user, password);
      done();
    });
}

export function changeView(main, done) {
  gate(main, word('change'), word('changeWhy'),
    [['present', 'password', 'current-password'], ['wanted', 'password', 'new-password']],
    async (present, wanted) => {
      await api.changePassword(present, wanted);
      done();
    });
}
