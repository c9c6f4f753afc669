// A pasted frame, and what it says or where it is wrong.

import * as api from '../api.js';
import { element, told } from '../dom.js';
import { vocabulary } from '../words.js';

const word = vocabulary('decode', {
  en: {
    decode: 'Decode',
    decodeTitle: 'Decode a frame',
    decodeWhy: 'Paste a frame as hexadecimal digits, or the text of a readout or telegram from its / on. Neither the frame nor the key is kept.',
    frame: 'Frame',
    kind: 'Kind',
    auto: 'find out',
    key: 'Key of the meter, if it is encrypted (hexadecimal)',
    decodedAs: { one: 'This is {0}, {1} byte, and as the standard wants it; checks that hold: {2}.',
      other: 'This is {0}, {1} bytes, and as the standard wants it; checks that hold: {2}.' },
    decodedBut: 'As {0} it is wrong at byte {1}: expected {2}, found {3}.',
    closedAs: { one: 'This is {0}, {1} byte, and encrypted: {2}.', other: 'This is {0}, {1} bytes, and encrypted: {2}.' },
    wrongKey: { one: 'This is {0}, {1} byte, and the key does not open it: expected {2}, found {3}.',
      other: 'This is {0}, {1} bytes, and the key does not open it: expected {2}, found {3}.' },
    holds: 'holds',
    fails: 'does not hold',
    untested: 'not tested',
    layer: 'Layer',
    field: 'Field',
    values: 'Values',
    name: 'Name',
    address: 'Address',
    note: 'Note',
    noValues: 'There are no values in it.',
    wrongByte: 'the first wrong byte',
    tried: 'Tried: {0}',
    fits: 'fits',
    fitsNot: 'does not fit',
    'kind.mbus': 'M-Bus',
    'kind.wmbus': 'wireless M-Bus',
    'kind.dlms': 'DLMS/COSEM',
    'kind.iec62056-21': 'IEC 62056-21 (optical port)',
    'kind.p1': 'P1 telegram',
    'kind.sml': 'SML',
  },
  fr: {
    decode: 'Décoder',
    decodeTitle: 'Décoder une trame',
    decodeWhy: 'Collez une trame en chiffres hexadécimaux, ou le texte d’un relevé ou d’un télégramme à partir de son /. Ni la trame ni la clé ne sont conservées.',
    frame: 'Trame',
    kind: 'Type',
    auto: 'à trouver',
    key: 'Clé du compteur, si la trame est chiffrée (hexadécimal)',
    decodedAs: { one: 'C’est : {0}, {1} octet, conforme à la norme ; contrôles justes : {2}.',
      other: 'C’est : {0}, {1} octets, conforme à la norme ; contrôles justes : {2}.' },
    decodedBut: 'Comme {0}, la trame est fausse à l’octet {1} : attendu {2}, trouvé {3}.',
    closedAs: { one: 'C’est : {0}, {1} octet, chiffrée : {2}.', other: 'C’est : {0}, {1} octets, chiffrée : {2}.' },
    wrongKey: { one: 'C’est : {0}, {1} octet, et la clé ne l’ouvre pas : attendu {2}, trouvé {3}.',
      other: 'C’est : {0}, {1} octets, et la clé ne l’ouvre pas : attendu {2}, trouvé {3}.' },
    holds: 'juste',
    fails: 'faux',
    untested: 'non contrôlé',
    layer: 'Couche',
    field: 'Champ',
    values: 'Valeurs',
    name: 'Nom',
    address: 'Adresse',
    note: 'Remarque',
    noValues: 'Elle ne contient pas de valeurs.',
    wrongByte: 'le premier octet faux',
    tried: 'Essayé : {0}',
    fits: 'convient',
    fitsNot: 'ne convient pas',
    'kind.mbus': 'M-Bus',
    'kind.wmbus': 'M-Bus sans fil',
    'kind.dlms': 'DLMS/COSEM',
    'kind.iec62056-21': 'CEI 62056-21 (port optique)',
    'kind.p1': 'télégramme P1',
    'kind.sml': 'SML',
  },
});

function kindName(kind) {
  const name = word(`kind.${kind}`);
  return name === `kind.${kind}` ? kind : name;
}

