/** A scripted line, a clock moved by hand, hex: for tests only, part of no feature. */
@Export
@Version("1.0.0")
package org.metergate.testkit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
