/** Many clients of the dashboard beside a gateway that reads. */
package org.metergate.emulator.bench.dashboard;
