/** M-Bus decoders. */
package org.metergate.emulator.bench.mbus;
