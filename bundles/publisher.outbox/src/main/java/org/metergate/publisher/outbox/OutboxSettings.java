package org.metergate.publisher.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.metergate.publisher.outbox.store.StoreLimits;
import org.metergate.settings.Properties;

/**
 * What the outbox was told. A wrong value is noted and its default taken.
 *
 * @param folder where it lies, empty for the gateway's own
 * @param limits how much is kept
 * @param computed names of computed channels, {@code *} for any characters, separated by blanks
 * @param problems what is wrong with the configuration
 */
record OutboxSettings(String folder, StoreLimits limits, String computed, List<Properties.Problem> problems) {

    static final String COMPUTED = "S S1 S2 S3 PF* DPF* quadrant* finding.* *.anomaly";

    private static final long MEGABYTE = 1_000_000;

    static OutboxSettings from(Map<String, ?> properties) {
        Properties read = new Properties(properties);
        String folder = read.text("folder", "");
        Duration age = Duration.ofDays(read.integer("retention.age", 30, 1, 366));
        long size = read.integer("retention.size", 256, 1, 100_000) * MEGABYTE;
        int reserve = (int) (read.integer("reserve", 4, 0, 1000) * MEGABYTE);
        String computed = read.text("analysis.channels", COMPUTED);
        return new OutboxSettings(folder, StoreLimits.of(age, size, reserve), computed, read.problems());
    }

    Predicate<String> computedNames() {
        String any = Stream.of(computed.split("\\s+"))
                .map(name ->
                        Stream.of(name.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")))
                .collect(Collectors.joining("|"));
        return Pattern.compile(any).asMatchPredicate();
    }
}
