/**
 * A wired M-Bus with meters on it: a heat meter and a water meter of the building, and slaves that answer with frames
 * captured from real meters; or 32 meters of ten kinds. And a wireless receiver with meters that it hears.
 *
 * <p>Written from EN 13757-2 and EN 13757-3 alone, without the bundles that read it.
 */
@Export
@Version("1.0.0")
package org.metergate.emulator.meters.mbus;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
