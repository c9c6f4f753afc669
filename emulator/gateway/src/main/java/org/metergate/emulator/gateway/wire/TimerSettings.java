package org.metergate.emulator.gateway.wire;

import static org.eclipse.kura.configuration.ConfigurationService.KURA_SERVICE_PID;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * When a timer ticks. Missing or wrongly typed values are taken as Kura takes them: an interval that is no Integer is 0
 * and then refused, an unknown unit is refused, a missing type is not SIMPLE.
 */
record TimerSettings(String pid, Duration first, Duration interval) {
    /** @throws IllegalArgumentException if the timer cannot tick with these properties; the message says which one */
    static TimerSettings from(Map<String, Object> properties) {
        if (!"SIMPLE".equalsIgnoreCase(String.valueOf(properties.get("type")))) {
            throw new IllegalArgumentException(
                    "type is " + properties.get("type") + ", the small gateway has SIMPLE only");
        }
        int interval = integer(properties.get("simple.interval"));
        if (interval < 1) {
            throw new IllegalArgumentException("simple.interval is " + properties.get("simple.interval")
                    + ", it should be an Integer of 1 or more");
        }
        long unit = unit(properties.getOrDefault("simple.time.unit", "SECONDS")).toMillis(1);
        boolean custom = "CUSTOM".equalsIgnoreCase(String.valueOf(properties.get("simple.first.tick.policy")));
        int first = custom ? integer(properties.get("simple.custom.first.tick.interval")) : interval;
        return new TimerSettings(
                String.valueOf(properties.get(KURA_SERVICE_PID)),
                Duration.ofMillis(first * unit),
                Duration.ofMillis(interval * unit));
    }

    private static int integer(Object given) {
        return given instanceof Integer number ? number : 0;
    }

    private static TimeUnit unit(Object given) {
        return switch (String.valueOf(given)) {
            case "MILLISECONDS" -> TimeUnit.MILLISECONDS;
            case "SECONDS" -> TimeUnit.SECONDS;
            case "MINUTES" -> TimeUnit.MINUTES;
            case "HOURS" -> TimeUnit.HOURS;
            case "DAYS" -> TimeUnit.DAYS;
            default -> throw new IllegalArgumentException("Invalid time unit: simple.time.unit is " + given);
        };
    }
}
