package org.metergate.emulator.meters.optical;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.metergate.emulator.meters.Station;
import org.metergate.emulator.meters.Wire;

/** Says what the gateway says, keeps what the meter answers, and goes when all is said. */
final class SpokenWire implements Wire {
    static final String SILENCE = "\u00FF";

    private final Deque<Character> said;
    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
    final List<Integer> speeds = new ArrayList<>();
    /** Each answer, and the speed that it was said at. */
    final Map<String, Integer> spoken = new HashMap<>();

    SpokenWire(String... said) {
        this.said =
                String.join("", said).chars().mapToObj(c -> (char) c).collect(Collectors.toCollection(ArrayDeque::new));
    }

    @Override
    public OptionalInt read(Duration within) throws IOException {
        if (said.isEmpty()) {
            throw new EOFException();
        }
        char next = said.poll();
        return next == SILENCE.charAt(0) ? OptionalInt.empty() : OptionalInt.of(next);
    }

    @Override
    public void write(byte[] bytes) {
        answers.writeBytes(bytes);
        spoken.put(
                new String(bytes, StandardCharsets.ISO_8859_1), speeds.isEmpty() ? 0 : speeds.get(speeds.size() - 1));
    }

    @Override
    public void change(ByteTiming timing) {
        speeds.add(timing.baud());
    }

    String answers() {
        return answers.toString(StandardCharsets.ISO_8859_1);
    }

    /** Lets a station answer all that is said. */
    SpokenWire heardBy(Station station) {
        assertThrows(EOFException.class, () -> station.serve(this));
        return this;
    }
}
