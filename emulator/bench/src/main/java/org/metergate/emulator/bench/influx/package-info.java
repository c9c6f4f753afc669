/** Readings into a real InfluxDB. */
package org.metergate.emulator.bench.influx;
