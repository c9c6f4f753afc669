// Making elements, and telling failures.

import { word } from './words.js';

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      made.addEventListener(name.slice(2), value);
    } else if (name === 'style' && value !== undefined) {
      made.style.cssText = value; // the attribute is not allowed: the page has no style of its own
    } else if (value !== false && value !== undefined) {
      made.setAttribute(name, value === true ? '' : value);
    }
  }
  made.append(...children);
  return made;
}

// A choice among [value, text, language of the text].
export function select(attributes, options, present) {
  return element('select', attributes,
    ...options.map(([value, text, lang]) => element('option', { value, lang, selected: value === present }, text)));
}

export function told(e) {
  return word('failed', e.status === 0 ? word('unreachable') : e.message);
}
