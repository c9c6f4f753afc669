/**
 * Periods in series: a fast Fourier transform, the Lomb-Scargle periodogram, and cycles told from noise and calendar.
 */
@Export
@Version("1.0.0")
package org.metergate.analysis.spectrum;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
