/** An MQTT broker inside the gateway, so that a first run needs nothing else. */
@Export
@Version("1.0.0")
package org.metergate.emulator.broker;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
