/** What can be told of the MQTT connection under a cloud endpoint: its configuration, and why it does not come up. */
@Export
@Version("1.0.0")
package org.metergate.publisher.outbox.connection;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
