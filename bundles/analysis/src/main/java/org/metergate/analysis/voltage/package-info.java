/**
 * Voltage against EN 50160: the level of one reading, and the statistics of a week.
 *
 * <p>Of registers read now and then these are statistics of readings, not measurements of class A or S (IEC 61000-4-30);
 * a dip between two readings is not seen.
 */
@Export
@Version("1.0.0")
package org.metergate.analysis.voltage;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
