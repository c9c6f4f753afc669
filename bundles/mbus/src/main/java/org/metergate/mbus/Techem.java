package org.metergate.mbus;

/**
 * Radio frames of Techem: heat cost allocators (versions 69 and 94), heat meters (22, 27, 39, 45) and water meters (70, 74,
 * 95). Each tells the consumption of the last period and that of the present one; the register is their sum.
 */
final class Techem {

    private static final int SHORTEST = 11;

    private Techem() {}

    static Answer.Telegram read(Answer.Telegram telegram) {
        byte[] data = telegram.manufacturerData();
        if (data.length < SHORTEST) {
            return telegram;
        }
        Layout layout = new Layout(data);
        int version = telegram.header().version();
        int medium = telegram.header().medium().code();
        boolean read =
                switch (version) {
                    case 0x69, 0x94 -> medium == 0x80 && allocator(layout, data);
                    case 0x22, 0x39, 0x45 -> energy(layout, "06", layout.number(3, 3), layout.number(7, 3));
                    case 0x27 -> energy(layout, "0E", layout.number(3, 2), layout.number(7, 2));
                    case 0x74 -> volume(layout, layout.number(3, 2), layout.number(7, 2)) && dates(layout);
                    case 0x70, 0x95 -> volume(layout, layout.number(3, 2), layout.number(7, 2));
                    default -> false;
                };
        return read
                ? ManufacturerFrames.with(telegram, telegram.header(), layout.records(telegram.records()))
                : telegram;
    }

    /** The first byte tells whether one more stands before the temperatures. */
    private static boolean allocator(Layout layout, byte[] data) {
        int temperatures =
                switch (data[0]) {
                    case 0x01, 0x11 -> 9;
                    case 0x0F -> 10;
                    default -> data.length;
                };
        if (temperatures + 4 > data.length) {
            return false;
        }
        layout.count("046E", layout.number(7, 2)).count("446E", layout.number(3, 2));
        dates(layout);
        layout.field("0265", temperatures, 2).field("0259", temperatures + 2, 2);
        return true;
    }

    private static boolean energy(Layout layout, String vif, long last, long present) {
        layout.count("04" + vif, last + present)
                .count("44" + vif, last)
                .count(vif.equals("06") ? "04863B" : "048E3B", present);
        return true;
    }

    /** In steps of a tenth of a cubic metre. */
    private static boolean volume(Layout layout, long last, long present) {
        layout.count("0415", last + present).count("4415", last);
        return true;
    }

    /** Of the last period, whole; the present one tells no year and counts as not later than a year after it. */
    private static boolean dates(Layout layout) {
        int last = (int) layout.number(1, 2);
        int year = last >> 9;
        int month = last >> 5 & 0x0F;
        layout.day("426C", year, month, last & 0x1F);
        return true;
    }
}
