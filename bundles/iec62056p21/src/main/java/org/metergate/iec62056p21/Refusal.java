package org.metergate.iec62056p21;

/**
 * How a meter said no.
 *
 * @param reason in which way
 * @param text what it wrote; empty if it wrote nothing
 */
public record Refusal(Reason reason, String text) {

    /** The ways to say no that IEC 62056-21 has. */
    public enum Reason {
        /** A repeat-request (NAK), again after the message was repeated: it does not understand or is busy. */
        NOT_UNDERSTOOD("the meter does not take the message (NAK); it may be busy, or know no such command"),
        /** A break (B0): it has signed off. */
        SIGNED_OFF("the meter signed off (B0): wrong password, or it is busy"),
        /** An error message. */
        ERROR("the meter answered with an error message");

        private final String meaning;

        Reason(String meaning) {
            this.meaning = meaning;
        }

        /** @return what it means, a clause for people */
        public String meaning() {
            return meaning;
        }
    }

    @Override
    public String toString() {
        return reason.meaning() + (text.isEmpty() ? "" : " " + Characters.readable(text));
    }
}
