package org.metergate.iec62056p21;

import java.time.Duration;
import org.metergate.transport.SerialSettings;

/**
 * How to speak with one meter. Start from {@link #STANDARD} and change what differs.
 *
 * @param deviceAddress up to 32 letters, digits and blanks (IEC 62056-21, 6.3.1); empty if one meter is alone on the
 *     line
 * @param initial speed and format of the sign-on, 300 7E1 by the standard; in mode D of the whole transmission, 2400 7E1
 *     by the standard
 * @param highestBaud the highest speed to agree on, in bits a second; at {@link #FIXED} the speed of the sign-on stays
 * @param mode what to do after the identification
 * @param attempts how often to sign on before giving up, 1 or more; also how many speeds are tried, each lower than the
 *     one before
 * @param reaction longest wait for a message, and between two characters of it: 1500 ms by the standard (6.4.3, tr and
 *     ta)
 * @param turnaround how long to rest after the meter's last character, 200 ms by the standard, and before a change of
 *     speed; 200 ms become 20 ms with a meter that says so ({@link Identification#reactionTime()})
 * @param wakeUp what to send to a battery meter first
 * @param readout what to select for a data readout, {@link OptionSelect#READOUT} by the standard
 */
public record SessionSettings(
        String deviceAddress,
        SerialSettings initial,
        int highestBaud,
        ModeChoice mode,
        int attempts,
        Duration reaction,
        Duration turnaround,
        WakeUp wakeUp,
        OptionSelect readout) {

    /** A highest speed that means: no change of speed at all, as on an RS-485 bus. */
    public static final int FIXED = 0;

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
        C,
        /** Ask nothing: the meter transmits by itself. */
        D
    }

    /** Settings without a wake-up and with the standard's option for a readout. */
    public SessionSettings(
            String deviceAddress,
            SerialSettings initial,
            int highestBaud,
            ModeChoice mode,
            int attempts,
            Duration reaction,
            Duration turnaround) {
        this(
                deviceAddress,
                initial,
                highestBaud,
                mode,
                attempts,
                reaction,
                turnaround,
                WakeUp.NONE,
                OptionSelect.READOUT);
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

    /**
     * @param address of the meter, up to 32 letters, digits and blanks
     * @return these settings for that meter
     */
    public SessionSettings forMeter(String address) {
        return new SessionSettings(
                address, initial, highestBaud, mode, attempts, reaction, turnaround, wakeUp, readout);
    }

    /**
     * @param first what to send to a sleeping meter
     * @return these settings with that wake-up
     */
    public SessionSettings waking(WakeUp first) {
        return new SessionSettings(
                deviceAddress, initial, highestBaud, mode, attempts, reaction, turnaround, first, readout);
    }

    /**
     * @param select what a data readout selects, such as protocol {@code 0} and option {@code 6}
     * @return these settings with that option
     */
    public SessionSettings selecting(OptionSelect select) {
        return new SessionSettings(
                deviceAddress, initial, highestBaud, mode, attempts, reaction, turnaround, wakeUp, select);
    }

    /**
     * @param settings speed and format of the sign-on
     * @param highest highest speed to agree on, or {@link #FIXED}
     * @return these settings at those speeds
     */
    public SessionSettings at(SerialSettings settings, int highest) {
        return new SessionSettings(
                deviceAddress, settings, highest, mode, attempts, reaction, turnaround, wakeUp, readout);
    }

    /**
     * @param choice what to do after the identification
     * @return these settings in that mode
     */
    public SessionSettings in(ModeChoice choice) {
        return new SessionSettings(
                deviceAddress, initial, highestBaud, choice, attempts, reaction, turnaround, wakeUp, readout);
    }

    /**
     * @param number how often to sign on
     * @return these settings with that many attempts
     */
    public SessionSettings trying(int number) {
        return new SessionSettings(
                deviceAddress, initial, highestBaud, mode, number, reaction, turnaround, wakeUp, readout);
    }

    /** @return the mode for a meter that identified itself so */
    Identification.Mode modeFor(Identification identification) {
        return switch (mode) {
            case AUTO, D -> identification.mode();
            case A -> Identification.Mode.A;
            case B -> Identification.Mode.B;
            case C -> Identification.Mode.C;
        };
    }
}
