/**
 * Scans of DLMS meters as a service, for consoles and REST: which objects a meter offers to its driver, as channels that
 * can be made of them.
 */
@Export
@Version("2.0.0")
package org.metergate.driver.dlms.scan;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
