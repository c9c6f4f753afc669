/** Entries on disk: a log in segments, with a place for each destination. Bytes only; knows no meter and no gateway. */
@Export
@Version("1.0.0")
package org.metergate.publisher.outbox.store;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
