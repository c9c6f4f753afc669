// Who may log in, with which role. A password that is made is shown once, here and nowhere else.

import * as api from '../api.js';
import { element, select, told } from '../dom.js';
import { learn, word } from '../words.js';

learn({
  en: {
    users: 'Users', usersRole: 'Role', usersRoleOf: 'Role of {0}', usersState: 'Password', usersFresh: 'was made, not changed yet', usersOwn: 'their own',
    usersReset: 'New password', usersResetOf: 'New password for {0}', usersDelete: 'Delete', usersDeleteOf: 'Delete {0}', usersSureReset: 'Make a new password for {0}? The present one is worth nothing then.',
    usersSureDelete: 'Delete {0}?', usersName: 'Name of a new user', usersAdd: 'Add', usersTold: 'Password of {0}, shown this once: {1}',
    usersDone: 'Done: {0}.',
  },
  fr: {
    users: 'Utilisateurs', usersRole: 'Rôle', usersRoleOf: 'Rôle de {0}', usersState: 'Mot de passe', usersFresh: 'créé, pas encore changé', usersOwn: 'personnel',
    usersReset: 'Nouveau mot de passe', usersResetOf: 'Nouveau mot de passe pour {0}', usersDelete: 'Supprimer', usersDeleteOf: 'Supprimer {0}', usersSureReset: 'Créer un nouveau mot de passe pour {0} ? L’actuel ne vaudra plus rien.',
    usersSureDelete: 'Supprimer {0} ?', usersName: 'Nom du nouvel utilisateur', usersAdd: 'Ajouter', usersTold: 'Mot de passe de {0}, affiché cette seule fois : {1}',
    usersDone: 'Fait : {0}.',
  },
});

const ROLES = ['reader', 'operator', 'administrator'];

function roles(attributes, present) {
  return select(attributes, ROLES.map((one) => [one, word(`role${one}`)]), present);
}

// Calls changed after each change.
export function usersPart(changed) {
  const body = element('tbody');
  const said = element('p', { role: 'status', id: 'users-said' });
  const error = element('p', { class: 'error', role: 'alert' });

  async function attempt(act) {
    said.textContent = '';
    error.textContent = '';
    try {
      said.textContent = await act() ?? '';
      changed();
    } catch (e) {
      error.textContent = told(e);
    }
    await refresh();
  }

  function row(user) {
    const path = `/users/${encodeURIComponent(user.name)}`;
    const role = roles({ 'aria-label': word('usersRoleOf', user.name), onchange: () => attempt(async () => {
      await api.ask('PUT', `${path}/role`, { role: role.value });
      return word('usersDone', `${user.name}, ${word(`role${role.value}`)}`);
    }) }, user.role);
    return element('tr', {}, element('th', { scope: 'row' }, user.name), element('td', {}, role),
      element('td', {}, word(user.mustChange ? 'usersFresh' : 'usersOwn')),
      element('td', {}, element('button', { type: 'button', 'aria-label': word('usersResetOf', user.name),
        onclick: () => confirm(word('usersSureReset', user.name)) && attempt(async () => {
          const { password } = await (await api.ask('POST', `${path}/password`)).json();
          return word('usersTold', user.name, password);
        }) }, word('usersReset'))),
      element('td', {}, element('button', { type: 'button', 'aria-label': word('usersDeleteOf', user.name),
        onclick: () => confirm(word('usersSureDelete', user.name)) && attempt(async () => {
          await api.ask('DELETE', path);
          return word('usersDone', word('usersDeleteOf', user.name));
        }) }, word('usersDelete'))));
  }

  async function refresh() {
    try {
      const { users } = await api.get('/users');
      body.replaceChildren(...users.map(row));
    } catch (e) {
      error.textContent = told(e);
    }
  }

  const name = element('input', { id: 'users-name', required: true, maxlength: 64, pattern: '[A-Za-z0-9._@\\-]+', autocomplete: 'off' });
  const role = roles({ id: 'users-role' }, 'reader');
  const form = element('form', { class: 'row', onsubmit: (event) => {
    event.preventDefault();
    attempt(async () => {
      const { password } = await (await api.ask('POST', '/users', { name: name.value, role: role.value })).json();
      const text = word('usersTold', name.value, password);
      form.reset();
      return text;
    });
  } },
  element('label', { for: name.id }, word('usersName'), ' ', name),
  element('label', { for: role.id }, word('usersRole'), ' ', role),
  element('button', { type: 'submit' }, word('usersAdd')));
  refresh();
  return element('section', { id: 'users' }, element('h2', {}, word('users')),
    element('div', { class: 'table' }, element('table', {}, element('thead', {}, element('tr', {},
      ...['user', 'usersRole', 'usersState'].map((one) => element('th', { scope: 'col' }, word(one))),
      element('td', { colspan: 2 }))), body)), form, said, error);
}