function summary(found) {
  const kind = kindName(found.kind);
  const fault = found.fault;
  if (!fault) {
    const held = found.layers.flatMap((layer) => layer.fields).filter((field) => field.check === 'HOLDS');
    return word('decodedAs', kind, found.length, held.length);
  }
  if (fault.kind === 'MALFORMED') {
    return word('decodedBut', kind, fault.offset, fault.expected, fault.found);
  }
  return fault.kind === 'ENCRYPTED'
    ? word('closedAs', kind, found.length, fault.found)
    : word('wrongKey', kind, found.length, fault.expected, fault.found);
}

function bytes(found) {
  const all = found.bytes.split(' ');
  const at = found.fault?.offset ?? -1;
  if (at < 0 || at >= all.length) {
    return element('p', { class: 'frame' }, found.bytes);
  }
  return element('p', { class: 'frame' }, `${all.slice(0, at).join(' ')} `,
    element('mark', { title: word('wrongByte') }, all[at]), ` ${all.slice(at + 1).join(' ')}`);
}

function table(heads, rows) {
  return element('div', { class: 'table' }, element('table', {},
    element('thead', {}, element('tr', {}, ...heads.map((one) => element('th', { scope: 'col' }, one)))),
    element('tbody', {}, ...rows.map(([look, ...cells]) => element('tr', { class: look },
      ...cells.map((one) => element('td', {}, one)))))));
}

function check(field) {
  return field.check === 'NONE' ? '' : `${field.check === 'HOLDS' ? '✓' : field.check === 'FAILS' ? '✗' : '?'} ${word(field.check.toLowerCase())}`;
}

function layers(found) {
  return table([word('layer'), word('field'), word('value'), ''], found.layers.flatMap((layer) => layer.fields.map((field, i) => [
    field.check === 'FAILS' ? 'bad' : '', i ? '' : element('span', { title: layer.standard }, layer.name),
    field.name, element('span', { class: 'frame' }, field.value), check(field)])));
}

function values(found) {
  return table([word('name'), word('address'), word('value'), word('note')], found.values.map((one) => [
    one.quality === 'GOOD' ? '' : 'bad', one.name || one.address, one.name ? one.address : '',
    `${one.value} ${one.unit}`.trim(), one.note]));
}

export function decodeView(main, given = '') {
  const frame = element('textarea', { id: 'frame', rows: '6', spellcheck: 'false', required: true, class: 'frame' });
  frame.value = given.replaceAll(/(..)(?=.)/g, '$1 ');
  const kind = element('select', { id: 'kind' }, element('option', { value: 'auto' }, word('auto')));
  const key = element('input', { id: 'key', type: 'password', autocomplete: 'off', spellcheck: 'false' });
  const error = element('p', { class: 'error', role: 'alert' });
  const said = element('section', { 'aria-live': 'polite' });
  let ended = false;

  async function ask() {
    error.textContent = '';
    try {
      const body = { frame: frame.value, kind: kind.value };
      if (key.value.trim()) {
        body.key = key.value;
      }
      const found = await (await api.ask('POST', '/decodings', body)).json();
      if (!ended) {
        show(found);
      }
    } catch (e) {
      said.replaceChildren();
      error.textContent = told(e);
    }
  }

  function show(found) {
    said.replaceChildren(
      element('p', { class: found.fault ? 'error' : 'good' }, summary(found)),
      ...(found.fault ? [element('p', {}, found.fault.advice)] : []),
      bytes(found),
      ...(found.values.length ? [element('h2', {}, word('values')), values(found)]
        : found.fault ? [] : [element('p', {}, word('noValues'))]),
      ...(found.layers.length ? [element('h2', {}, word('layer')), layers(found)] : []),
      ...(found.tried.length > 1 ? [element('p', { class: 'soft' }, word('tried', found.tried.map((one) =>
        `${kindName(one.kind)} ${word(one.fits ? 'fits' : 'fitsNot')}`).join(', ')))] : []));
  }

  main.replaceChildren(
    element('h1', {}, word('decodeTitle')),
    element('p', { class: 'soft' }, word('decodeWhy')),
    element('form', { class: 'stack', onsubmit: (event) => { event.preventDefault(); ask(); } },
      element('label', { for: 'frame' }, word('frame'), frame),
      element('label', { for: 'kind' }, word('kind'), kind),
      element('label', { for: 'key' }, word('key'), key),
      element('button', { class: 'main', type: 'submit' }, word('decode'))),
    error, said);
  api.get('/decodings').then(({ kinds }) => kind.append(
    ...kinds.map((one) => element('option', { value: one }, kindName(one))))).catch((e) => { error.textContent = told(e); });
  if (given) {
    ask();
  }
  return () => { ended = true; key.value = ''; };
}
