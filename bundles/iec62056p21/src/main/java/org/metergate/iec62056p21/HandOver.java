package org.metergate.iec62056p21;

import org.metergate.transport.SerialSettings;

/**
 * A line whose meter now speaks HDLC (mode E, IEC 62056-21, annex E): what follows is no matter of this protocol.
 *
 * @param identification of the meter
 * @param settings speed agreed on, 8 data bits, no parity; the line is set so
 */
public record HandOver(Identification identification, SerialSettings settings) {}
