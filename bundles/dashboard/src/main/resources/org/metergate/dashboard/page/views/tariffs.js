// What energy costs: prices by register and hours.

import * as api from '../api.js';
import { element, told } from '../dom.js';
import { meters } from '../site.js';
import { learn, word } from '../words.js';

learn({
  en: {
    tariffs: 'Tariffs', tariffsWhy: 'Energy of every meter that has the register is paid by these prices; a negative price is paid to you. Without hours a tariff holds the whole day.',
    tariffCurrency: 'Currency', tariffZone: 'Time zone', tariffName: 'Name', tariffPrice: 'Price of a kWh', tariffRegister: 'Register', tariffHours: 'Hours, such as 22:30-06:30',
    tariffRemove: 'Remove', tariffRemoveThis: 'Remove tariff {0}', tariffAdd: 'Add a tariff', tariffSaved: 'Saved.',
  },
  fr: {
    tariffs: 'Tarifs', tariffsWhy: 'L’énergie de chaque compteur qui possède le registre est comptée à ces prix ; un prix négatif vous est versé. Sans horaires, un tarif vaut toute la journée.',
    tariffCurrency: 'Monnaie', tariffZone: 'Fuseau horaire', tariffName: 'Nom', tariffPrice: 'Prix du kWh', tariffRegister: 'Registre', tariffHours: 'Horaires, par exemple 22:30-06:30',
    tariffRemove: 'Retirer', tariffRemoveThis: 'Retirer le tarif {0}', tariffAdd: 'Ajouter un tarif', tariffSaved: 'Enregistré.',
  },
});

const FIELDS = [
  ['name', 'tariffName', { type: 'text', maxlength: 40, required: true }],
  ['price', 'tariffPrice', { type: 'number', step: 'any', min: -1000, max: 1000, required: true }],
  ['register', 'tariffRegister', { type: 'text', maxlength: 200, required: true, list: 'registers' }],
  ['hours', 'tariffHours', { type: 'text', maxlength: 200 }],
];

// Counters of the meters, as the gateway names them: of a counter and its total, the counter.
function registers() {
  const found = new Set();
  meters.forEach((meter) => meter.channels.filter((one) => /^[kMG]?Wh$/.test(one.unit) && !one.name.endsWith('.interval'))
    .forEach((one) => found.add(one.name.replace(/\.total$/, ''))));
  return [...found].sort();
}

export function tariffsView(main) {
  const error = element('p', { class: 'error', role: 'alert', id: 'tariff-error' });
  const status = element('p', { class: 'soft', role: 'status' });
  const currency = element('input', { id: 'currency', maxlength: 3, size: 4, autocomplete: 'off' });
  const zone = element('input', { id: 'zone', maxlength: 40, autocomplete: 'off' });
  const rows = element('div', { class: 'tariffs' });
  const adding = element('button', { type: 'button', id: 'add-tariff', onclick: () => add({}).querySelector('input').focus() }, word('tariffAdd'));
  main.replaceChildren(element('h1', {}, word('tariffs')), element('p', { class: 'soft' }, word('tariffsWhy')),
    element('form', { onsubmit: (event) => { event.preventDefault(); save(); } },
      element('div', { class: 'row' }, element('label', { for: 'currency' }, word('tariffCurrency'), ' ', currency),
        element('label', { for: 'zone' }, word('tariffZone'), ' ', zone)),
      element('datalist', { id: 'registers' }, ...registers().map((one) => element('option', { value: one }))),
      rows, element('div', { class: 'row' }, adding, element('button', { class: 'main', type: 'submit' }, word('save'))),
      error, status));
  let made = 0;

  function add(tariff) {
    const number = ++made;
    const row = element('fieldset', { class: 'row' }, ...FIELDS.map(([field, label, attributes]) => {
      const input = element('input', { ...attributes, id: `tariff-${number}-${field}`, 'data-field': field, autocomplete: 'off' });
      input.value = tariff[field] ?? '';
      return element('label', { for: input.id }, word(label), input);
    }), element('button', { type: 'button', 'aria-label': word('tariffRemoveThis', tariff.name ?? number),
      onclick: () => { row.remove(); adding.focus(); } }, word('tariffRemove')));
    rows.append(row);
    return row;
  }

  function tariff(row) {
    const value = (field) => row.querySelector(`[data-field=${field}]`).value.trim();
    return { name: value('name'), price: Number(value('price')), register: value('register'), hours: value('hours') };
  }

  // The gateway names the field that is wrong: tariffs[1].price, "zone".
  function wrong(detail) {
    const inRow = detail.match(/^tariffs\[(\d+)\]\.(\w+)/);
    const alone = detail.match(/^"(currency|zone)"/);
    return inRow ? rows.children[inRow[1]]?.querySelector(`[data-field=${inRow[2]}]`)
      : alone ? document.getElementById(alone[1]) : null;
  }

  function show(tariffs) {
    currency.value = tariffs.currency;
    zone.value = tariffs.zone;
    rows.replaceChildren();
    tariffs.tariffs.forEach(add);
  }

  async function save() {
    error.textContent = '';
    status.textContent = '';
    main.querySelectorAll('[aria-invalid]').forEach((one) => one.removeAttribute('aria-invalid'));
    try {
      const body = { currency: currency.value.trim().toUpperCase(), zone: zone.value.trim(), tariffs: [...rows.children].map(tariff) };
      show(await (await api.ask('PUT', '/tariffs', body)).json());
      status.textContent = word('tariffSaved');
    } catch (e) {
      error.textContent = told(e);
      const field = wrong(e.message ?? '');
      field?.setAttribute('aria-invalid', 'true');
      field?.setAttribute('aria-describedby', error.id);
      field?.focus();
    }
  }

  api.get('/tariffs').then((found) => {
    show(found);
    if (!found.tariffs.length && found.zone === 'UTC') {
      zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone; // where the page is read, most meters are
    }
  }).catch((e) => { error.textContent = told(e); });
  return () => {};
}
