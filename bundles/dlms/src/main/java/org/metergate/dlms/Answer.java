package org.metergate.dlms;

import org.metergate.model.Quantity;

/** What a meter answers when asked for an attribute. "No" is an answer. */
public sealed interface Answer {

    /**
     * A number, scaler and unit applied exactly.
     *
     * @param quantity number and unit
     */
    record Measured(Quantity quantity) implements Answer {}

    /**
     * Characters: a visible string, a UTF-8 string, an octet string that is printable ASCII, or a boolean in words.
     *
     * @param text the characters
     */
    record Text(String text) implements Answer {}

    /**
     * A point in time.
     *
     * @param time as the meter gave it
     */
    record Moment(CosemDateTime time) implements Answer {}

    /**
     * Bytes without a meaning that the standard gives.
     *
     * @param bytes in the order of the wire
     */
    record Raw(byte[] bytes) implements Answer {}

    /**
     * The meter gives no value.
     *
     * @param reason its reason in the words of the standard
     * @param trouble what is the matter
     */
    record Refused(String reason, Trouble trouble) implements Answer {
        /**
         * For reasons that no diagnosis tells apart.
         *
         * @param reason its reason
         */
        public Refused(String reason) {
            this(reason, Trouble.OTHER);
        }
    }

    /**
     * A value came that is not of a type or unit that the attribute may have, so it says nothing.
     *
     * @param reason what was expected and what came
     */
    record Unfit(String reason) implements Answer {}
}
