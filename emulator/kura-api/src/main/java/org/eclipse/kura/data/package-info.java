/** Storing and forwarding messages. */
@Export
@Version("1.1.2")
package org.eclipse.kura.data;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
