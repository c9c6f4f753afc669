/**
 * Reads the properties of a component. The gateway checks none of them, so every value is checked here.
 */
@Export
@Version("1.0.0")
package org.metergate.settings;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
