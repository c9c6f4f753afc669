/**
 * Scans of lines as a service, the same for every kind of meter: which meters are there, and which driver settings and
 * channels would read them. For consoles and REST: started, watched and broken off by hand, never by a reading.
 */
@Export
@Version("1.0.0")
package org.metergate.driver.channels.scan;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
