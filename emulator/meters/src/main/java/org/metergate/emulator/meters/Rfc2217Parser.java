package org.metergate.emulator.meters;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** What a client of RFC 2217 says, byte by byte, and the answers a server owes it. */
final class Rfc2217Parser {
    static final byte IAC = (byte) 0xFF;

    private static final int DONT = 0xFE;
    private static final int DO = 0xFD;
    private static final int WONT = 0xFC;
    private static final int WILL = 0xFB;
    private static final int SB = 0xFA;
    private static final int SE = 0xF0;
    private static final int COM_PORT_OPTION = 44;
    private static final Set<Integer> KNOWN = Set.of(0, 3, COM_PORT_OPTION); // binary, suppress go ahead

    /** The port that the client works with. */
    interface Client {
        void data(byte value);

        void reply(byte... bytes) throws IOException;

        /** @return the speed in effect after the wish; 0 wishes nothing */
        int baud(int wanted);

        /** @return the data bits in effect */
        int dataBits(int wanted);

        /** @return the parity in effect, 1 none, 2 odd, 3 even */
        int parity(int wanted);

        /** @return the stop bits in effect */
        int stopBits(int wanted);

        /** The client wants to be told of these states of the line. */
        void lineStateMask(int mask);
    }

    private final Client client;
    private final Set<Integer> done = new HashSet<>();
    private final int[] block = new int[64];
    private int blockLength = -1; // below 0 outside of a block
    private int command = -1; // what follows IAC; below 0 if none
    private boolean escape;
    private boolean carriageReturn;

    Rfc2217Parser(Client client) {
        this.client = client;
    }

    void take(int value) throws IOException {
        if (command >= 0) {
            negotiate(command, value);
            command = -1;
        } else if (escape) {
            escape = false;
            afterEscape(value);
        } else if (value == (IAC & 0xFF)) {
            escape = true;
        } else {
            plain(value);
        }
    }

    private void afterEscape(int value) throws IOException {
        switch (value) {
            case 0xFF -> plain(value);
            case DO, DONT, WILL, WONT -> command = value;
            case SB -> blockLength = 0;
            case SE -> {
                if (blockLength >= 2 && block[0] == COM_PORT_OPTION) {
                    carryOut(block[1], Arrays.copyOfRange(block, 2, blockLength));
                }
                blockLength = -1;
            }
            default -> {
                // NOP and its like
            }
        }
    }

    private void plain(int value) {
        if (blockLength >= 0) {
            block[Math.min(blockLength++, block.length - 1)] = value;
            blockLength = Math.min(blockLength, block.length);
            return;
        }
        boolean padding = carriageReturn && value == 0 && !done.contains(WILL << 8);
        carriageReturn = value == '\r';
        if (!padding) {
            client.data((byte) value);
        }
    }

    /** Every wish is answered once: yes to what is known, no to the rest. */
    private void negotiate(int wish, int option) throws IOException {
        boolean on = wish == DO || wish == WILL;
        boolean yes = on && KNOWN.contains(option);
        int key = (wish == DO || wish == DONT ? DO : WILL) << 8 | option;
        boolean news = yes ? done.add(key) : done.remove(key) || on;
        if (news) {
            int answer = wish == DO || wish == DONT ? (yes ? WILL : WONT) : yes ? DO : DONT;
            client.reply(IAC, (byte) answer, (byte) option);
        }
    }

    private void carryOut(int code, int[] value) throws IOException {
        switch (code) {
            case 1 -> {
                int wanted = value.length == 4 ? value[0] << 24 | value[1] << 16 | value[2] << 8 | value[3] : 0;
                int is = client.baud(wanted);
                confirm(101, is >>> 24, is >> 16 & 0xFF, is >> 8 & 0xFF, is & 0xFF);
            }
            case 2 -> confirm(102, client.dataBits(first(value)));
            case 3 -> confirm(103, client.parity(first(value)));
            case 4 -> confirm(104, client.stopBits(first(value)));
            case 5 -> confirm(105, first(value));
            case 10 -> {
                client.lineStateMask(first(value));
                confirm(110, first(value));
            }
            default -> {
                // signature, masks and purging mean nothing to this port
            }
        }
    }

    private void confirm(int code, int... value) throws IOException {
        client.reply(block(code, value));
    }

    /** @return what the server says about the port */
    static byte[] block(int code, int... value) {
        byte[] reply = new byte[6 + 2 * value.length];
        int length = 0;
        reply[length++] = IAC;
        reply[length++] = (byte) SB;
        reply[length++] = COM_PORT_OPTION;
        reply[length++] = (byte) code;
        for (int part : value) {
            reply[length++] = (byte) part;
            if (part == 0xFF) {
                reply[length++] = IAC;
            }
        }
        reply[length++] = IAC;
        reply[length++] = (byte) SE;
        return Arrays.copyOf(reply, length);
    }

    private static int first(int[] value) {
        return value.length == 0 ? 0 : value[0];
    }
}
