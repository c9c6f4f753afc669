/**
 * Scans of M-Bus lines as a service, for consoles and REST: started, watched and broken off by hand, never by a reading.
 */
@Export
@Version("2.0.0")
package org.metergate.driver.mbus.scan;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
