package org.metergate.mbus.wireless;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * IMST iM871A: the host controller interface of its "WM-Bus HCI Specification" 1.6, 57600 baud 8N1. A frame is A5, control
 * bits and endpoint, message, length, payload, and as the control bits say a time stamp (4 bytes), the signal strength (1)
 * and a CRC (2, low byte first).
 */
public final class ImstReceiver implements Receiver {

    private static final int START = 0xA5;
    private static final int HEADER = 4;
    private static final int TIME_STAMP = 0x20;
    private static final int RSSI = 0x40;
    private static final int CRC = 0x80;
    private static final int DEVICE_MANAGEMENT = 0x01;
    private static final int RADIO_LINK = 0x02;
    private static final int LAST_ENDPOINT = 0x04;
    private static final int SET_CONFIGURATION = 0x03;
    private static final int SET_CONFIGURATION_ANSWER = 0x04;
    private static final int TELEGRAM = 0x03;
    private static final int SHORTEST_TELEGRAM = 10;

    private final Buffer buffer = new Buffer();

    /** Begins with an empty buffer. */
    public ImstReceiver() {}

    @Override
    public List<Message> take(byte[] bytes) {
        buffer.add(bytes);
        List<Message> messages = new ArrayList<>();
        while (true) {
            int skipped = buffer.dropUntil(this::startsFrame);
            if (skipped > 0) {
                messages.add(new Message.Damaged(skipped + " bytes belong to no frame"));
            }
            if (buffer.size() < HEADER) {
                return messages;
            }
            int control = buffer.get(1);
            int payloadEnd = HEADER + buffer.get(3);
            int rssiAt = payloadEnd + ((control & TIME_STAMP) == 0 ? 0 : 4);
            int crcAt = rssiAt + ((control & RSSI) == 0 ? 0 : 1);
            int end = crcAt + ((control & CRC) == 0 ? 0 : 2);
            if (buffer.size() < end) {
                return messages;
            }
            if ((control & CRC) != 0
                    && crc(buffer.copy(1, crcAt)) != (buffer.get(crcAt) | buffer.get(crcAt + 1) << 8)) {
                buffer.drop(1); // the start byte may have been another byte of a frame: look for the next one
                messages.add(new Message.Damaged("the CRC of a frame does not hold"));
                continue;
            }
            message(payloadEnd, (control & RSSI) == 0 ? OptionalInt.empty() : OptionalInt.of(dBm(buffer.get(rssiAt))))
                    .ifPresent(messages::add);
            buffer.drop(end);
        }
    }

    private boolean startsFrame() {
        if (buffer.get(0) != START) {
            return false;
        }
        int endpoint = buffer.size() < 2 ? DEVICE_MANAGEMENT : buffer.get(1) & 0x0F;
        return endpoint >= DEVICE_MANAGEMENT && endpoint <= LAST_ENDPOINT;
    }

    private Optional<Message> message(int payloadEnd, OptionalInt rssi) {
        int endpoint = buffer.get(1) & 0x0F;
        int message = buffer.get(2);
        int length = payloadEnd - HEADER;
        if (endpoint == RADIO_LINK && message == TELEGRAM) {
            if (length < SHORTEST_TELEGRAM) {
                return Optional.of(new Message.Damaged("a telegram of " + length + " bytes"));
            }
            return Optional.of(new Message.Heard(new Reception(buffer.copy(HEADER - 1, payloadEnd), rssi)));
        }
        return endpoint == DEVICE_MANAGEMENT
                ? Optional.of(new Message.Confirmed(message, buffer.copy(HEADER, payloadEnd)))
                : Optional.empty();
    }

    @Override
    public void reset() {
        buffer.clear();
    }

    /** Link mode, signal strength on, time stamp off; not in its permanent memory. */
    @Override
    public List<Command> start(LinkMode mode) {
        int code =
                switch (mode) {
                    case S -> 0x00;
                    case T -> 0x03;
                    case C -> 0x07;
                    case C_AND_T -> 0x0A;
                };
        byte[] bytes = {(byte) START, DEVICE_MANAGEMENT, SET_CONFIGURATION, 6, 0x00, 0x02, (byte) code, 0x30, 0x01, 0x00
        };
        return List.of(new Command("listen to mode " + mode, bytes, SET_CONFIGURATION_ANSWER, Optional.empty()));
    }

    /** Straight part of the curve in the data sheet: 45 is -100 dBm, 205 is -20 dBm. */
    private static int dBm(int register) {
        return Math.min(0, Math.floorDiv(register - 45, 2) - 100);
    }

    /** CRC-16/X-25: polynomial 1021, bits reflected, start FFFF, complemented. */
    static int crc(byte[] bytes) {
        int crc = 0xFFFF;
        for (byte b : bytes) {
            crc ^= b & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0x8408 : crc >> 1;
            }
        }
        return ~crc & 0xFFFF;
    }
}
