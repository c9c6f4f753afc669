package org.metergate.emulator.meters.mbus;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One slave on the bus: its address, its speed, its link state, its registers. The link is reset by SND_NKE; a request
 * with the frame count bit of the one before gets the same answer again (IEC 60870-5-2, 5.1.1). The bus calls one at a
 * time.
 */
final class Slave {

    private static final byte[] ACKNOWLEDGEMENT = {(byte) 0xE5};
    private static final byte[] SILENCE = {};
    private static final int SND_NKE = 0x40;
    private static final int SND_UD = 0x53;
    private static final int REQ_UD1 = 0x5A;
    private static final int REQ_UD2 = 0x5B;
    private static final int FCB = 0x20;
    private static final int FCV = 0x10;
    private static final int SELECTED = 253;
    private static final int MOST_HESITATION = 23;
    private static final int CI_SELECTION = 0x52;
    private static final int CI_APPLICATION_RESET = 0x50;
    private static final int CI_DATA = 0x51;
    private static final List<Integer> SPEEDS = List.of(300, 600, 1200, 2400, 4800, 9600, 19_200, 38_400);

    private final Registers registers;
    private final LinkState own = new LinkState();
    private final LinkState selected = new LinkState();
    private final ReadoutChoice choice = new ReadoutChoice();
    private int address;
    private int baud;
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

    /** @param baud 0 for every speed */
    Slave(int address, Registers registers, int baud) {
        this.address = address;
        this.registers = registers;
        this.baud = baud;
    }

    int address() {
        return address;
    }

    boolean holds(Registers others) {
        return registers == others;
    }

    int baud() {
        return baud;
    }

    Duration reaction() {
        return registers.reaction();
    }

    /** @return bit times by which it begins after its neighbours: no two oscillators are the same */
    int hesitation() {
        int of = registers.identity().map(Arrays::hashCode).orElse(0)
                + registers.fabrication().map(Arrays::hashCode).orElse(0);
        return Math.floorMod(of * 31 + address * 7, MOST_HESITATION);
    }

    /** @return the answer to a frame, given from its C field on; nothing if it is for others */
    byte[] hear(byte[] body) {
        int control = body[0] & 0xFF & ~FCB;
        int called = body[1] & 0xFF;
        if (control == SND_UD && called == SELECTED && body.length >= 11 && (body[2] & 0xFF) == CI_SELECTION) {
            return select(Arrays.copyOfRange(body, 3, body.length));
        }
        if (called != address && called != 254 && called != 255 && !(called == SELECTED && isSelected)) {
            return SILENCE;
        }
        return switch (control) {
            case SND_NKE -> resetLink(called);
            case REQ_UD2, REQ_UD2 & ~FCV -> answer(called, (control & FCV) != 0, (body[0] & FCB) != 0);
            case REQ_UD1, REQ_UD1 & ~FCV -> ACKNOWLEDGEMENT; // no alarm
            case SND_UD -> body.length > 2 ? obey(body[2] & 0xFF, Arrays.copyOfRange(body, 3, body.length)) : SILENCE;
            default -> SILENCE;
        };
    }

    private byte[] resetLink(int called) {
        if (called == SELECTED || called == 255) {
            selected.reset();
            isSelected = false;
        }
        if (called != SELECTED) {
            own.reset();
        }
        return ACKNOWLEDGEMENT;
    }

    private byte[] answer(int called, boolean countValid, boolean bit) {
        LinkState link = called == SELECTED ? selected : own;
        boolean repeat = countValid && link.lastBit.isPresent() && link.lastBit.get() == bit;
        if (!repeat) {
            if (link.next >= link.telegrams.size()) {
                link.telegrams = choice.of(registers.telegrams(accessNumber++ & 0xFF));
                link.next = 0;
            }
            byte[] body = link.telegrams.get(link.next++).clone();
            body[1] = (byte) address;
            link.lastAnswer = Frames.longFrame(body);
        }
        link.lastBit = countValid ? Optional.of(bit) : Optional.empty();
        return link.lastAnswer.clone();
    }

    /** SND_UD with a command (EN 13757-3). It acknowledges before it changes its speed. */
    private byte[] obey(int ci, byte[] data) {
        if (ci == CI_APPLICATION_RESET) {
            choice.everything();
        } else if (ci == CI_DATA && data.length == 3 && data[0] == 0x01 && data[1] == 0x7A) {
            int wanted = data[2] & 0xFF;
            address = wanted <= 250 ? wanted : address;
        } else if (ci == CI_DATA && data.length > 1 && (data[0] & 0x0F) == 8) {
            choice.only(data);
        } else if (ci >= 0xB8 && ci < 0xB8 + SPEEDS.size()) {
            baud = SPEEDS.get(ci - 0xB8);
        }
        return ACKNOWLEDGEMENT;
    }

    /**
     * SND_UD with CI 52: selected if every nibble of the identification and every other byte fits (EN 13757-3, 11.3), and
     * the fabrication number if one is given (11.5). One that does not fit is deselected.
     */
    private byte[] select(byte[] wanted) {
        isSelected =
                registers.identity().map(identity -> fits(wanted, identity)).orElse(false)
                        && (wanted.length == 8 || fitsNumber(wanted));
        if (!isSelected) {
            return SILENCE;
        }
        selected.reset();
        return ACKNOWLEDGEMENT;
    }

    private boolean fitsNumber(byte[] wanted) {
        boolean record = wanted.length == 14 && wanted[8] == 0x0C && wanted[9] == 0x78;
        return record
                && registers
                        .fabrication()
                        .map(number -> fitNibbles(wanted, 10, number))
                        .orElse(false);
    }

    private static boolean fits(byte[] wanted, byte[] identity) {
        if (!fitNibbles(wanted, 0, identity)) {
            return false;
        }
        if (identity[4] == (byte) 0xFF && identity[5] == (byte) 0xFF) {
            return true; // a fixed structure cannot tell the rest
        }
        boolean anyMaker = wanted[4] == (byte) 0xFF && wanted[5] == (byte) 0xFF;
        return (anyMaker || wanted[4] == identity[4] && wanted[5] == identity[5])
                && (wanted[6] == (byte) 0xFF || wanted[6] == identity[6])
                && (wanted[7] == (byte) 0xFF || wanted[7] == identity[7]);
    }

    /** Eight digits in four bytes; F fits every digit. */
    private static boolean fitNibbles(byte[] wanted, int at, byte[] digits) {
        for (int i = 0; i < 4; i++) {
            int high = wanted[at + i] >> 4 & 0x0F;
            int low = wanted[at + i] & 0x0F;
            if (high != 0x0F && high != (digits[i] >> 4 & 0x0F) || low != 0x0F && low != (digits[i] & 0x0F)) {
                return false;
            }
        }
        return true;
    }
}
