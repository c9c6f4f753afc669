/**
 * What is wrong with a meter or behind it: named causes with the rows that show them and the check to make.
 *
 * <p>{@link org.metergate.analysis.finding.MeterWatch} takes the rows of one meter in the order they were read. Every
 * threshold is learnt from the meter itself.
 */
@Export
@Version("1.0.0")
package org.metergate.analysis.finding;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
