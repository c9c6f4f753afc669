package org.metergate.mbus;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Water and heat meters of Diehl (Sappel, Hydrometer): frames hidden by a shift register of 32 bits, seeded with the address
 * and the start of the frame, in the layout called PRIOS (CI A0 to A7), or around records of the standard (a short header
 * whose configuration field has bit 12). Their makers' two default keys are public; a key of 8 bytes of the meter's own goes
 * first.
 */
final class Diehl {

    private static final int HEADER = 4;
    private static final byte FIRST_BYTE = 0x4B;
    private static final int CHECK = 0xEF;
    private static final int KEY = 8;
    private static final int HIDDEN = 0x1000;
    private static final int WATER = 0x07;
    private static final int FIRST_CI = 0xA0;
    private static final int LAST_CI = 0xA7;

    private static final List<byte[]> DEFAULT_KEYS = List.of(
            new byte[] {0x39, (byte) 0xBC, (byte) 0x8A, 0x10, (byte) 0xE6, 0x6D, (byte) 0x83, (byte) 0xF8},
            new byte[] {0x51, 0x72, (byte) 0x89, 0x10, (byte) 0xE6, 0x6D, (byte) 0x83, (byte) 0xF8});

    private static final List<String> MAKES = List.of("SAP", "DME", "HYD", "EWT", "SPL");

    private Diehl() {}

    /** PRIOS: a check byte, the register in litres, that of the key date, and the date. */
    static Answer.Telegram read(Answer.Telegram telegram, Keys keys) {
        byte[] data = telegram.manufacturerData();
        if (telegram.ci() < FIRST_CI || telegram.ci() > LAST_CI || data.length < HEADER + 5) {
            return telegram;
        }
        Header link = telegram.header();
        Header meter = link.manufacturer().equals("SAP")
                ? new Header(link.id(), link.manufacturer(), 0, new Medium(WATER), 0, 0, 0)
                : swapped(link);
        for (byte[] key : keysOf(meter, keys)) {
            byte[] plain = plain(link, telegram.ci(), data, key);
            if (plain[0] == FIRST_BYTE) {
                Layout layout = new Layout(plain);
                layout.count("0413", layout.number(1, 4));
                if (plain.length > 10) {
                    layout.count("4413", layout.number(5, 4)).field("426C", 9, 2);
                }
                layout.count("04FD3C", 4L << (data[0] & 0x0F)); // between two transmissions
                layout.count("04FDFD02", 6L * (data[1] & 0x1F)); // battery, told in half years
                return ManufacturerFrames.with(telegram, meter, layout.records(telegram.records()));
            }
        }
        return ManufacturerFrames.with(telegram, meter, telegram.records());
    }

    /** @return whether this short header hides its records like that */
    static boolean hides(int ci, Header header) {
        return ci == 0x7A && (header.signature() & HIDDEN) != 0 && MAKES.contains(header.manufacturer());
    }

    /**
     * Opens records of the standard.
     *
     * @param ci the CI field
     * @param header as it came
     * @param data what follows the CI field: a short header of four bytes, then what is hidden
     * @param keys the meters' keys
     * @return header and records in clear; empty if no key gives the sum that the header tells
     */
    static Optional<byte[]> reveal(int ci, Header header, byte[] data, Keys keys) {
        if (data.length <= HEADER) {
            return Optional.empty();
        }
        for (byte[] key : keysOf(swapped(header), keys)) {
            byte[] plain = plain(header, ci, data, key);
            int sum = 0;
            for (byte b : plain) {
                sum += b & 0xFF;
            }
            if ((sum & CHECK) == (data[3] & CHECK)) {
                byte[] all = Arrays.copyOf(data, data.length);
                System.arraycopy(plain, 0, all, HEADER, plain.length);
                return Optional.of(all);
            }
        }
        return Optional.empty();
    }

    /** Version and medium come before the identification in these frames. */
    static Header swapped(Header link) {
        byte[] address = link.address();
        byte[] standard = {
            address[0], address[1], address[4], address[5], address[6], address[7], address[2], address[3]
        };
        Header meter = Header.ofLinkAddress(standard, 0);
        return new Header(
                meter.id(),
                meter.manufacturer(),
                meter.version(),
                meter.medium(),
                link.access(),
                link.status(),
                link.signature());
    }

    /** @return the public key that meters of these makes are delivered with, where they encrypt by the standard */
    static Optional<byte[]> standardKey(Header header) {
        if (!MAKES.contains(header.manufacturer()) || Security.of(header).mode() != SecurityMode.AES_CBC.code()) {
            return Optional.empty();
        }
        byte[] key = Arrays.copyOf(DEFAULT_KEYS.get(1), 2 * KEY);
        System.arraycopy(key, 0, key, KEY, KEY);
        return Optional.of(key);
    }

    private static List<byte[]> keysOf(Header meter, Keys keys) {
        return keys.of(meter)
                .filter(key -> key.length == KEY)
                .map(key -> List.of(key, DEFAULT_KEYS.get(0), DEFAULT_KEYS.get(1)))
                .orElse(DEFAULT_KEYS);
    }

    private static byte[] plain(Header link, int ci, byte[] data, byte[] key) {
        byte[] address = link.address();
        byte[] start = {(byte) ci, data[0], data[1], data[2]};
        int register = word(key, 0) ^ word(key, 4) ^ word(address, 0) ^ word(address, 4) ^ word(start, 0);
        byte[] plain = new byte[data.length - HEADER];
        for (int i = 0; i < plain.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                int next = register >> 1 ^ register >> 2 ^ register >> 11 ^ register >> 31;
                register = register << 1 | next & 1;
            }
            plain[i] = (byte) (data[HEADER + i] ^ register);
        }
        return plain;
    }

    private static int word(byte[] b, int at) {
        return (b[at] & 0xFF) << 24 | (b[at + 1] & 0xFF) << 16 | (b[at + 2] & 0xFF) << 8 | b[at + 3] & 0xFF;
    }
}
