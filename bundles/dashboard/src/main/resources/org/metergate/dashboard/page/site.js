// What the meters said last, and what is wrong with them, as the live feed tells it.

export const meters = new Map();
export const openFindings = new Map(); // by id, those that nobody acknowledged yet, a thousand at most
const listeners = new Set();
const newsListeners = new Set();
const MOST_FINDINGS = 1000;

// The listener gets each update, also without channels when a meter came or went, or null when everything may be different;
// the answer ends that.
export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// The listener gets each message that is no reading: { type: 'finding', finding }, { type: 'changed', kind, meter },
// and { type: 'snapshot' } when any of them may have been missed.
export function onNews(listener) {
  newsListeners.add(listener);
  return () => newsListeners.delete(listener);
}

function tell(update) {
  listeners.forEach((one) => one(update));
}

// As a person sorts names: P2 before P10.
const names = new Intl.Collator('en', { numeric: true });
export function byName(a, b) {
  return names.compare(a.name, b.name);
}

export function keepFinding(finding) {
  openFindings.delete(finding.id);
  if (!finding.acknowledged) {
    openFindings.set(finding.id, finding);
    if (openFindings.size > MOST_FINDINGS) {
      openFindings.delete(openFindings.keys().next().value);
    }
  }
}

function unheard(name) {
  return { name, channels: [], seen: null, interval: null, patience: 180 };
}

function merge(update) {
  const known = meters.get(update.name) ?? unheard(update.name);
  const places = new Map(known.channels.map((one, i) => [one.name, i]));
  let more = false;
  for (const one of update.channels) {
    if (places.has(one.name)) {
      known.channels[places.get(one.name)] = one;
    } else {
      known.channels.push(one);
      more = true;
    }
  }
  if (more) {
    known.channels.sort(byName);
  }
  known.interval = update.interval;
  known.patience = update.patience;
  known.seen = new Date().toISOString();
  meters.set(update.name, known);
}

export function receive(message) {
  if (message.type === 'snapshot') {
    meters.clear();
    (message.meters ?? []).forEach((one) => { one.channels.sort(byName); meters.set(one.name, one); });
    openFindings.clear();
    [...(message.findings ?? [])].reverse().forEach(keepFinding);
    tell(null);
  } else if (message.type === 'update') {
    message.meters.forEach((update) => { merge(update); tell(update); });
    return;
  } else if (message.type === 'made' || message.type === 'deleted') {
    if (message.type === 'deleted') {
      meters.delete(message.meter);
    } else if (!meters.has(message.meter)) {
      meters.set(message.meter, unheard(message.meter));
    }
    tell({ name: message.meter, channels: [] });
    return;
  } else if (message.type === 'finding') {
    keepFinding(message.finding);
  }
  newsListeners.forEach((one) => one(message));
}

export function stateOf(meter) {
  if (!meter.seen) {
    return 'NEW';
  }
  if (Date.now() - new Date(meter.seen) > meter.patience * 1000) {
    return 'STALE';
  }
  const failed = meter.channels.filter((one) => one.error).length;
  return failed === 0 ? 'OK' : failed === meter.channels.length ? 'FAILED' : 'PARTLY';
}

// Why it is not all well: the first channel that failed, and what it said.
export function reasonOf(meter) {
  return meter.channels.find((one) => one.error);
}

// The figure that says most about a meter: power before energy before anything with a unit.
export function figure(meter) {
  const units = ['W', 'kW', 'Wh', 'kWh', 'm³', 'm3'];
  let best;
  let rank = Infinity;
  for (const one of meter.channels) {
    if (typeof one.value === 'number') {
      const place = units.indexOf(one.unit);
      const of = place >= 0 ? place * 1000 + one.name.length : one.unit ? 1e6 : 1e7;
      if (of < rank) {
        best = one;
        rank = of;
      }
    }
  }
  return best;
}
