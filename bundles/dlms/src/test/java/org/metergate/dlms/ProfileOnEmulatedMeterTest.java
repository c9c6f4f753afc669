package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.metergate.dlms.DlmsSettings.Authentication;
import org.metergate.dlms.DlmsSettings.Transport;
import org.metergate.dlms.EmulatedMeters.Way;
import org.metergate.emulator.meters.Fault;
import org.metergate.emulator.meters.TcpStation;
import org.metergate.emulator.meters.dlms.MeterTraits;
import org.metergate.emulator.meters.dlms.ProfileTraits;
import org.metergate.model.ObisCode;

/** 48 hours of missing quarters, from meters that keep and give their load profile each in another way. */
@Timeout(60)
class ProfileOnEmulatedMeterTest {
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Duration OUTAGE = Duration.ofHours(48);

    private final EmulatedMeters meters = new EmulatedMeters();

    @AfterEach
    void close() throws Exception {
        meters.close();
    }

    static Stream<Arguments> profiles() {
        List<Arguments> all = new ArrayList<>();
        for (ProfileTraits.Order order : ProfileTraits.Order.values()) {
            for (ProfileTraits.Access access : ProfileTraits.Access.values()) {
                if (access != ProfileTraits.Access.NONE) {
                    all.add(Arguments.of(new ProfileTraits(QUARTER, 1000, order, access, true), "UTC"));
                    all.add(Arguments.of(new ProfileTraits(QUARTER, 1000, order, access, true), "Europe/Vienna"));
                }
            }
            all.add(Arguments.of(
                    new ProfileTraits(QUARTER, 1000, order, ProfileTraits.Access.BOTH, false), "Europe/Vienna"));
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("profiles") // with the night of the 25th of October 2026 inside, 25 hours long in Vienna
    void fetchesEveryMissingQuarterOnce(ProfileTraits profile, String zone) throws Exception {
        Instant end = Instant.parse("2026-10-25T18:00:00Z");
        Way way = Way.plain(Transport.WRAPPER, Authentication.LOW);
        TcpStation station = meters.meter(
                way, MeterTraits.USUAL.with(profile), 1024, Fault.NONE, Clock.fixed(end, ZoneOffset.UTC), zone);
        DlmsSession session = meters.session(station, way);
        ProfileReader reader = new ProfileReader(session, ObisCode.parse("1-0:99.1.0*255"), ZoneId.of(zone));
        OptionalInt deviation = session.read(List.of(EmulatedMeters.register("1.8.0")))
                .get(0)
                .time()
                .orElseThrow()
                .deviation();
        ProfilePlan plan = new ProfilePlan(QUARTER, Optional.of(end.minus(OUTAGE)), Duration.ofDays(7));
        List<ProfileRow> delivered = new ArrayList<>();
        for (ProfilePlan.Missing part : plan.parts(plan.missing(end).orElseThrow(), 64)) {
            List<ProfileRow> rows = plan.take(part, reader.rows(part, deviation));
            delivered.addAll(rows);
            plan = plan.after(rows);
        }
        assertEquals(192, delivered.size());
        for (int row = 0; row < 192; row++) {
            Instant time = end.minus(OUTAGE).plus(QUARTER.multipliedBy(row + 1L));
            assertEquals(time, delivered.get(row).time());
            Data.Numeric value = (Data.Numeric) delivered.get(row).values().get(0);
            assertEquals(time.getEpochSecond() / 900, value.value().longValue());
        }
    }
}
