/** Figures of time: decoders against their peers, and readings against what the wire allows. */
package org.metergate.emulator.bench;
