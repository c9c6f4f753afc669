package org.metergate.mbus;

/**
 * The walk-by block of Qundis (VIF FF, VIFE 5F, 53 bytes): one VIF of the standard, then the date of an error, the register,
 * the registers of the last year and the last month with their dates, all in eight digits, and the increments of twelve
 * months.
 */
final class Qundis {

    private static final int BLOCK = 53;
    private static final int VIF = 9;
    private static final int REGISTER = 12;
    private static final int INCREMENTS = 28;
    private static final int MONTHS = 12;

    private Qundis() {}

    static Answer.Telegram read(Answer.Telegram telegram) {
        for (DataRecord record : telegram.records()) {
            byte[] b = record.bytes();
            boolean walkBy =
                    b.length == 4 + BLOCK && b[0] == 0x0D && b[1] == (byte) 0xFF && b[2] == 0x5F && b[3] == BLOCK;
            if (walkBy) {
                byte[] block = java.util.Arrays.copyOfRange(b, 4, b.length);
                if (known(block[VIF])) {
                    return ManufacturerFrames.with(
                            telegram, telegram.header(), layout(block).records(telegram.records()));
                }
            }
        }
        return telegram;
    }

    /** Energy, volume or units of heat cost allocators. */
    private static boolean known(byte vif) {
        return vif >= 0x00 && vif <= 0x17 || vif == 0x6E;
    }

    private static Layout layout(byte[] block) {
        String vif = String.format("%02X", block[VIF]);
        Layout layout = new Layout(block)
                .field("0C" + vif, REGISTER, 4)
                .field("426C", REGISTER + 4, 2)
                .field("4C" + vif, REGISTER + 6, 4)
                .field("C2086C", REGISTER + 10, 2)
                .field("CC08" + vif, REGISTER + 12, 4);
        for (int month = 0; month < MONTHS; month++) {
            int storage = month + 2;
            String difs = String.format("%02X%02X", storage % 2 == 0 ? 0x82 : 0xC2, storage / 2);
            layout.field(difs + vif, INCREMENTS + 2 * month, 2);
        }
        return layout;
    }
}
