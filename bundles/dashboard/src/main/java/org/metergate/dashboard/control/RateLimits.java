package org.metergate.dashboard.control;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often each client may ask: a token bucket for each client and group of routes, which fills evenly over a minute. Any
 * thread.
 */
final class RateLimits {

    /** Clients that are remembered; the one that was quiet for longest is forgotten first. */
    static final int CLIENTS = 10_000;

    private static final Duration WINDOW = Duration.ofMinutes(1);

    /**
     * What is left to a client.
     *
     * @param headers to answer with (draft-ietf-httpapi-ratelimit-headers)
     * @param pause until the next request is allowed; zero if this one is
     */
    record Verdict(boolean allowed, Map<String, String> headers, Duration pause) {}

    private final Map<Route.Group, Integer> perMinute;
    private final TimeMeter time;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > CLIENTS;
        }
    };

    /** @param perMinute requests that a client may make, for each group */
    RateLimits(Map<Route.Group, Integer> perMinute, Clock clock) {
        this.perMinute = Map.copyOf(perMinute);
        this.time = new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return clock.millis() * 1_000_000;
            }

            @Override
            public boolean isWallClockBased() {
                return true;
            }
        };
    }

    /** @param client an address or a user */
    Verdict ask(String client, Route.Group group) {
        int quota = perMinute.get(group);
        Bucket bucket;
        synchronized (buckets) {
            bucket = buckets.computeIfAbsent(group + " " + client, fresh -> Bucket.builder()
                    .addLimit(limit -> limit.capacity(quota).refillGreedy(quota, WINDOW))
                    .withCustomTimePrecision(time)
                    .build());
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        String name = group.name().toLowerCase(java.util.Locale.ROOT);
        long reset = (probe.getNanosToWaitForReset() + 999_999_999) / 1_000_000_000;
        return new Verdict(
                probe.isConsumed(),
                Map.of(
                        "RateLimit-Policy",
                        "\"" + name + "\";q=" + quota + ";w=" + WINDOW.toSeconds(),
                        "RateLimit",
                        "\"" + name + "\";r=" + probe.getRemainingTokens() + ";t=" + reset),
                Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
}
