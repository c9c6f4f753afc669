/** Payloads of messages. */
@Export
@Version("1.5.0")
package org.eclipse.kura.message;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
