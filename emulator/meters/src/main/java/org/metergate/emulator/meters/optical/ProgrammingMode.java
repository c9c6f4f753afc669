package org.metergate.emulator.meters.optical;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.Wire;

/**
 * The programming mode for one connection (IEC 62056-21, 6.5): passwords, reading and writing of single registers, load
 * profile and log book, whole or in partial blocks, until break or two minutes without a word.
 */
final class ProgrammingMode {
    private static final Duration INACTIVITY = Duration.ofMinutes(2);
    private static final Pattern DATA = Pattern.compile("([^()]*)\\(([^()]*)\\)(?:\\((\\d{1,3})\\))?");
    private static final int LINES_A_BLOCK = 4;
    private static final int REPETITIONS = 3;

    private static final String UNKNOWN = "(ER04)";
    private static final String NO_RIGHT = "(ER02)";
    private static final String INVALID = "(ER05)";
    private static final byte[] ACK = {Frames.ACK};
    private static final byte[] NAK = {Frames.NAK};
    private static final byte[] BREAK = Frames.command("B0", "");

    private final OpticalSettings settings;
    private final Building building;
    private final Memory memory;
    private final Wire wire;
    private final Voice voice;
    private int level;
    private OptionalInt next = OptionalInt.empty();

    ProgrammingMode(OpticalSettings settings, Building building, Memory memory, Wire wire, Voice voice) {
        this.settings = settings;
        this.building = building;
        this.memory = memory;
        this.wire = wire;
        this.voice = voice;
        this.level = settings.traits().password1().isEmpty() ? 1 : 0;
    }

    /**
     * Asks for the password and answers commands.
     *
     * @throws IOException if the other side has gone
     */
    void serve() throws IOException {
        byte[] last = Frames.command("P0", "(" + settings.deviceAddress() + ")");
        voice.say(last);
        while (true) {
            OptionalInt heard = next.isPresent() ? next : wire.read(INACTIVITY);
            next = OptionalInt.empty();
            if (heard.isEmpty()) {
                return;
            }
            int character = heard.getAsInt() & 0x7F;
            if (character == Frames.NAK) {
                voice.say(last);
            } else if (character == Frames.SOH) {
                Optional<Frames.Command> command = Frames.commandAfterSoh(wire);
                if (command.isPresent()) {
                    if (command.get().holds() && command.get().type() == 'B') {
                        return;
                    }
                    last = command.get().holds() ? answer(command.get()) : NAK;
                    voice.say(last);
                    if (last == BREAK) {
                        return;
                    }
                }
            }
        }
    }

    private byte[] answer(Frames.Command command) throws IOException {
        Matcher data = DATA.matcher(command.data());
        if (!data.matches()) {
            return Frames.data(INVALID, Frames.ETX);
        }
        String address = data.group(1);
        String value = data.group(2);
        return switch (command.type()) {
            case 'P' -> password(command, value);
            case 'R' -> read(command, address, value, data.group(3));
            case 'W' -> write(command, address, value);
            case 'E' -> execute(command, address);
            default -> Frames.data(UNKNOWN, Frames.ETX);
        };
    }

    /** A wrong password ends the conversation, so that nobody tries them all. */
    private byte[] password(Frames.Command command, String password) {
        Traits traits = settings.traits();
        if (command.is("P1") && password.equals(traits.password1())) {
            level = 1;
        } else if (command.is("P2") && !traits.password2().isEmpty() && password.equals(traits.password2())) {
            level = 2;
        } else {
            return BREAK;
        }
        return ACK;
    }

    private byte[] read(Frames.Command command, String address, String value, String linesWanted) throws IOException {
        if (command.kind() < '1' || command.kind() > '6') {
            return Frames.data(UNKNOWN, Frames.ETX);
        }
        if (level == 0) {
            return Frames.data(NO_RIGHT, Frames.ETX);
        }
        List<String> lines = lines(address, value);
        boolean inBlocks = command.kind() == '3' || command.kind() == '4' || command.kind() == '6';
        int lineCount = linesWanted == null ? LINES_A_BLOCK : Math.max(1, Integer.parseInt(linesWanted));
        return inBlocks && lines.size() > lineCount
                ? lastBlock(lines, lineCount)
                : Frames.data(String.join("", lines), Frames.ETX);
    }

    private List<String> lines(String address, String value) {
        Instant now = memory.second();
        LoadProfile profile = new LoadProfile(
                building, settings.zone(), settings.traits().period().toSeconds(), OpticalSettings.INSTALLED);
        if (address.equals(LoadProfile.PROFILE)) {
            return profile.rows(value, now);
        }
        if (address.equals(LoadProfile.LOG)) {
            return profile.log(value, now);
        }
        Map<String, String> registers =
                Registers.at(settings, building, now, memory.shown(now)).values();
        return Optional.ofNullable(registers.get(address))
                .or(() -> memory.parameter(address))
                .map(contents -> List.of(address + "(" + contents + ")"))
                .orElse(List.of(UNKNOWN));
    }

    /** Sends all partial blocks but the last; each is acknowledged before the next (IEC 62056-21, 6.3.13). */
    private byte[] lastBlock(List<String> lines, int most) throws IOException {
        List<byte[]> blocks = new ArrayList<>();
        for (int from = 0; from < lines.size(); from += most) {
            int to = Math.min(from + most, lines.size());
            blocks.add(Frames.data(
                    String.join("", lines.subList(from, to)), to == lines.size() ? Frames.ETX : Frames.EOT));
        }
        for (byte[] block : blocks.subList(0, blocks.size() - 1)) {
            if (!isAcknowledged(block)) {
                return new byte[0];
            }
        }
        return blocks.get(blocks.size() - 1);
    }

    private boolean isAcknowledged(byte[] block) throws IOException {
        for (int sent = 0; sent <= REPETITIONS; sent++) {
            voice.say(block);
            OptionalInt heard = wire.read(INACTIVITY);
            if (heard.isPresent() && (heard.getAsInt() & 0x7F) == Frames.ACK) {
                return true;
            }
            if (heard.isEmpty() || (heard.getAsInt() & 0x7F) != Frames.NAK) {
                next = heard; // something else begins
                return false;
            }
        }
        return false;
    }

    private byte[] write(Frames.Command command, String address, String value) {
        if (!command.is("W1") && !command.is("W2") && !command.is("W5")) {
            return Frames.data(UNKNOWN, Frames.ETX);
        }
        return switch (memory.write(address, value, level)) {
            case DONE -> ACK;
            case NO_RIGHT -> Frames.data(NO_RIGHT, Frames.ETX);
            case UNKNOWN -> Frames.data(UNKNOWN, Frames.ETX);
            case INVALID -> Frames.data(INVALID, Frames.ETX);
        };
    }

    private byte[] execute(Frames.Command command, String address) {
        if (!command.is("E2") || !address.equals(Memory.RESETS)) {
            return Frames.data(UNKNOWN, Frames.ETX);
        }
        if (level < 2) {
            return Frames.data(NO_RIGHT, Frames.ETX);
        }
        memory.reset();
        return ACK;
    }

    /** @return text as it goes over the wire */
    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
