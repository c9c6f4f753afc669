/**
 * Pure maths on what meters measured: apparent power, power factors and their classes.
 *
 * <p>Signs are those of IEC 62053-23: active power is positive when taken from the grid, reactive power is positive when
 * the current lags the voltage (inductive). Formulas are those of IEEE 1459. No clock, no protocol, no gateway.
 */
@Export
@Version("1.0.0")
package org.metergate.analysis;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
