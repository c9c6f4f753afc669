package org.metergate.emulator.meters.mbus;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Which records a slave gives out, until its application is reset (EN 13757-3, 6.4). Knows the data fields that the
 * emulated meters use, and no others.
 */
final class ReadoutChoice {

    private static final int HEADER = 15; // C, A, CI and the long header
    private static final int[] LENGTHS = {0, 1, 2, 3, 4, 4, 6, 8, 0, 1, 2, 3, 4, -1, 6, -1};

    private List<byte[]> chosen = List.of();

    void everything() {
        chosen = List.of();
    }

    /** @param selection for each record a DIF with data field 8, its DIFEs, VIF and VIFEs */
    void only(byte[] selection) {
        List<byte[]> heads = new ArrayList<>();
        for (int at = 0; at < selection.length; ) {
            int end = headEnd(selection, at);
            heads.add(java.util.Arrays.copyOfRange(selection, at, end));
            at = end;
        }
        chosen = heads;
    }

    /** @return the telegrams, or one with the chosen records of the first */
    List<byte[]> of(List<byte[]> telegrams) {
        byte[] body = telegrams.get(0);
        if (chosen.isEmpty() || (body[2] & 0xFF) != 0x72) {
            return telegrams;
        }
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        kept.write(body, 0, HEADER);
        for (int at = HEADER; at < body.length; ) {
            int head = headEnd(body, at);
            int length = head <= body.length ? LENGTHS[body[at] & 0x0F] : -1;
            if (length < 0 || head + length > body.length) {
                break; // manufacturer's data or a length that is told elsewhere
            }
            if (isChosen(body, at, head)) {
                kept.write(body, at, head + length - at);
            }
            at = head + length;
        }
        return List.of(kept.toByteArray());
    }

    private boolean isChosen(byte[] body, int from, int to) {
        return chosen.stream().anyMatch(head -> {
            if (head.length != to - from) {
                return false;
            }
            for (int i = 0; i < head.length; i++) {
                int ignored = i == 0 ? 0x0F : 0; // the data field
                if (((head[i] ^ body[from + i]) & 0xFF & ~ignored) != 0) {
                    return false;
                }
            }
            return true;
        });
    }

    /** The end of DIF, DIFEs, VIF and VIFEs. */
    private static int headEnd(byte[] bytes, int from) {
        int at = chainEnd(bytes, from);
        return chainEnd(bytes, at);
    }

    private static int chainEnd(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && (bytes[at] & 0x80) != 0) {
            at++;
        }
        return Math.min(at + 1, bytes.length);
    }
}
