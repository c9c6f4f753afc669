package org.metergate.iec62056p21;

import java.io.ByteArrayOutputStream;

/**
 * The acknowledgement and option select message, {@code ACK V Z Y CR LF} (IEC 62056-21, 6.3.3), without its baud
 * character Z.
 *
 * @param protocol V: {@code 0} normal, {@code 1} secondary, {@code 2} HDLC, {@code 3} to {@code 9} reserved
 * @param option Y: {@code 0} data readout, {@code 1} programming, {@code 2} binary (HDLC), {@code 6} to {@code 9} and
 *     {@code A} to {@code Z} the manufacturer's
 */
public record OptionSelect(char protocol, char option) {

    /** Data readout in the normal protocol. */
    public static final OptionSelect READOUT = new OptionSelect('0', '0');

    /** Programming mode in the normal protocol. */
    public static final OptionSelect PROGRAMMING = new OptionSelect('0', '1');

    /** HDLC, mode E. */
    public static final OptionSelect HDLC = new OptionSelect('2', '2');

    /** @throws IllegalArgumentException if a character is none that the standard has */
    public OptionSelect {
        if (protocol < '0' || protocol > '9') {
            throw new IllegalArgumentException("protocol character is '" + protocol + "'; it must be 0 to 9");
        }
        if (!(option >= '0' && option <= '9' || option >= 'A' && option <= 'Z')) {
            throw new IllegalArgumentException("option character is '" + option + "'; it must be 0 to 9 or A to Z");
        }
    }

    /**
     * @param baudCharacter Z
     * @return the whole message
     */
    byte[] message(char baudCharacter) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(Characters.ACK);
        message.writeBytes(Characters.bytes("" + protocol + baudCharacter + option + "\r\n"));
        return message.toByteArray();
    }
}
