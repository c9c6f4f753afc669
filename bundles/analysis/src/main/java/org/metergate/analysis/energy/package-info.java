/**
 * Energy out of counters: what was consumed between two readings, whatever happened to the counter meanwhile, and what
 * follows: demand, load factor, base load, tariffs, self-consumption.
 *
 * <p>Counters are in Wh, or in any unit that adds up (varh, m³) if powers are read as that unit an hour. What keeps state
 * gives it away as text and takes it back, so that a restart loses nothing.
 */
@Export
@Version("1.0.0")
package org.metergate.analysis.energy;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
