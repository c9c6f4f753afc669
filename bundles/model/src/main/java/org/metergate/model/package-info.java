/**
 * What a meter says, whatever the protocol: OBIS codes, quantities, units and readings.
 *
 * <p>Records on {@code java.base}; no input or output, no OSGi, no protocol.
 */
@Export
@Version("1.0.0")
package org.metergate.model;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
