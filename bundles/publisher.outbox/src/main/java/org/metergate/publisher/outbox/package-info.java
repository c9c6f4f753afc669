/**
 * The durable outbox that publishers share, and what else they have in common: readings as they are published, the way from
 * wire records to them, JSON, the cloud endpoint that comes and goes.
 */
@Export
@Version("1.0.0")
package org.metergate.publisher.outbox;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
