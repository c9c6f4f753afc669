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
        /**
         * Values without their DIF and VIF (CI 73, 79, 7B) whose format is not remembered: {@code manufacturerData} holds
         * what follows the header. With the format they read as a variable structure.
         */
        COMPACT,
        /** Known to the manufacturer only (CI A0 to B7). */
        MANUFACTURER_SPECIFIC
    }

    /**
     * The meter reports an error of its application layer (CI 70, 6E, 6F; EN 13757-3, clause 10).
     *
     * @param code 0 to 255
     * @param text what the code means
     */
    record ApplicationError(int code, String text) implements Answer {}

    /**
     * The meter reports an alarm (CI 71, 74, 75; EN 13757-3, clause 9).
     *
     * @param header who sent it
     * @param code alarm byte, 0 to 255; its bits mean what the manufacturer says
     */
    record Alarm(Header header, int code) implements Answer {}

    /**
     * The data are encrypted, or authenticated, and cannot be opened: no key is at hand, or the mode is none that opens.
     *
     * @param header who sent it
     * @param mode security mode (EN 13757-7), 5 or 7 as a rule; 0 if the extended link layer encrypts, or if the data
     *     are in clear and their MAC needs a key to be checked
     */
    record Encrypted(Header header, int mode) implements Answer {

        /** @return the mode in words, {@code AES-128-CBC} */
        public String modeText() {
            return mode == 0
                    ? "extended link layer or message authentication"
                    : SecurityMode.of(mode).map(SecurityMode::text).orElse("reserved security mode " + mode);
        }

        /** @return whether a key would help */
        public boolean opensWithAKey() {
            return SecurityMode.of(mode).map(SecurityMode::opens).orElse(false);
        }
    }

    /**
     * The meter tells the format of its compact frames (CI 69 to 6B), which is now remembered.
     *
     * @param header who sent it
     * @param signature of the format, 0 to FFFF
     */
    record Format(Header header, int signature) implements Answer {}

    /**
     * One part of a message that comes in several telegrams (EN 13757-7, clause 6).
     *
     * @param header address of the link
     * @param number of the fragment, 1 to 255
     * @param last whether no more follow
     */
    record Fragment(Header header, int number, boolean last) implements Answer {}

    /**
     * The frame carries another protocol, or a layer without data.
     *
     * @param ci CI field, 0 to 255
     * @param header who sent it
     * @param protocol which one, in words
     * @param data what follows the header, as it came
     */
    record Foreign(int ci, Header header, String protocol, byte[] data) implements Answer {}

    /** The meter acknowledges and has no data. */
    record NoData() implements Answer {}

    /** @return who sent it; the identification is empty if the answer does not tell */
    default Header sender() {
        if (this instanceof Telegram telegram) {
            return telegram.header();
        } else if (this instanceof Encrypted encrypted) {
            return encrypted.header();
        } else if (this instanceof Alarm alarm) {
            return alarm.header();
        } else if (this instanceof Format format) {
            return format.header();
        } else if (this instanceof Fragment fragment) {
            return fragment.header();
        } else if (this instanceof Foreign foreign) {
            return foreign.header();
        }
        return Header.NONE;
    }
}
