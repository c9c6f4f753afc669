package org.metergate.emulator.cloud.data;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.metergate.settings.Properties;

/**
 * What a DataService was told to do. Keys and defaults are those of Kura's. A wrong value is noted and its default taken.
 *
 * @param pid kura.service.pid of the instance
 * @param autoConnect whether to connect by itself, at the start and after a loss
 * @param retry time between two attempts to connect
 * @param quiesce longest wait for messages under way before a disconnection
 * @param housekeeping time between two purges
 * @param purgeAge how long delivered messages are kept
 * @param capacity most messages to keep
 * @param republish whether messages in flight are sent again in a new session, or else dropped
 * @param maxInFlight most messages sent and not confirmed
 * @param congestion how long that may last before the connection is renewed; zero for ever
 * @param rateLimit whether messages of priority 5 and more are limited
 * @param ratePeriodNanos time between two such messages
 * @param rateBurst how many may go at once after a pause
 * @param largestPayload in bytes
 * @param problems what is wrong with the configuration
 */
record DataSettings(
        String pid,
        boolean autoConnect,
        Duration retry,
        Duration quiesce,
        Duration housekeeping,
        Duration purgeAge,
        int capacity,
        boolean republish,
        int maxInFlight,
        Duration congestion,
        boolean rateLimit,
        long ratePeriodNanos,
        int rateBurst,
        long largestPayload,
        List<Properties.Problem> problems) {

    static DataSettings from(Map<String, ?> properties) {
        Properties read = new Properties(properties);
        TimeUnit unit = read.choice("rate.limit.time.unit", TimeUnit.SECONDS);
        DataSettings settings = new DataSettings(
                read.text("kura.service.pid", "DataService"),
                read.flag("connect.auto-on-startup", false),
                seconds(read, "connect.retry-interval", 60, 1),
                seconds(read, "disconnect.quiesce-timeout", 10, 0),
                seconds(read, "store.housekeeper-interval", 900, 5),
                seconds(read, "store.purge-age", 60, 5),
                read.integer("store.capacity", 10_000, 1, Integer.MAX_VALUE),
                read.flag("in-flight-messages.republish-on-new-session", true),
                read.integer("in-flight-messages.max-number", 9, 1, 10),
                seconds(read, "in-flight-messages.congestion-timeout", 0, 0),
                read.flag("enable.rate.limit", true),
                unit.toNanos(1) / read.integer("rate.limit.average", 1, 1, Integer.MAX_VALUE),
                read.integer("rate.limit.burst.size", 1, 1, Integer.MAX_VALUE),
                (long) read.decimal("maximum.payload.size", 16 << 20, 0, Long.MAX_VALUE),
                List.of());
        if (read.flag("connection.schedule.enabled", false)) {
            read.note("connection.schedule.enabled", "is not known to this emulator; the connection is kept up always");
        }
        return settings.with(read.problems());
    }

    private DataSettings with(List<Properties.Problem> found) {
        return new DataSettings(
                pid,
                autoConnect,
                retry,
                quiesce,
                housekeeping,
                purgeAge,
                capacity,
                republish,
                maxInFlight,
                congestion,
                rateLimit,
                ratePeriodNanos,
                rateBurst,
                largestPayload,
                found);
    }

    private static Duration seconds(Properties read, String key, int absent, int min) {
        return Duration.ofSeconds(read.integer(key, absent, min, Integer.MAX_VALUE));
    }
}
