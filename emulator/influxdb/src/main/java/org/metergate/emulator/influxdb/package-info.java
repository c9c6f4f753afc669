/** The writing side of an InfluxDB server, for tests. */
@Export
@Version("1.0.0")
package org.metergate.emulator.influxdb;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
