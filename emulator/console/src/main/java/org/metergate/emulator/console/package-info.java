/** The web console, its password, and the package endpoints of Kura. */
@Export
@Version("1.0.0")
package org.metergate.emulator.console;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
