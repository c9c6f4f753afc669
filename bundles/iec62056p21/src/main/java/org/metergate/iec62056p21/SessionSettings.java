package org.metergate.iec62056p21;

import java.time.Duration;
import org.metergate.transport.SerialSettings;

/**
 * How to speak with one meter.
 *
 * @param deviceAddress up to 32 letters, digits and blanks (IEC 62056-21, 6.3.1); empty if one meter is alone on the
 *     line
 * @param initial speed and format of the sign-on, 300 7E1 by the standard
 * @param highestBaud the highest speed to agree on, in bits a second
 * @param mode what to do after the identification
 * @param attempts how often to sign on before giving up, 1 or more
 * @param reaction longest wait for a message, and between two characters of it: 1500 ms by the standard (6.4.3, tr and
 *     ta)
 * @param turnaround how long to rest after the meter's last character, 200 ms by the standard, and before a change of
 *     speed
 */
public record SessionSettings(
        String deviceAddress,
        SerialSettings initial,
        int highestBaud,
        ModeChoice mode,
        int attempts,
        Duration reaction,
        Duration turnaround) {

    /** The speed and format every meter starts with (IEC 62056-21, 5.3 and 6.1). */
    public static final SerialSettings SIGN_ON = new SerialSettings(300, 7, SerialSettings.Parity.EVEN, 1);

    /** Settings of the standard for a meter that is alone on its line. */
    public static final SessionSettings STANDARD = new SessionSettings(
            "", SIGN_ON, 19200, ModeChoice.AUTO, 2, Duration.ofMillis(1500), Duration.ofMillis(200));

    /** What to do after the identification. */
    public enum ModeChoice {
        /** What the baud character of the identification stands for. */
        AUTO,
        /** Stay at the initial speed and listen. */
        A,
        /** Change to the speed offered and listen. */
        B,
        /** Acknowledge a speed, change to it and listen. */
        C
    }

    /** @throws IllegalArgumentException if the device address or the number of attempts is out of range */
    public SessionSettings {
        if (!deviceAddress.matches("[0-9A-Za-z ]{0,32}")) {
            throw new IllegalArgumentException(
                    "device address is '" + deviceAddress + "'; it must be up to 32 letters, digits and blanks");
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts are " + attempts + "; they must be 1 or more");
        }
    }

    /** @return the mode for a meter that identified itself so */
    Identification.Mode modeFor(Identification identification) {
        return switch (mode) {
            case AUTO -> identification.mode();
            case A -> Identification.Mode.A;
            case B -> Identification.Mode.B;
            case C -> Identification.Mode.C;
        };
    }
}
