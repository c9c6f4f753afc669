package org.metergate.emulator.meters.optical;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.metergate.emulator.meters.Wire;

/** Messages with a block check, as a meter writes and reads them (IEC 62056-21, 6.3). */
final class Frames {
    static final int SOH = 0x01;
    static final int STX = 0x02;
    static final int ETX = 0x03;
    static final int EOT = 0x04;
    static final int ACK = 0x06;
    static final int NAK = 0x15;

    private static final int LONGEST = 256;
    private static final Duration BETWEEN_CHARACTERS = Duration.ofMillis(1500);

    /**
     * A programming command message, {@code SOH command STX data ETX BCC}.
     *
     * @param type {@code P}, {@code R}, {@code W}, {@code E} or {@code B}
     * @param kind the digit after it
     * @param data what stands between STX and ETX; empty without STX
     * @param holds whether the block check is right
     */
    record Command(char type, char kind, String data, boolean holds) {
        boolean is(String name) {
            return name.equals("" + type + kind);
        }
    }

    private Frames() {}

    /** @return {@code STX text ETX BCC}, or with EOT where more follows */
    static byte[] data(String text, int end) {
        return checked("" + (char) STX + text + (char) end);
    }

    /** @return {@code SOH command STX text ETX BCC}, or without STX and text if there is none */
    static byte[] command(String command, String text) {
        return checked((char) SOH + command + (text.isEmpty() ? "" : (char) STX + text) + (char) ETX);
    }

    /** The block check leaves out the first character and takes in the last (ISO/IEC 1155). */
    private static byte[] checked(String message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int check = 0;
        byte[] characters = message.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < characters.length; i++) {
            bytes.write(characters[i]);
            check ^= i == 0 ? 0 : characters[i];
        }
        bytes.write(check);
        return bytes.toByteArray();
    }

    /**
     * Hears the rest of a command.
     *
     * @param wire after SOH
     * @return the command; empty if it stops or is too long
     * @throws IOException if the other side has gone
     */
    static Optional<Command> commandAfterSoh(Wire wire) throws IOException {
        StringBuilder text = new StringBuilder();
        int check = 0;
        while (text.length() < LONGEST) {
            OptionalInt heard = wire.read(BETWEEN_CHARACTERS);
            if (heard.isEmpty()) {
                return Optional.empty();
            }
            int character = heard.getAsInt() & 0x7F;
            check ^= character;
            if (character == ETX) {
                OptionalInt sent = wire.read(BETWEEN_CHARACTERS);
                return sent.isEmpty() || text.length() < 2
                        ? Optional.empty()
                        : Optional.of(command(text.toString(), check == (sent.getAsInt() & 0x7F)));
            }
            text.append((char) character);
        }
        return Optional.empty();
    }

    private static Command command(String text, boolean holds) {
        int start = text.indexOf(STX);
        return new Command(text.charAt(0), text.charAt(1), start < 0 ? "" : text.substring(start + 1), holds);
    }
}
