package org.metergate.mbus;

/**
 * The block after DIF 0F of Apator's water meter modules (AT-WMBUS-16-2): seven bytes of state, then fields of one code byte
 * each, whose length its code tells, until fill bytes FF and a check sum. Only the register (code 10, litres) has a meaning
 * that is publicly known.
 */
final class Apator {

    private static final int STATE = 7;
    private static final int CODE_OF_REGISTER = 0x10;
    private static final int FILL = 0xFF;
    /** Check sum of 2 or 4 bytes at the end. */
    private static final int SHORTEST_TAIL = 2;

    private static final int LONGEST_TAIL = 4;

    private Apator() {}

    static Answer.Telegram read(Answer.Telegram telegram) {
        byte[] data = telegram.manufacturerData();
        int register = -1;
        int at = STATE;
        while (at < data.length - LONGEST_TAIL && (data[at] & 0xFF) != FILL) {
            int length = length(data[at] & 0xFF);
            if (length == 0) {
                return telegram;
            }
            register = (data[at] & 0xFF) == CODE_OF_REGISTER ? at + 1 : register;
            at += 1 + length;
        }
        boolean whole = at < data.length && (data[at] & 0xFF) == FILL
                || at >= data.length - LONGEST_TAIL && at <= data.length - SHORTEST_TAIL;
        if (!whole || register < 0 || register + 4 > data.length) {
            return telegram;
        }
        Layout layout = new Layout(data);
        return ManufacturerFrames.with(
                telegram,
                telegram.header(),
                layout.count("0413", layout.number(register, 4)).records(telegram.records()));
    }

    /** @return bytes after the code, 0 if it is not known */
    private static int length(int code) {
        if (code >= 0x71 && code <= 0x7C) {
            return 1 + 4 * (code - 0x6F);
        }
        if (code >= 0xB6 && code <= 0xC7) {
            return 3;
        }
        return switch (code) {
            case 0xA2, 0xA5, 0xA9, 0xAF -> 1;
            case 0x11, 0x41, 0x43, 0xA7, 0xA8, 0xAA, 0xAB, 0xAC, 0xAD, 0xB4 -> 2;
            case 0x01, 0x44, 0xA6, 0xD0, 0xD3 -> 3;
            case 0x00, CODE_OF_REGISTER, 0x42, 0xA0, 0xA1, 0xA4, 0xF0 -> 4;
            case 0xB0 -> 5;
            case 0x40, 0x8B, 0x8C -> 6;
            case 0x8E, 0xA3 -> 7;
            case 0xB1, 0xB3 -> 8;
            case 0x8A -> 9;
            case 0x80, 0x81, 0x82, 0x83, 0x84, 0x86, 0x87 -> 10;
            case 0x85, 0x88, 0x8F -> 11;
            case 0xB2, 0xB5 -> 16;
            default -> 0;
        };
    }
}
