package org.metergate.dashboard.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.metergate.testkit.MovedClock;

final class SiteTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final MovedClock clock = MovedClock.at("2026-03-01T12:00:00Z");
    private final Site site = new Site(clock);

    @Test
    void theIntervalIsThatOfTheReadingsThoughAnalysesTellEachOnceMore() {
        for (int reading = 0; reading < 4; reading++) {
            Instant read = clock.instant();
            tell(read, "P");
            after(Duration.ofMillis(3));
            tell(read, "P", "P.class");
            after(Duration.ofMillis(900));
            tell(read, "P", "P.anomaly");
            after(MINUTE.minusMillis(903));
        }
        assertEquals(Optional.of(MINUTE), meter().interval());
        assertEquals(Meter.State.OK, meter().state(clock.instant().plus(MINUTE)));
        assertEquals(Meter.State.STALE, meter().state(clock.instant().plus(MINUTE.multipliedBy(3))));
    }

    @Test
    void theIntervalOfRowsThatComeAtOnceIsThatOfTheirTimes() {
        for (int row = 0; row < 96; row++) {
            tell(START.plus(MINUTE.multipliedBy(row)), "load");
            after(Duration.ofMillis(2));
        }
        assertEquals(Optional.of(MINUTE), meter().interval());
    }

    @Test
    void aMeterWhoseClockStandsStillHasAnIntervalToo() {
        for (int reading = 0; reading < 4; reading++) {
            tell(START, "P");
            after(Duration.ofSeconds(10));
        }
        assertEquals(Optional.of(Duration.ofSeconds(10)), meter().interval());
    }

    @Test
    void aMeterThatSpeaksEverySecondIsSeenToDoSo() {
        for (int reading = 0; reading < 4; reading++) {
            tell(clock.instant(), "P");
            after(Duration.ofSeconds(1));
        }
        assertEquals(Optional.of(Duration.ofSeconds(1)), meter().interval());
    }

    private void tell(Instant time, String... channels) {
        List<Channel> told = Arrays.stream(channels)
                .map(name -> new Channel(name, Optional.of(1.0), "W", time, ""))
                .toList();
        site.accept(new Update("main", clock.instant(), told));
    }

    private void after(Duration passed) {
        clock.move(passed);
    }

    private Meter meter() {
        return site.meter("main").orElseThrow();
    }
}
