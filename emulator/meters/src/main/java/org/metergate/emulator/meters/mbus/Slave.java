package org.metergate.emulator.meters.mbus;

import java.util.List;
import java.util.Optional;

/**
 * One slave on the bus: its address, its link state, its registers. The link is reset by SND_NKE; a request with the
 * frame count bit of the one before gets the same answer again (IEC 60870-5-2, 5.1.1). The bus calls one at a time.
 */
final class Slave {

    private static final byte[] ACKNOWLEDGEMENT = {(byte) 0xE5};

    private final int address;
    private final Registers registers;
    private final LinkState own = new LinkState();
    private final LinkState selected = new LinkState();
    private boolean isSelected;
    private int accessNumber;

    /** The memory of one link: that of the primary address, or that of 253. */
    private static final class LinkState {
        private Optional<Boolean> lastBit = Optional.empty();
        private byte[] lastAnswer = {};
        private List<byte[]> telegrams = List.of();
        private int next;

        void reset() {
            lastBit = Optional.empty();
            telegrams = List.of();
            next = 0;
        }
    }

    Slave(int address, Registers registers) {
        this.address = address;
        this.registers = registers;
    }

    int address() {
        return address;
    }

    /** @return whether a frame to this address is for this slave */
    boolean hears(int called) {
        return called == address || called == 254 || called == 255 || called == 253 && isSelected;
    }

    /** SND_NKE. */
    byte[] resetLink(int called) {
        if (called == 253) {
            selected.reset();
            isSelected = false;
        } else {
            own.reset();
        }
        return ACKNOWLEDGEMENT;
    }

    /** REQ_UD2. */
    byte[] answer(int called, boolean countValid, boolean bit) {
        LinkState link = called == 253 ? selected : own;
        boolean repeat = countValid && link.lastBit.isPresent() && link.lastBit.get() == bit;
        if (!repeat) {
            if (link.next >= link.telegrams.size()) {
                link.telegrams = registers.telegrams(accessNumber++ & 0xFF);
                link.next = 0;
            }
            byte[] body = link.telegrams.get(link.next++).clone();
            body[1] = (byte) address;
            link.lastAnswer = Frames.longFrame(body);
        }
        link.lastBit = countValid ? Optional.of(bit) : Optional.empty();
        return link.lastAnswer.clone();
    }

    /**
     * SND_UD with CI 52: selected if every nibble of the identification and every other byte fits (EN 13757-3, 11.3).
     *
     * @param wanted 8 bytes; nibble F and byte FF fit everything
     * @return the acknowledgement if it is selected now; one that does not fit is deselected
     */
    Optional<byte[]> select(byte[] wanted) {
        isSelected =
                registers.identity().map(identity -> fits(wanted, identity)).orElse(false);
        if (!isSelected) {
            return Optional.empty();
        }
        selected.reset();
        return Optional.of(ACKNOWLEDGEMENT);
    }

    private static boolean fits(byte[] wanted, byte[] identity) {
        for (int i = 0; i < 4; i++) {
            int high = wanted[i] >> 4 & 0x0F;
            int low = wanted[i] & 0x0F;
            if (high != 0x0F && high != (identity[i] >> 4 & 0x0F) || low != 0x0F && low != (identity[i] & 0x0F)) {
                return false;
            }
        }
        if (identity[4] == (byte) 0xFF && identity[5] == (byte) 0xFF) {
            return true; // a fixed structure cannot tell the rest
        }
        boolean anyMaker = wanted[4] == (byte) 0xFF && wanted[5] == (byte) 0xFF;
        return (anyMaker || wanted[4] == identity[4] && wanted[5] == identity[5])
                && (wanted[6] == (byte) 0xFF || wanted[6] == identity[6])
                && (wanted[7] == (byte) 0xFF || wanted[7] == identity[7]);
    }
}
