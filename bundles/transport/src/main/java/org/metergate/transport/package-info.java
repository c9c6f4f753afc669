/**
 * Lines to meters over serial ports and networks: bytes, deadlines and one owner for every port.
 *
 * <p>Knows no meter and no retry.
 */
@Export
@Version("1.3.0")
package org.metergate.transport;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
