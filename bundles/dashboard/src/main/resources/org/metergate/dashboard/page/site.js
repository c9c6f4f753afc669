// What the meters said last, as the live feed tells it.

export const meters = new Map();
const listeners = new Set();

// The listener gets each update, or null when everything may be different; the answer ends that.
export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(update) {
  listeners.forEach((one) => one(update));
}

// As a person sorts names: P2 before P10.
function byName(a, b) {
  return a.name.localeCompare(b.name, 'en', { numeric: true });
}

export function receive(message) {
  if (message.type === 'snapshot') {
    meters.clear();
    message.meters.forEach((one) => meters.set(one.name, one));
    tell(null);
    return;
  }
  for (const update of message.meters) {
    const known = meters.get(update.name) ?? { name: update.name, channels: [], patience: 180 };
    const fresh = new Map(known.channels.map((one) => [one.name, one]));
    update.channels.forEach((one) => fresh.set(one.name, one));
    known.channels = [...fresh.values()].sort(byName);
    known.seen = new Date().toISOString();
    meters.set(update.name, known);
    tell(update);
  }
}

export function stateOf(meter) {
  if (Date.now() - new Date(meter.seen) > meter.patience * 1000) {
    return 'STALE';
  }
  const failed = meter.channels.filter((one) => one.error).length;
  return failed === 0 ? 'OK' : failed === meter.channels.length ? 'FAILED' : 'PARTLY';
}

// The figure that says most about a meter: power before energy before anything with a unit.
export function figure(meter) {
  const good = meter.channels.filter((one) => typeof one.value === 'number');
  const units = ['W', 'kW', 'Wh', 'kWh', 'm³', 'm3'];
  for (const unit of units) {
    const total = good.filter((one) => one.unit === unit).sort((a, b) => a.name.length - b.name.length)[0];
    if (total) {
      return total;
    }
  }
  return good.find((one) => one.unit) ?? good[0];
}
