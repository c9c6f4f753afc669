package org.metergate.transport.ports;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.metergate.transport.SerialSettings;

/** The commands of RFC 2217 that set a port up. The server answers each with its code + 100 and the value in effect. */
enum ComPort {
    /** Four bytes, the highest first. */
    SET_BAUDRATE(1) {
        @Override
        byte[] value(SerialSettings settings) {
            return ByteBuffer.allocate(4).putInt(settings.baud()).array();
        }
    },
    /** 5 to 8. */
    SET_DATASIZE(2) {
        @Override
        byte[] value(SerialSettings settings) {
            return new byte[] {(byte) settings.dataBits()};
        }
    },
    /** 1 none, 2 odd, 3 even. */
    SET_PARITY(3) {
        @Override
        byte[] value(SerialSettings settings) {
            return new byte[] {
                switch (settings.parity()) {
                    case NONE -> (byte) 1;
                    case ODD -> (byte) 2;
                    case EVEN -> (byte) 3;
                }
            };
        }
    },
    /** 1 or 2; 3 would be one and a half. */
    SET_STOPSIZE(4) {
        @Override
        byte[] value(SerialSettings settings) {
            return new byte[] {(byte) settings.stopBits()};
        }
    };

    /** The Telnet option. */
    static final int OPTION = 44;

    /** What the server adds to a code in its answer. */
    static final int ANSWER = 100;

    /** Flow control and modem lines. */
    static final int SET_CONTROL = 5;

    static final byte NO_FLOW_CONTROL = 1;
    static final byte DTR_ON = 8;
    static final byte RTS_ON = 11;

    /** What the server is to tell about the line, and how it does. */
    static final int SET_LINESTATE_MASK = 10;

    static final int NOTIFY_LINESTATE = 6;
    static final byte PARITY_ERROR = 4;
    static final byte FRAMING_ERROR = 8;

    /** The server asks for silence, and ends it. */
    static final int FLOWCONTROL_SUSPEND = 8;

    static final int FLOWCONTROL_RESUME = 9;

    private final int code;

    ComPort(int code) {
        this.code = code;
    }

    abstract byte[] value(SerialSettings settings);

    int code() {
        return code;
    }

    /** @return the command as it goes over the connection */
    byte[] command(SerialSettings settings) {
        byte[] value = value(settings);
        byte[] body = new byte[2 + value.length];
        body[0] = OPTION;
        body[1] = (byte) code;
        System.arraycopy(value, 0, body, 2, value.length);
        return Telnet.subnegotiation(body);
    }

    /** @return whether that answer of the server says what was asked for */
    boolean isGranted(byte[] answer, SerialSettings settings) {
        return Arrays.equals(answer, value(settings));
    }

    /** @return what the server says it has set, for messages */
    String readable(byte[] answer) {
        return this == SET_BAUDRATE && answer.length == 4
                ? Integer.toUnsignedString(ByteBuffer.wrap(answer).getInt()) + " baud"
                : name() + " " + Arrays.toString(answer);
    }
}
