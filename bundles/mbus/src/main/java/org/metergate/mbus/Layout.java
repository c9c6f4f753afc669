package org.metergate.mbus;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.metergate.transport.MalformedFrameException;

/**
 * A frame without DIFs and VIFs, whose fields stand at fixed places: gives each field the DIF and VIF that say the same, so
 * that it is read like any other record.
 */
final class Layout {

    private final ByteArrayOutputStream records = new ByteArrayOutputStream();
    private final byte[] data;

    /** @param data the frame's own data */
    Layout(byte[] data) {
        this.data = data;
    }

    /**
     * Adds a field.
     *
     * @param difVif DIF, DIFEs, VIF and VIFEs that describe it
     * @param at index of its first byte
     * @param length in bytes, as the DIF says
     * @return this
     */
    Layout field(String difVif, int at, int length) {
        records.writeBytes(HexFormat.of().parseHex(difVif));
        records.write(data, at, length);
        return this;
    }

    /**
     * Adds a count of up to four bytes without a sign.
     *
     * @param difVif with DIF 04, which holds it whatever its highest bit is
     * @param count 0 or more
     * @return this
     */
    Layout count(String difVif, long count) {
        records.writeBytes(HexFormat.of().parseHex(difVif));
        for (int i = 0; i < 4; i++) {
            records.write((int) (count >> 8 * i));
        }
        return this;
    }

    /**
     * Adds a day.
     *
     * @param difVif with DIF 02
     * @param year since 2000, 0 to 99
     * @param month 0 to 15; no month gives no value
     * @param day 0 to 31; no day gives no value
     * @return this
     */
    Layout day(String difVif, int year, int month, int day) {
        records.writeBytes(HexFormat.of().parseHex(difVif));
        records.write(day | (year & 0x07) << 5);
        records.write(month | (year & 0x78) << 1);
        return this;
    }

    /** @return an unsigned number of the data, low byte first */
    long number(int at, int length) {
        long number = 0;
        for (int i = length - 1; i >= 0; i--) {
            number = number << 8 | data[at + i] & 0xFF;
        }
        return number;
    }

    /** @return the records, placed behind those that are there already */
    List<DataRecord> records(List<DataRecord> before) {
        try {
            byte[] bytes = records.toByteArray();
            List<DataRecord> all = new ArrayList<>(before);
            RecordWalker walker = new RecordWalker(bytes, 0, 0, RecordWalker.ByteOrder.LOW_FIRST, "", false).walk();
            walker.records().forEach(record -> all.add(record.at(all.size())));
            return List.copyOf(all);
        } catch (MalformedFrameException e) {
            throw new IllegalStateException("a layout is no row of records", e);
        }
    }
}
