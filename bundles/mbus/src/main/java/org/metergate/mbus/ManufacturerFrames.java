package org.metergate.mbus;

import java.util.List;

/**
 * Frames and blocks of some makers whose layout is publicly known and whose meters are found everywhere, although no
 * standard describes them. What is read becomes records beside the raw bytes; what does not fit a layout to its last byte
 * stays raw.
 */
final class ManufacturerFrames {

    /** Lowest CI fields of frames that only the maker describes. */
    private static final int FIRST_OWN = 0xA0;

    private static final int LAST_OWN = 0xB7;

    private ManufacturerFrames() {}

    /**
     * @param telegram as the standard reads it
     * @param keys the meters' keys
     * @return the same, perhaps with more records, and with the meter's address in the order of the standard
     */
    static Answer.Telegram read(Answer.Telegram telegram, Keys keys) {
        boolean own = telegram.ci() >= FIRST_OWN && telegram.ci() <= LAST_OWN;
        return switch (telegram.header().manufacturer()) {
            case "TCH" -> own ? Techem.read(telegram) : telegram;
            case "SAP", "DME", "HYD", "EWT", "SPL" -> own ? Diehl.read(telegram, keys) : telegram;
            case "QDS", "LSE" -> own ? telegram : Qundis.read(telegram);
            case "APA", "APT" -> own ? telegram : Apator.read(telegram);
            default -> telegram;
        };
    }

    /** @return the telegram with other records */
    static Answer.Telegram with(Answer.Telegram telegram, Header header, List<DataRecord> records) {
        return new Answer.Telegram(
                telegram.ci(),
                telegram.structure(),
                header,
                records,
                telegram.manufacturerData(),
                telegram.moreRecordsFollow(),
                telegram.damage());
    }
}
