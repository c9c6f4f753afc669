// Amounts as an engineer writes them: with a prefix and four digits; durations in the largest units that say something.

import { locale, spoken } from './words.js';

const PREFIXED = new Set(['W', 'VA', 'var', 'Wh', 'VAh', 'varh', 'V', 'A']);
const STEPS = [[1e9, 'G'], [1e6, 'M'], [1e3, 'k']];
const formats = new Map();

function digits(value, least, most) {
  const key = `${locale()} ${least} ${most}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.NumberFormat(locale(), { minimumSignificantDigits: least, maximumSignificantDigits: most }));
  }
  return formats.get(key).format(value);
}

// What values of a unit are divided by so that the greatest is easy to read, and the unit of the result.
export function scaleOf(greatest, unit) {
  const step = PREFIXED.has(unit) ? STEPS.find(([least]) => Math.abs(greatest) >= least) : undefined;
  return step ? { by: step[0], unit: step[1] + unit } : { by: 1, unit };
}

// The same in the unit without its prefix: 3.2 kW is 3200 W.
export function base(value, unit) {
  const [by, prefix] = STEPS.find(([, one]) => unit.startsWith(one) && PREFIXED.has(unit.slice(1))) ?? [1, ''];
  return { value: value * by, unit: unit.slice(prefix.length) };
}

// As many digits as it has, up to four.
export function short(value) {
  return digits(value, 1, 4);
}

// 3211.4 W is 3.211 kW: always four digits, so that what changes does not jump.
export function amount(value, unit = '') {
  if (typeof value !== 'number') {
    return '–';
  }
  const scale = scaleOf(value, unit);
  return `${Math.abs(value) < 1e-6 ? '0' : digits(value / scale.by, 4, 4)}\u202f${scale.unit}`.trim();
}

// What is an estimate: three digits at most.
export function about(value, unit) {
  const scale = scaleOf(value, unit);
  return `${digits(value / scale.by, 1, 3)}\u202f${scale.unit}`;
}

export function percent(value) {
  return typeof value === 'number' ? `${digits(value, 1, 3)}\u202f%` : '–';
}

export function money(value, currency) {
  return new Intl.NumberFormat(locale(), { style: 'currency', currency }).format(value);
}

// Seconds as 1 d 6 h, 50 min 42 s: the two largest units.
export function period(seconds) {
  const day = spoken() === 'fr' ? 'j' : 'd';
  const parts = [];
  let left = Math.round(seconds);
  for (const [size, unit] of [[86400, day], [3600, 'h'], [60, 'min'], [1, 's']]) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) {
      parts.push(`${count}\u202f${unit}`);
    } else if (parts.length) {
      break;
    }
    if (parts.length === 2) {
      break;
    }
  }
  return parts.join(' ') || `0\u202fs`;
}
