package org.metergate.mbus;

import java.util.List;

/** What a meter may answer to the request for its data. */
public sealed interface Answer {

    /**
     * Data.
     *
     * @param ci CI field, 0 to 255
     * @param structure how the data are laid out
     * @param header who sent it
     * @param records the data records
     * @param manufacturerData bytes after DIF 0F or 1F, or a whole telegram that only the manufacturer can read
     * @param moreRecordsFollow whether the next telegram goes on (DIF 1F)
     * @param damage what is wrong behind the last record, empty if the records end with the data. Only a wireless
     *     telegram may say so: its length and link CRCs held, so the meter itself left the last record unfinished. A
     *     wired one is refused
     */
    record Telegram(
            int ci,
            Structure structure,
            Header header,
            List<DataRecord> records,
            byte[] manufacturerData,
            boolean moreRecordsFollow,
            String damage)
            implements Answer {}

    /** How the data of a telegram are laid out. */
    enum Structure {
        /** Two counters (CI 73). */
        FIXED,
        /** Self-describing records. */
        VARIABLE,
        /** Values without their DIF and VIF (CI 79): only who saw the meter's full frame before can read them. */
        COMPACT,
        /** Known to the manufacturer only (CI A0 to B7). */
        MANUFACTURER_SPECIFIC
    }

    /**
     * The meter reports an error of its application layer (CI 70; EN 13757-3, 10.3).
     *
     * @param code 0 to 255
     * @param text what the code means
     */
    record ApplicationError(int code, String text) implements Answer {}

    /**
     * The data are encrypted and no key is at hand.
     *
     * @param header who sent it
     * @param mode security mode (EN 13757-7), 5 or 7 as a rule
     */
    record Encrypted(Header header, int mode) implements Answer {}

    /** The meter acknowledges and has no data. */
    record NoData() implements Answer {}
}
