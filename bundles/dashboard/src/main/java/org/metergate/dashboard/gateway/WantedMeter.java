package org.metergate.dashboard.gateway;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A meter that is to be made.
 *
 * @param name of its asset, and so of the meter
 * @param driver that reads it
 * @param channels 1 to 1000
 * @param interval between two readings, 1 s to a day
 * @param receivers wire components that get its readings besides the dashboard
 */
public record WantedMeter(
        String name, Driver driver, List<Channel> channels, Duration interval, List<String> receivers) {

    /** What the gateway's console takes as a name. */
    private static final Pattern NAME = Pattern.compile("[\\w-]+(?:[.][\\w-]+)*");

    private static final int LONGEST = 64;
    private static final int MOST_CHANNELS = 1000;
    /** Ends of the fields that an asset adds to a channel. */
    private static final Pattern FIELD = Pattern.compile(".*_(timestamp|unit|error)|assetName|assetError");

    private static final Set<String> TYPES =
            Set.of("DOUBLE", "FLOAT", "INTEGER", "LONG", "BOOLEAN", "STRING", "BYTE_ARRAY");

    /**
     * Which driver.
     *
     * @param pid of one that is there; empty for one of the factory with the settings, which is made if there is none
     * @param factory factory PID
     * @param settings as text
     */
    public record Driver(Optional<String> pid, String factory, Map<String, String> settings) {
        /** Keeps its own copy. */
        public Driver {
            settings = Map.copyOf(settings);
        }
    }

    /**
     * A channel.
     *
     * @param valueType as the gateway calls it
     * @param listened whether the driver tells it by itself
     * @param settings of the driver
     */
    public record Channel(String name, String valueType, boolean listened, Map<String, String> settings) {
        /** @throws IllegalArgumentException if name, type or a key cannot be */
        public Channel {
            settings = Map.copyOf(settings);
            if (!name.matches("[^#/+,\\s]{1,128}") || FIELD.matcher(name).matches()) {
                throw new IllegalArgumentException("a channel cannot be called '" + name
                        + "': 1 to 128 characters without # / + , and blanks, and no field of an asset");
            }
            if (!TYPES.contains(valueType)) {
                throw new IllegalArgumentException("the type of " + name + " is '" + valueType + "'; expected one of "
                        + String.join(", ", TYPES.stream().sorted().toList()));
            }
            for (String key : settings.keySet()) {
                if (key.isEmpty() || key.startsWith("+") || key.contains("#")) {
                    throw new IllegalArgumentException("'" + key + "' is no setting of a channel");
                }
            }
        }
    }

    /** @throws IllegalArgumentException if something of it cannot be; the message says what would be right */
    public WantedMeter {
        channels = List.copyOf(channels);
        receivers = List.copyOf(receivers);
        if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a meter cannot be called '" + name
                    + "': up to 64 letters, digits, _ and -, in parts separated by single points");
        }
        if (channels.isEmpty() || channels.size() > MOST_CHANNELS) {
            throw new IllegalArgumentException("a meter has 1 to " + MOST_CHANNELS + " channels");
        }
        Set<String> names = new HashSet<>();
        for (Channel one : channels) {
            if (!names.add(one.name())) {
                throw new IllegalArgumentException("two channels are called " + one.name());
            }
        }
        if (interval.compareTo(Duration.ofSeconds(1)) < 0 || interval.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("interval is 1 to 86400 s");
        }
    }

    /** @return whether it has a channel that nobody hears of unless it is read */
    boolean isPolled() {
        return channels.stream().anyMatch(one -> !one.listened());
    }
}
