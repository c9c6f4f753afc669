package org.metergate.emulator.meters.optical;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What can be written in a meter: its clock with password 1; its own identification {@code 0.0.1} and the name of its
 * settings {@code 0.2.1} with password 2. Shared by all connections; any thread may call.
 */
final class Memory {
    /** How a write ended. */
    enum Written {
        DONE,
        NO_RIGHT,
        UNKNOWN,
        INVALID
    }

    static final String RESETS = "0.1.0";

    private static final String TIME = "0.9.1";
    private static final String DATE = "0.9.2";

    private final OpticalSettings settings;
    private final Clock clock;
    private final Map<String, String> parameters = new TreeMap<>(Map.of("0.0.1", "METERGATE", "0.2.1", "00000001"));
    private Duration ahead;
    private int resets;

    /**
     * @param settings of the meter
     * @param clock the true time
     */
    Memory(OpticalSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.ahead = settings.traits().clockOffset();
    }

    /** @return the true time, at its whole second */
    Instant second() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** @return what the meter's clock shows at that second */
    synchronized Instant shown(Instant second) {
        return second.plus(ahead).truncatedTo(ChronoUnit.SECONDS);
    }

    /** @return a parameter that is no register of the readout; empty if there is none of that address */
    synchronized Optional<String> parameter(String address) {
        return address.equals(RESETS)
                ? Optional.of(String.format("%02d", resets))
                : Optional.ofNullable(parameters.get(address));
    }

    /** Ends a billing period. */
    synchronized void reset() {
        resets = (resets + 1) % 100;
    }

    /**
     * Writes.
     *
     * @param address of the clock or a parameter
     * @param value what stood between the parentheses
     * @param level the password that was given, 0 for none
     * @return how it ended
     */
    synchronized Written write(String address, String value, int level) {
        boolean ofClock = address.equals(TIME) || address.equals(DATE);
        if (!ofClock && !parameters.containsKey(address)) {
            return Written.UNKNOWN;
        }
        if (level < (ofClock ? 1 : 2)) {
            return Written.NO_RIGHT;
        }
        if (ofClock) {
            return setClock(address, value);
        }
        if (value.isEmpty() || value.length() > 32) {
            return Written.INVALID;
        }
        parameters.put(address, value);
        return Written.DONE;
    }

    private Written setClock(String address, String value) {
        Instant second = second();
        LocalDateTime now = LocalDateTime.ofInstant(shown(second), settings.zone());
        String digits = value.replaceAll("[:-]", "");
        String time = DateTimeFormatter.ofPattern("HHmmss").format(now);
        String date = DateTimeFormatter.ofPattern("yyMMdd").format(now);
        try {
            LocalDateTime wanted = LocalDateTime.parse(
                    address.equals(TIME) ? date + digits : digits + time, DateTimeFormatter.ofPattern("yyMMddHHmmss"));
            ahead = Duration.between(second, wanted.atZone(settings.zone()).toInstant());
            return Written.DONE;
        } catch (DateTimeException e) {
            return Written.INVALID;
        }
    }
}
