/**
 * What a frame says, for a person who pastes one: each protocol registers a {@link FrameDecoder} as a service, and whoever
 * shows frames need not know which protocols there are.
 *
 * <p>Records on {@code java.base}; no input or output, no OSGi, no protocol.
 */
@Export
@Version("1.0.0")
package org.metergate.model.frames;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
