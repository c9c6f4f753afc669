package org.metergate.emulator.meters.optical;

import java.time.Duration;

/**
 * In what one meter differs from another.
 *
 * @param mode what it does after its identification (IEC 62056-21, 4)
 * @param characters how its characters look on the wire
 * @param wakeUp how long it wants to hear NUL characters before it listens (annex B); zero: it has a supply
 * @param password1 opens reading and the clock in programming mode (P1); empty: everybody may
 * @param password2 opens all that can be written (P2); empty: nobody may
 * @param workingBaud highest speed at which its characters can be understood, which may be less than it proposes; 0: any
 * @param busy whether it answers every option with NAK, as one that has no time
 * @param history billing periods in the readout, {@code 1.8.0*01} and so on, 0 to 99
 * @param period registration period of the load profile, 1 min to 60 min
 * @param clockOffset how far its clock is ahead
 */
public record Traits(
        Mode mode,
        Characters characters,
        Duration wakeUp,
        String password1,
        String password2,
        int workingBaud,
        boolean busy,
        int history,
        Duration period,
        Duration clockOffset) {

    /** The protocol modes. */
    public enum Mode {
        /** The data follow the identification, at the same speed. */
        A,
        /** The data follow at the speed that the identification proposes. */
        B,
        /** The reader chooses speed, readout or programming. */
        C,
        /** The data are sent again and again, uninvited. */
        D,
        /** Like C, and HDLC for DLMS/COSEM can be chosen. */
        E
    }

    /** How a character looks to a port that takes 8 bits. */
    public enum Characters {
        /** 7E1, behind a port that checks the parity bit and takes it off. */
        F7E1,
        /** 7E1, the parity bit left in the eighth bit, as a pseudo-terminal or an 8N1 port hands it over. */
        F7E1_WITH_PARITY,
        /** 8N1. */
        F8N1;

        byte[] onTheWire(byte[] characters) {
            byte[] bytes = characters.clone();
            if (this == F7E1_WITH_PARITY) {
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] |= (byte) (Integer.bitCount(bytes[i] & 0x7F) % 2 << 7);
                }
            }
            return bytes;
        }
    }

    /** A meter in mode C with a supply, as they are delivered. */
    public static final Traits USUAL = new Traits(
            Mode.C,
            Characters.F7E1,
            Duration.ZERO,
            "00000000",
            "11111111",
            0,
            false,
            0,
            Duration.ofMinutes(15),
            Duration.ZERO);

    /** @throws IllegalArgumentException if the meter could not be so */
    public Traits {
        OpticalSettings.require(
                !wakeUp.isNegative() && wakeUp.toSeconds() < 10, "wake-up is " + wakeUp + "; it must be 0 to 10 s");
        OpticalSettings.require(
                password1.matches("[ -~&&[^()/!]]{0,32}") && password2.matches("[ -~&&[^()/!]]{0,32}"),
                "a password has characters that cannot be sent; it must be up to 32 without ( ) / and !");
        OpticalSettings.require(history >= 0 && history < 100, "history is " + history + "; it must be 0 to 99");
        OpticalSettings.require(
                period.toMinutes() >= 1 && period.toMinutes() <= 60 && 60 % period.toMinutes() == 0,
                "period is " + period.toMinutes() + " min; it must be a part of an hour");
    }

    /** @return these traits in another mode */
    public Traits in(Mode other) {
        return new Traits(
                other, characters, wakeUp, password1, password2, workingBaud, busy, history, period, clockOffset);
    }

    /** @return these traits with other characters */
    public Traits with(Characters other) {
        return new Traits(mode, other, wakeUp, password1, password2, workingBaud, busy, history, period, clockOffset);
    }

    /** @return these traits of a battery meter */
    public Traits wokenBy(Duration preamble) {
        return new Traits(
                mode, characters, preamble, password1, password2, workingBaud, busy, history, period, clockOffset);
    }

    /** @return these traits with other passwords */
    public Traits withPasswords(String first, String second) {
        return new Traits(mode, characters, wakeUp, first, second, workingBaud, busy, history, period, clockOffset);
    }

    /** @return these traits of a meter that can be understood at that speed at most */
    public Traits understoodUpTo(int baud) {
        return new Traits(mode, characters, wakeUp, password1, password2, baud, busy, history, period, clockOffset);
    }

    /** @return these traits, with time for nobody or not */
    public Traits busy(boolean now) {
        return new Traits(
                mode, characters, wakeUp, password1, password2, workingBaud, now, history, period, clockOffset);
    }

    /** @return these traits with so many billing periods */
    public Traits withHistory(int periods) {
        return new Traits(
                mode, characters, wakeUp, password1, password2, workingBaud, busy, periods, period, clockOffset);
    }

    /** @return these traits with a clock that is so far ahead */
    public Traits ahead(Duration offset) {
        return new Traits(mode, characters, wakeUp, password1, password2, workingBaud, busy, history, period, offset);
    }
}
