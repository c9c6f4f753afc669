package org.metergate.transport.ports;

import java.io.ByteArrayOutputStream;

/**
 * Telnet as a serial server needs it: takes the commands out of the stream that comes (RFC 854, 855), and puts escapes
 * into the stream that goes. Bytes may come in pieces of any size. One thread at a time.
 */
final class Telnet {
    /** Interpret as command; as data it is sent twice. */
    static final int IAC = 255;

    static final int DONT = 254;
    static final int DO = 253;
    static final int WONT = 252;
    static final int WILL = 251;

    private static final int SB = 250;
    private static final int SE = 240;

    /** A subnegotiation that grows longer is cut; none of those that matter here has more than a few bytes. */
    private static final int LONGEST = 1024;

    private static final int CR = 13;
    private static final int NUL = 0;

    /** Takes what comes, in order. */
    interface Listener {

        /** @param value one byte of data, escapes removed */
        void data(byte value);

        /**
         * @param command {@link #WILL}, {@link #WONT}, {@link #DO} or {@link #DONT}
         * @param option 0 to 255
         */
        void option(int command, int option);

        /** @param body option and parameters, escapes removed; not empty */
        void subnegotiation(byte[] body);
    }

    private enum State {
        DATA,
        AFTER_CR,
        COMMAND,
        OPTION,
        SUBNEGOTIATION,
        COMMAND_IN_SUBNEGOTIATION
    }

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private State state = State.DATA;
    private int command;
    private boolean binaryIn;
    private boolean binaryOut;

    /** From now on data comes as it is (RFC 856); before, a carriage return is followed by a zero that is no data. */
    void receiveBinary(boolean binary) {
        binaryIn = binary;
    }

    /** From now on data goes as it is; before, a carriage return alone is sent with a zero. */
    void sendBinary(boolean binary) {
        binaryOut = binary;
    }

    /** Takes the next bytes of the stream apart. */
    void received(byte[] bytes, int count, Listener listener) {
        for (int i = 0; i < count; i++) {
            received(bytes[i] & 0xFF, listener);
        }
    }

    private void received(int value, Listener listener) {
        switch (state) {
            case AFTER_CR -> {
                state = State.DATA;
                if (value != NUL) {
                    received(value, listener);
                }
            }
            case DATA -> {
                if (value == IAC) {
                    state = State.COMMAND;
                } else {
                    state = value == CR && !binaryIn ? State.AFTER_CR : State.DATA;
                    listener.data((byte) value);
                }
            }
            case COMMAND -> commandReceived(value, listener);
            case OPTION -> {
                state = State.DATA;
                listener.option(command, value);
            }
            case SUBNEGOTIATION -> {
                if (value == IAC) {
                    state = State.COMMAND_IN_SUBNEGOTIATION;
                } else {
                    addToBody(value);
                }
            }
            case COMMAND_IN_SUBNEGOTIATION -> {
                if (value == IAC) {
                    state = State.SUBNEGOTIATION;
                    addToBody(value);
                } else {
                    state = State.DATA;
                    endOfBody(listener);
                    if (value != SE) { // the end is missing: this is a command of its own
                        commandReceived(value, listener);
                    }
                }
            }
        }
    }

    private void commandReceived(int value, Listener listener) {
        state = State.DATA;
        if (value == IAC) {
            listener.data((byte) IAC);
        } else if (value >= WILL && value <= DONT) {
            command = value;
            state = State.OPTION;
        } else if (value == SB) {
            body.reset();
            state = State.SUBNEGOTIATION;
        }
        // the others, such as NOP, have no option and mean nothing to a serial port
    }

    private void addToBody(int value) {
        if (body.size() < LONGEST) {
            body.write(value);
        }
    }

    private void endOfBody(Listener listener) {
        if (body.size() > 0) {
            listener.subnegotiation(body.toByteArray());
        }
    }

    /** @return the data as it goes over the connection */
    byte[] escaped(byte[] data) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(data.length + 8);
        for (int i = 0; i < data.length; i++) {
            int value = data[i] & 0xFF;
            all.write(value);
            if (value == IAC) {
                all.write(IAC);
            } else if (value == CR && !binaryOut && (i + 1 == data.length || data[i + 1] != '\n')) {
                all.write(NUL);
            }
        }
        return all.toByteArray();
    }

    /** @return a command about an option */
    static byte[] option(int command, int option) {
        return new byte[] {(byte) IAC, (byte) command, (byte) option};
    }

    /** @return a subnegotiation */
    static byte[] subnegotiation(byte... body) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(body.length + 6);
        all.write(IAC);
        all.write(SB);
        for (byte value : body) {
            all.write(value);
            if ((value & 0xFF) == IAC) {
                all.write(IAC);
            }
        }
        all.write(IAC);
        all.write(SE);
        return all.toByteArray();
    }
}
