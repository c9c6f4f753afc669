package org.metergate.emulator.meters.optical;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.Station;
import org.metergate.emulator.meters.Wire;

/**
 * An electricity meter with an optical port, IEC 62056-21 mode C, data readout. Its registers are latched once for each
 * readout, at the whole second of its clock.
 */
public final class OpticalMeter implements Station {
    private static final int ACK = 0x06;
    private static final int NAK = 0x15;
    private static final Pattern READOUT = Pattern.compile("\u0006[0-2][0-9]0\r\n");
    private static final int LONGEST_REQUEST = 40;
    private static final int REPETITIONS = 3;
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration REACTION = Duration.ofMillis(1500);

    private final OpticalSettings settings;
    private final Building building;
    private final Clock clock;

    /**
     * @param settings what the meter is
     * @param building what it measures
     * @param clock the meter's own
     */
    public OpticalMeter(OpticalSettings settings, Building building, Clock clock) {
        this.settings = settings;
        this.building = building;
        this.clock = clock;
    }

    @Override
    public void serve(Wire wire) throws IOException {
        Optional<String> next = Optional.empty();
        while (true) {
            wire.change(settings.initial());
            Optional<String> request = next.isPresent() ? next : line(wire, OptionalInt.empty(), IDLE);
            next = request.isPresent() && asksForThis(request.get()) ? answer(wire) : Optional.empty();
        }
    }

    /** {@code /? Device address ! CR LF}; leading zeros do not count (IEC 62056-21, 6.3.1). */
    private boolean asksForThis(String request) {
        int start = request.lastIndexOf("/?");
        if (start < 0 || !request.endsWith("!\r\n")) {
            return false;
        }
        String address = request.substring(start + 2, request.length() - 3);
        return address.isEmpty() || withoutZeros(address).equals(withoutZeros(settings.deviceAddress()));
    }

    /** @return the next request if it came already: somebody may sign on again instead of choosing an option */
    private Optional<String> answer(Wire wire) throws IOException {
        wire.write(
                ascii("/" + settings.manufacturer() + settings.speedCharacter() + settings.identification() + "\r\n"));
        Optional<String> option = line(wire, OptionalInt.empty(), REACTION);
        if (option.isEmpty() || !READOUT.matcher(option.get()).matches()) {
            return option;
        }
        wire.change(settings.timing(option.get().charAt(2)));
        Instant second = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        byte[] message = DataBlock.message(settings.deviceAddress(), building.at(second), settings.zone());
        OptionalInt heard = sendUntilUnderstood(wire, message);
        wire.change(settings.initial());
        return heard.isEmpty() ? Optional.empty() : line(wire, heard, REACTION);
    }

    private static OptionalInt sendUntilUnderstood(Wire wire, byte[] message) throws IOException {
        for (int sent = 0; sent <= REPETITIONS; sent++) {
            wire.write(message);
            OptionalInt heard = wire.read(REACTION);
            if (heard.isEmpty() || (heard.getAsInt() & 0x7F) != NAK) {
                return heard;
            }
        }
        return OptionalInt.empty();
    }

    /**
     * Listens for one message. What comes before its first character, such as the zeros that wake a sleeping meter, is
     * no part of it.
     */
    private static Optional<String> line(Wire wire, OptionalInt first, Duration within) throws IOException {
        StringBuilder line = new StringBuilder();
        OptionalInt heard = first.isPresent() ? first : wire.read(within);
        while (heard.isPresent()) {
            char character = (char) (heard.getAsInt() & 0x7F);
            if (character == '/' || character == ACK) {
                line.setLength(0);
            }
            line.append(character);
            if (character == '\n') {
                return Optional.of(line.toString());
            }
            if (line.length() > LONGEST_REQUEST) {
                return Optional.empty();
            }
            heard = wire.read(REACTION);
        }
        return Optional.empty();
    }

    private static String withoutZeros(String address) {
        return address.replaceFirst("^0+(?=.)", "");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
