/**
 * IEC 62056-21, data exchange with a meter over its optical port; the P1 telegram that grew out of it; and SML, which
 * German meters push through the same port.
 *
 * <p>Codecs and sessions; no configuration, no thread.
 */
@Export
@Version("1.1.0")
package org.metergate.iec62056p21;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
