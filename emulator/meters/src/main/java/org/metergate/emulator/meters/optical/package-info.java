/** An emulated electricity meter with an optical port, IEC 62056-21 mode C. */
@Export
@Version("1.0.0")
package org.metergate.emulator.meters.optical;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
