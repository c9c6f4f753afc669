/**
 * The electricity of one moment: every figure that follows from what a meter gave, by which formula, and where what it
 * gave contradicts itself.
 *
 * <p>Signs are those of IEC 62053-23, formulas those of IEEE 1459; apparent power of three phases comes as arithmetic and
 * as vector apparent power, each by its name. Immutable throughout; any thread may call.
 */
@Export
@Version("1.0.0")
package org.metergate.analysis.electricity;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
