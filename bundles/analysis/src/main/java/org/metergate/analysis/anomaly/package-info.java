/**
 * How unusual each value of a series is, judged as it streams by: one pass, bounded memory, nothing to set.
 *
 * <p>{@link org.metergate.analysis.anomaly.AnomalyDetector} gives a score; what happened, and what to check, is the matter
 * of {@code org.metergate.analysis.finding}.
 */
@Export
@Version("1.0.0")
package org.metergate.analysis.anomaly;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
