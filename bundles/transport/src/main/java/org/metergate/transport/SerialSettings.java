package org.metergate.transport;

/**
 * Speed and character format of a serial port.
 *
 * @param baud bits a second, 300 to 921600
 * @param dataBits 7 or 8
 * @param parity the parity bit
 * @param stopBits 1 or 2
 */
public record SerialSettings(int baud, int dataBits, Parity parity, int stopBits) {

    /** The parity bit of a character. */
    public enum Parity {
        /** No parity bit. */
        NONE,
        /** Even number of ones. */
        EVEN,
        /** Odd number of ones. */
        ODD
    }

    /** @throws IllegalArgumentException if a value is out of its range */
    public SerialSettings {
        if (baud < 300 || baud > 921_600) {
            throw new IllegalArgumentException("baud is " + baud + "; it must be 300 to 921600");
        }
        if (dataBits != 7 && dataBits != 8) {
            throw new IllegalArgumentException("data bits are " + dataBits + "; they must be 7 or 8");
        }
        if (stopBits != 1 && stopBits != 2) {
            throw new IllegalArgumentException("stop bits are " + stopBits + "; they must be 1 or 2");
        }
    }

    /**
     * @param baud bits a second
     * @return these settings at another speed
     */
    public SerialSettings at(int baud) {
        return new SerialSettings(baud, dataBits, parity, stopBits);
    }

    /** @return bits that one character takes on the wire: start, data, parity and stop bits */
    public int bitsPerCharacter() {
        return 1 + dataBits + (parity == Parity.NONE ? 0 : 1) + stopBits;
    }

    /** @return the usual short form, {@code 2400 8E1} */
    @Override
    public String toString() {
        return baud + " " + dataBits + parity.name().charAt(0) + stopBits;
    }
}
