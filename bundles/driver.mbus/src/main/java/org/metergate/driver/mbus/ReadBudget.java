package org.metergate.driver.mbus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often meters on batteries may be read: so many times a day, evenly spread, so that the last value is never older
 * than it must be. Kept in a file, so that a restart wakes no meter. Any thread may call.
 */
final class ReadBudget {
    private static final Logger LOG = LoggerFactory.getLogger(ReadBudget.class);
    private static final Duration DAY = Duration.ofDays(1);

    private final Clock clock;
    private final Optional<Path> file;
    private final Map<String, Instant> lastReads = new HashMap<>();

    /**
     * @param clock of the gateway
     * @param file where to remember; empty to forget with this instance
     */
    ReadBudget(Clock clock, Optional<Path> file) {
        this.clock = clock;
        this.file = file;
        file.filter(Files::exists).ifPresent(this::load);
    }

    /**
     * Takes one readout from the budget of a meter, if it may be read now.
     *
     * @param meter its address
     * @param perDay readouts a day; 0 for any number
     * @return when it may be read again if it may not be now
     */
    synchronized Optional<Instant> take(String meter, int perDay) {
        if (perDay == 0) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Instant last = lastReads.get(meter);
        if (last != null && !last.isAfter(now)) {
            Instant next = last.plus(DAY.dividedBy(perDay));
            if (next.isAfter(now)) {
                return Optional.of(next);
            }
        }
        lastReads.put(meter, now);
        file.ifPresent(this::save);
        return Optional.empty();
    }

    private void load(Path from) {
        try {
            for (String line : Files.readAllLines(from)) {
                String[] pair = line.split(" ", 2);
                if (pair.length == 2) {
                    lastReads.put(pair[1], Instant.parse(pair[0]));
                }
            }
        } catch (IOException | DateTimeException e) {
            LOG.warn("the last readouts of meters on batteries cannot be read: {}", e.getMessage());
        }
    }

    private void save(Path to) {
        List<String> lines = new ArrayList<>();
        lastReads.forEach((meter, time) -> lines.add(time + " " + meter));
        try {
            Files.createDirectories(to.toAbsolutePath().getParent());
            Path whole =
                    Files.writeString(to.resolveSibling(to.getFileName() + ".new"), String.join("\n", lines) + "\n");
            Files.move(whole, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("the readouts of meters on batteries cannot be remembered: {}", e.getMessage());
        }
    }
}
