/**
 * Meters as rows of a table, healthy or with one named fault: what a gateway that reads every quarter of an hour would have
 * written down. Shares no code with what looks for the faults.
 */
@Export
@Version("1.0.0")
package org.metergate.emulator.meters.faults;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
