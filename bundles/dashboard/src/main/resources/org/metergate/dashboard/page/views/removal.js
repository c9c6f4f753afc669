// A part of the meter's page, for administrators: deletes the meter.

import * as api from '../api.js';
import { element, told } from '../dom.js';
import { meters } from '../site.js';
import { word } from '../words.js';
import './wizardwords.js';

export function removal(place, name) {
  if (api.who()?.role === 'administrator') {
    const forget = element('input', { type: 'checkbox', id: 'forget' });
    const error = element('p', { class: 'error', role: 'alert' });
    const button = element('button', { type: 'button', id: 'remove', onclick: async () => {
      button.disabled = true;
      try {
        await api.ask('DELETE', `/meters/${encodeURIComponent(name)}?history=${forget.checked ? 'forget' : 'keep'}`);
        meters.delete(name);
        location.hash = '#/';
      } catch (e) {
        error.textContent = told(e);
        button.disabled = false;
      }
    } }, word('removeNow', name));
    place.append(element('details', { class: 'below' }, element('summary', {}, word('remove')),
      element('p', { class: 'soft' }, word('removeWhy')),
      element('label', { class: 'tick' }, forget, ' ', word('forgetHistory')),
      element('div', { class: 'row' }, button), error));
  }
  return { update() {}, end() {} };
}
