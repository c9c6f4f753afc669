/** From wire record to broker with everything in the way that happens: kills, outages, a full disk, a clock that is set. */
package org.metergate.emulator.bench.delivery;
