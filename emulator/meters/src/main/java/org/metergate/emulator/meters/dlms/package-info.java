/**
 * An electricity meter that speaks DLMS/COSEM over HDLC or the wrapper.
 *
 * <p>Written from IEC 62056-46, -47, -5-3 and -6-2 with the standards' own worked examples; shares nothing with the
 * bundle that reads meters.
 */
@Export
@Version("1.0.0")
package org.metergate.emulator.meters.dlms;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
