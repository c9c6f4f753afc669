package org.metergate.mbus;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.metergate.transport.MalformedFrameException;

/**
 * Cuts the user data of a variable structure into records (EN 13757-3, clause 6). Every record must end inside the
 * data: a chain of more than ten DIFEs or VIFEs, a reserved DIF, or a data field longer than what is left is an error.
 */
final class RecordWalker {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int LONGEST_CHAIN = 10;
    private static final int FILLER = 0x2F;
    private static final int MANY = 24;

    private final byte[] data;
    private final int offset;
    private final ByteOrder order;
    private final String manufacturer;
    private final List<DataRecord> records = new ArrayList<>(MANY);
    private final Optional<ByteArrayOutputStream> format;
    private byte[] manufacturerData = {};
    private boolean moreRecordsFollow;
    private int at;

    /** Which byte of a number comes first. */
    enum ByteOrder {
        /** CI 72, 7A, 78: mode 1, which EN 13757-3 keeps. */
        LOW_FIRST,
        /** CI 76: mode 2 of the earlier EN 1434-3. */
        HIGH_FIRST
    }

    /**
     * @param data the records, to the last byte
     * @param from index of the first byte of the first record
     * @param offset where index 0 is in the frame, for messages
     * @param order byte order of the data fields
     * @param manufacturer three letters, for VIFs of its own; empty if not known
     * @param formatWanted whether somebody will ask for the {@link #format()}
     */
    RecordWalker(byte[] data, int from, int offset, ByteOrder order, String manufacturer, boolean formatWanted) {
        this.manufacturer = manufacturer;
        this.at = from;
        this.format = formatWanted ? Optional.of(new ByteArrayOutputStream()) : Optional.empty();
        this.data = data;
        this.offset = offset;
        this.order = order;
    }

    /** Walks to the last byte. */
    RecordWalker walk() throws MalformedFrameException {
        while (at < data.length) {
            int dif = data[at] & 0xFF;
            if (dif == FILLER) {
                at++;
            } else if ((dif & 0x0F) == 0x0F) {
                special(dif);
            } else {
                records.add(record());
            }
        }
        return this;
    }

    /** @return the records read until now: all of them after {@link #walk()}, those before the damage if it failed */
    List<DataRecord> records() {
        return Collections.unmodifiableList(records);
    }

    byte[] manufacturerData() {
        return manufacturerData;
    }

    boolean moreRecordsFollow() {
        return moreRecordsFollow;
    }

    /** @return DIFs and VIFs of the records, as compact frames leave them out; empty if manufacturer's data follow */
    Optional<byte[]> format() {
        return manufacturerData.length > 0 || moreRecordsFollow
                ? Optional.empty()
                : format.filter(bytes -> bytes.size() > 0).map(ByteArrayOutputStream::toByteArray);
    }

    private void special(int dif) throws MalformedFrameException {
        if (dif != 0x0F && dif != 0x1F) {
            throw malformed(at, "a DIF with a data field, 0F, 1F or 2F", HEX.toHexDigits((byte) dif));
        }
        moreRecordsFollow = dif == 0x1F;
        manufacturerData = Arrays.copyOfRange(data, at + 1, data.length);
        at = data.length;
    }

    private DataRecord record() throws MalformedFrameException {
        int from = at;
        int dif = next("a DIF");
        long storage = dif >> 6 & 1;
        int tariff = 0;
        int subunit = 0;
        int difes = 0;
        for (int last = dif; (last & 0x80) != 0; difes++) {
            last = next("a DIFE");
            if (difes == LONGEST_CHAIN) {
                throw malformed(at - 1, "at most ten DIFEs", "one more");
            }
            storage |= (long) (last & 0x0F) << 1 + 4 * difes;
            tariff |= (last >> 4 & 0x03) << 2 * difes;
            subunit |= (last >> 6 & 0x01) << difes;
        }
        int vif = at;
        valueInformation();
        Meaning meaning = Meanings.of(data, vif, at, manufacturer);
        if (format.isPresent()) {
            format.get().write(data, from, at - from);
        }
        int length = DataField.lengthOf(dif & 0x0F);
        int lvar = 0;
        if (length == DataField.VARIABLE) {
            lvar = next("an LVAR");
            length = DataField.lengthOfVariable(lvar);
            if (length < 0) {
                throw malformed(at - 1, "an LVAR of 00 to C9, D0 to D9, E0 to F6", HEX.toHexDigits((byte) lvar));
            }
        }
        if (length > data.length - at) {
            throw malformed(data.length, length + " bytes of data from byte " + (offset + at), "the end");
        }
        Content content = content(dif & 0x0F, lvar, length, meaning);
        meaning = VifSupplement.signalStrengthOf(meaning, content);
        at += length;
        return new DataRecord(
                records.size(),
                Function.ofDif(dif),
                storage,
                tariff,
                subunit,
                difes > 0,
                meaning,
                content,
                Arrays.copyOfRange(data, from, at));
    }

    private Content content(int code, int lvar, int length, Meaning meaning) {
        if (!meaning.qualifiers().isEmpty()) {
            Optional<String> error = meaning.recordError();
            if (error.isPresent()) {
                return new Content.Invalid("the meter says: " + error.get());
            }
            if (code == 13 && CompactProfile.is(meaning)) {
                return new Content.Raw(Arrays.copyOfRange(data, at, at + length));
            }
        }
        if (order == ByteOrder.LOW_FIRST) {
            return DataField.read(code, lvar, data, at, length, meaning.kind());
        }
        byte[] field = Arrays.copyOfRange(data, at, at + length);
        reverse(field);
        return DataField.read(code, lvar, field, 0, length, meaning.kind());
    }

    private void valueInformation() throws MalformedFrameException {
        int vif = next("a VIF");
        if ((vif & 0x7F) == 0x7C) {
            int length = next("the length of a plain text VIF");
            if (length > data.length - at) {
                throw malformed(at - 1, "a plain text VIF that ends inside the data", length + " characters");
            }
            at += length;
        }
        int vifes = 0;
        for (int last = vif; (last & 0x80) != 0; vifes++) {
            last = next("a VIFE");
            if (vifes == LONGEST_CHAIN) {
                throw malformed(at - 1, "at most ten VIFEs", "one more");
            }
        }
    }

    private int next(String what) throws MalformedFrameException {
        if (at >= data.length) {
            throw malformed(data.length, what, "the end");
        }
        return data[at++] & 0xFF;
    }

    private MalformedFrameException malformed(int index, String expected, String found) {
        return new MalformedFrameException(offset + index, expected, found);
    }

    private static void reverse(byte[] bytes) {
        for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
            byte swapped = bytes[i];
            bytes[i] = bytes[j];
            bytes[j] = swapped;
        }
    }
}
