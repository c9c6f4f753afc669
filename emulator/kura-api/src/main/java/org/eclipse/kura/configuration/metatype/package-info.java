/** Definitions of configurations. */
@Export
@Version("1.1.0")
package org.eclipse.kura.configuration.metatype;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
