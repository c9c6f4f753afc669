// A part of the meter's page: what people wrote about the meter.

import * as api from '../api.js';
import { element, told } from '../dom.js';
import { learn, time, word } from '../words.js';

learn({
  en: { notes: 'Notes', noteNone: 'Nobody wrote anything yet.', noteNew: 'New note', noteAdd: 'Add', noteDelete: 'Delete', noteDeleteThis: 'Delete the note of {0}, {1}' },
  fr: { notes: 'Notes', noteNone: 'Personne n’a encore rien écrit.', noteNew: 'Nouvelle note', noteAdd: 'Ajouter', noteDelete: 'Supprimer', noteDeleteThis: 'Supprimer la note de {0}, {1}' },
});

export function notes(place, name) {
  const path = `/meters/${encodeURIComponent(name)}/notes`;
  const list = element('ul', { class: 'notes' });
  const status = element('p', { class: 'soft', role: 'status' });
  const error = element('p', { class: 'error', role: 'alert' });
  const text = element('textarea', { id: 'new-note', maxlength: 2000, rows: 2, required: true });
  const title = element('h2', { tabindex: -1 }, word('notes'));
  const mayWrite = api.who()?.role !== 'reader';
  place.classList.add('notebook');
  place.append(title, status, list, ...(mayWrite ? [element('form', { class: 'row', onsubmit: (event) => { event.preventDefault(); add(); } },
    element('label', { for: text.id }, word('noteNew'), text), element('button', { type: 'submit' }, word('noteAdd')))] : []), error);

  function item(one) {
    const shown = element('li', {}, element('p', { class: 'words' }, one.text),
      element('span', { class: 'soft' }, `${one.author}, ${time(one.time)}`),
      ...(mayWrite ? [' ', element('button', { type: 'button', 'aria-label': word('noteDeleteThis', one.author, time(one.time)),
        onclick: () => attempt(async () => {
          await api.ask('DELETE', `${path}/${encodeURIComponent(one.id)}`);
          shown.remove();
          tell();
          title.focus();
        }) }, word('noteDelete'))] : []));
    return shown;
  }

  function tell() {
    status.textContent = list.children.length ? '' : word('noteNone');
  }

  async function attempt(what) {
    try {
      error.textContent = '';
      await what();
    } catch (e) {
      error.textContent = told(e);
    }
  }

  const add = () => attempt(async () => {
    const made = await (await api.ask('POST', path, { text: text.value })).json();
    text.value = '';
    list.prepend(item(made));
    tell();
    text.focus();
  });

  let asked = false;
  return {
    update() {
      if (!asked) {
        asked = true;
        attempt(async () => {
          list.replaceChildren(...(await api.get(path)).notes.map(item));
          tell();
        });
      }
    },
    end() {},
  };
}
