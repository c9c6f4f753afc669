package org.metergate.mbus;

import java.util.Arrays;
import java.util.List;
import org.metergate.transport.MalformedFrameException;

/**
 * What stands behind the header, in clear.
 *
 * @param ci CI field, 0 to 255
 * @param header who sent it
 * @param formats those of compact frames; formats that are told here are added
 * @param wireless whether a receiver tested the link CRCs
 * @param doubtful whether the configuration field holds a reserved security mode: then the data are taken for clear only
 *     if every record is one of the standard and the last one ends with the data, and for encrypted otherwise
 */
record Payload(int ci, Header header, Formats formats, boolean wireless, boolean doubtful) {

    private static final int CHECK_OF_DECRYPTION = 2;

    /**
     * @param data what follows the CI field
     * @param from index after the header
     * @param offset of index 0 in the frame, for messages
     * @param decrypted whether they begin with 2F 2F, which is no part of a compact or format frame
     */
    Answer decode(byte[] data, int from, int offset, boolean decrypted) throws MalformedFrameException {
        if (ci == 0x72 || ci == 0x76 || ci == 0x78 || ci == 0x7A) {
            return records(data, from, offset);
        }
        int start = decrypted ? from + CHECK_OF_DECRYPTION : from;
        return decode(Arrays.copyOfRange(data, start, data.length), offset + start);
    }

    private Answer decode(byte[] data, int offset) throws MalformedFrameException {
        return switch (ci) {
            case 0x69, 0x6A, 0x6B -> new Answer.Format(header, CompactFrame.learn(data, offset, formats));
            case 0x70, 0x6E, 0x6F -> error(data);
            case 0x71, 0x74, 0x75 -> new Answer.Alarm(header, data.length == 0 ? 0 : data[0] & 0xFF);
            case 0x73, 0x79, 0x7B -> compact(data, offset);
            case 0x7C, 0x7D -> new Answer.Foreign(ci, header, "DLMS/COSEM", data);
            case 0x80, 0x8A, 0x8B -> new Answer.Foreign(ci, header, "transport layer alone", data);
            default -> throw new IllegalStateException("asked for a CI field that has no payload");
        };
    }

    private static Answer error(byte[] data) {
        int code = data.length == 0 ? 0 : data[0] & 0xFF;
        String text =
                switch (code) {
                    case 0x01 -> "Unimplemented CI-Field";
                    case 0x02 -> "Buffer too long, truncated";
                    case 0x03 -> "Too many records";
                    case 0x04 -> "Premature end of record";
                    case 0x05 -> "More than 10 DIFE's";
                    case 0x06 -> "More than 10 VIFE's";
                    case 0x07 -> "Reserved";
                    case 0x08 -> "Application too busy for handling readout request";
                    case 0x09 -> "Too many readouts";
                    case 0x10 -> "Access denied: no right to access the service";
                    case 0x11 -> "Application or message unknown";
                    case 0x12 -> "Parameter is missing or wrong";
                    case 0x13 -> "Application, message or parameter unknown";
                    case 0x14 -> "Command was rejected or not executed";
                    case 0x20 -> "Unspecified application error";
                    default -> "Unspecified error";
                };
        return new Answer.ApplicationError(code, text);
    }

    private Answer compact(byte[] data, int offset) throws MalformedFrameException {
        if (CompactFrame.format(data, offset, formats).isEmpty()) {
            return new Answer.Telegram(ci, Answer.Structure.COMPACT, header, List.of(), data.clone(), false, "");
        }
        return records(CompactFrame.expand(data, offset, formats), 0, offset);
    }

    private Answer records(byte[] data, int from, int offset) throws MalformedFrameException {
        RecordWalker.ByteOrder order =
                ci == 0x76 ? RecordWalker.ByteOrder.HIGH_FIRST : RecordWalker.ByteOrder.LOW_FIRST;
        RecordWalker walker = new RecordWalker(data, from, offset, order, header.manufacturer(), formats.remembers());
        String damage = "";
        try {
            walker.walk();
        } catch (MalformedFrameException unfinished) {
            if (doubtful) {
                return new Answer.Encrypted(header, Security.of(header).mode());
            }
            if (!wireless || walker.records().isEmpty()) {
                throw unfinished;
            }
            damage = unfinished.getMessage();
        }
        List<DataRecord> records = walker.records();
        if (doubtful && !plausible(records)) {
            return new Answer.Encrypted(header, Security.of(header).mode());
        }
        if (damage.isEmpty()) {
            walker.format().ifPresent(formats::remember);
        }
        return ManufacturerFrames.read(
                new Answer.Telegram(
                        ci,
                        Answer.Structure.VARIABLE,
                        header,
                        CompactProfile.expanded(records),
                        walker.manufacturerData(),
                        walker.moreRecordsFollow(),
                        damage),
                Keys.NONE);
    }

    private static boolean plausible(List<DataRecord> records) {
        return !records.isEmpty()
                && records.stream()
                        .allMatch(record -> record.meaning().kind() != Meaning.Kind.UNKNOWN
                                && !(record.content() instanceof Content.Invalid));
    }
}
