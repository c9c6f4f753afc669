/**
 * A building and the meters that measure it.
 *
 * <p>The encoders here are written from the standards on their own, so that a mistake in a protocol bundle cannot hide
 * behind the same mistake in the meter that it reads.
 */
@Export
@Version("1.0.0")
package org.metergate.emulator.meters;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
