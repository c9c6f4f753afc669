/**
 * Harmonics of waveforms as IEC 61000-4-7 has them: windows of 10 or 12 cycles, bins of 5 Hz, groups and subgroups.
 *
 * <p>A waveform is samples at a steady rate, many to a cycle. A register read once a second is none: it cannot show a
 * harmonic, and what is here refuses it.
 */
@Export
@Version("1.0.0")
package org.metergate.analysis.harmonics;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
