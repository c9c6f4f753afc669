/** A gateway that is killed again and again while it asks a protected meter. */
package org.metergate.emulator.bench.kills;
