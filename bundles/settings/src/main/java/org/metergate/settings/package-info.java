/**
 * Reads the properties of a component, and tells where it keeps what must last. The gateway checks no property, so every
 * value is checked here.
 */
@Export
@Version("1.1.0")
package org.metergate.settings;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
