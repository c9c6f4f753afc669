package org.metergate.mbus.wireless;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Amber (Würth Elektronik) AMB8465 in its command mode: FF, command, length, payload, exclusive or of all before it; 9600
 * baud 8N1. In a data indication the length stands for the L field of the telegram and counts the signal strength behind
 * it.
 */
public final class AmberReceiver implements Receiver {

    private static final int START = 0xFF;
    private static final int HEADER = 3;
    private static final int DATA_INDICATION = 0x03;
    private static final int SET_MODE = 0x04;
    private static final int RESET = 0x05;
    private static final int SET = 0x09;
    private static final int GET = 0x0A;
    private static final int ANSWER = 0x80;
    private static final int SHORTEST_TELEGRAM = 10;

    /** Places in its permanent memory. */
    private static final int COMMAND_OUTPUT = 0x05;

    private static final int RSSI = 0x45;

    private final Buffer buffer = new Buffer();

    /** Begins with an empty buffer. */
    public AmberReceiver() {}

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
            int end = HEADER + buffer.get(2) + 1;
            if (buffer.size() < end) {
                return messages;
            }
            byte[] frame = buffer.copy(0, end);
            if (check(frame, end - 1) != frame[end - 1]) {
                buffer.drop(1); // the start byte may have been another byte of a frame: look for the next one
                messages.add(new Message.Damaged("the check byte of a frame does not hold"));
                continue;
            }
            messages.add(message(frame));
            buffer.drop(end);
        }
    }

    private boolean startsFrame() {
        if (buffer.get(0) != START) {
            return false;
        }
        int command = buffer.size() < 2 ? DATA_INDICATION : buffer.get(1);
        return command == DATA_INDICATION || command >= ANSWER && command < START;
    }

    private static Message message(byte[] frame) {
        int command = frame[1] & 0xFF;
        int length = frame[2] & 0xFF;
        if (command != DATA_INDICATION) {
            byte[] payload = java.util.Arrays.copyOfRange(frame, HEADER, HEADER + length);
            return new Message.Confirmed(command & ~ANSWER, payload);
        }
        int counted = length - 1;
        if (counted < SHORTEST_TELEGRAM) {
            return new Message.Damaged("a telegram of " + counted + " bytes");
        }
        byte[] telegram = java.util.Arrays.copyOfRange(frame, HEADER - 1, HEADER + counted);
        telegram[0] = (byte) counted;
        return new Message.Heard(new Reception(telegram, OptionalInt.of(dBm(frame[HEADER + counted]))));
    }

    @Override
    public void reset() {
        buffer.clear();
    }

    /**
     * Output as commands and signal strength on, which lie in a permanent memory of few writes: each is asked for first,
     * and set only if it is off; then a restart, so that they count, and the mode.
     */
    @Override
    public List<Command> start(LinkMode mode) {
        int code =
                switch (mode) {
                    case S -> 0x03;
                    case T -> 0x08;
                    case C -> 0x0E;
                    case C_AND_T -> 0x09;
                };
        return List.of(
                command("ask whether output as commands is on", GET, Optional.empty(), COMMAND_OUTPUT, 1),
                command("output as commands", SET, on(COMMAND_OUTPUT), COMMAND_OUTPUT, 1, 1),
                command("ask whether signal strength is on", GET, Optional.empty(), RSSI, 1),
                command("signal strength", SET, on(RSSI), RSSI, 1, 1),
                command("restart", RESET, Optional.empty()),
                command("listen to mode " + mode, SET_MODE, Optional.empty(), code));
    }

    private static Optional<byte[]> on(int place) {
        return Optional.of(new byte[] {(byte) place, 1, 1});
    }

    private static Command command(String purpose, int command, Optional<byte[]> unless, int... payload) {
        byte[] bytes = new byte[HEADER + payload.length + 1];
        bytes[0] = (byte) START;
        bytes[1] = (byte) command;
        bytes[2] = (byte) payload.length;
        for (int i = 0; i < payload.length; i++) {
            bytes[HEADER + i] = (byte) payload[i];
        }
        bytes[bytes.length - 1] = check(bytes, bytes.length - 1);
        return new Command(purpose, bytes, command, unless);
    }

    /** Two's complement in steps of half a dB above -74 dBm. */
    private static int dBm(byte register) {
        return register / 2 - 74;
    }

    private static byte check(byte[] frame, int to) {
        byte check = 0;
        for (int i = 0; i < to; i++) {
            check ^= frame[i];
        }
        return check;
    }
}
