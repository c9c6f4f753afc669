// What the parts of a meter's page are made of: a panel that takes no room until it has something to show.

import { element, told } from '../dom.js';
import { word } from '../words.js';

export function panel(place, key, title, ...controls) {
  const heading = element('h2', { id: `part-${key}` }, title);
  const note = element('p', { class: 'note', role: 'status' });
  const body = element('div', { class: 'body' });
  place.classList.add('panel', key);
  place.setAttribute('aria-labelledby', heading.id);
  place.hidden = true;
  place.append(element('div', { class: 'head' }, heading, ...controls), note, body);
  return {
    body,
    heading,
    show(has) {
      if (place.hidden === has) {
        place.hidden = !has;
      }
    },
    note(text, bad = false) {
      if (note.textContent !== text) {
        note.textContent = text;
      }
      note.classList.toggle('error', bad);
    },
    // What went wrong is told where there is something that it concerns; the gateway's silence is told at the top.
    fail(e) {
      if (e.status !== 0) {
        this.note(told(e), true);
        place.hidden = false;
      }
    },
  };
}

// How serious a finding is, as a word of the style sheet.
export function gradeOf(severity) {
  return severity >= 0.7 ? 'high' : severity >= 0.4 ? 'middle' : 'low';
}

// A choice of one of several, as buttons that say which is pressed.
export function choice(label, options, chosen, choose) {
  const buttons = options.map(([value, text]) => element('button', {
    type: 'button', 'aria-pressed': String(value === chosen), onclick: () => {
      buttons.forEach((one, i) => one.setAttribute('aria-pressed', String(options[i][0] === value)));
      choose(value);
    } }, text));
  return element('div', { class: 'choice', role: 'group', 'aria-label': label }, ...buttons);
}

// The same figures as text, for who cannot see or wants to copy them. rows() is asked when it is opened.
export function asTable(caption, head, rows) {
  const place = element('div', { class: 'table' });
  const details = element('details', { ontoggle: () => fill() }, element('summary', {}, word('asTable')), place);
  function fill() {
    place.replaceChildren(...(details.open ? [element('table', {}, element('caption', { class: 'unseen' }, caption),
      element('thead', {}, element('tr', {}, ...head.map((one, i) => element('th', { scope: 'col', class: i ? 'value' : undefined }, one)))),
      element('tbody', {}, ...rows().map((row) => element('tr', {}, ...row.map((cell, i) => (
        i ? element('td', { class: 'value' }, cell) : element('th', { scope: 'row' }, cell)))))))] : []));
  }
  return { details, fill };
}
