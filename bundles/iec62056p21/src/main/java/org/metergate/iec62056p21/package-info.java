/**
 * IEC 62056-21, data exchange with a meter over its optical port, and the DSMR P1 telegram that grew out of it.
 *
 * <p>Codecs and a session; no configuration, no thread.
 */
@Export
@Version("1.0.0")
package org.metergate.iec62056p21;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
