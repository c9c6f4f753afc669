package org.metergate.driver.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.metergate.driver.dlms.Rig.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.listener.ChannelListener;
import org.eclipse.kura.type.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.metergate.emulator.meters.Fault;
import org.metergate.emulator.meters.TcpStation;
import org.metergate.emulator.meters.dlms.DlmsMeter;
import org.metergate.emulator.meters.dlms.DlmsMeter.Transport;
import org.metergate.emulator.meters.dlms.MeterTraits;
import org.metergate.emulator.meters.dlms.ProfileTraits;
import org.metergate.testkit.MovedClock;

/** Every quarter-hour once and in order, whatever was away for two days, and whatever the clocks did meanwhile. */
@Timeout(120)
class ProfileOutageTest {
    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final int TWO_DAYS = 192;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private Rig rig;
    private final MovedClock clock = MovedClock.at("2026-01-01T00:00:00Z");

    @AfterEach
    void close() throws Exception {
        if (rig != null) {
            rig.close();
        }
    }

    /** What is away. */
    enum Outage {
        METER,
        GATEWAY,
        BOTH
    }

    /** Takes events, and lets a test wait for them. */
    private static final class Rows {
        private final List<ChannelRecord> came = new ArrayList<>();

        ChannelListener listener() {
            return event -> {
                synchronized (this) {
                    came.add(event.getChannelRecord());
                    notifyAll();
                }
            };
        }

        synchronized boolean await(int count) throws InterruptedException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            for (long left = PATIENCE.toMillis();
                    came.size() < count && left > 0;
                    left = (end - System.nanoTime()) / 1_000_000) {
                wait(left + 1);
            }
            return came.size() >= count;
        }

        synchronized List<ChannelRecord> came() {
            return List.copyOf(came);
        }
    }

    static Stream<Arguments> outages() {
        List<Arguments> all = new ArrayList<>();
        for (Outage outage : Outage.values()) {
            // the nights of 29 March (23 hours) and 25 October (25 hours) lie inside
            for (String begin : List.of("2026-03-28T10:07:00Z", "2026-10-24T10:07:00Z")) {
                all.add(Arguments.of(outage, begin, ProfileTraits.Access.BOTH, ProfileTraits.Order.ASCENDING, true));
                if (outage == Outage.BOTH) {
                    all.add(Arguments.of(
                            outage, begin, ProfileTraits.Access.ENTRY, ProfileTraits.Order.ASCENDING, true));
                    all.add(Arguments.of(
                            outage, begin, ProfileTraits.Access.BOTH, ProfileTraits.Order.DESCENDING, false));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("outages")
    void leavesNoHole(
            Outage outage, String begin, ProfileTraits.Access access, ProfileTraits.Order order, boolean deviations)
            throws Exception {
        clock.set(Instant.parse(begin));
        rig = new Rig(folder, clock);
        ProfileTraits profile = new ProfileTraits(QUARTER, 960, order, access, deviations);
        DlmsMeter meter = meter(profile);
        TcpStation station = rig.station(meter, 0);
        String line = station.address();
        Rows rows = new Rows();
        DlmsDriver driver = driver(line);
        driver.registerChannelListener(column("import"), rows.listener());
        assertTrue(
                rows.await(4), "the last hour, for a beginning: " + rows.came().size());
        int known = rows.came().size();
        Instant last = Instant.ofEpochMilli(rows.came().get(known - 1).getTimestamp());

        if (outage != Outage.GATEWAY) {
            rig.wire.now = Fault.disconnect();
        }
        if (outage != Outage.METER) {
            driver.stop();
            rig.store.close();
        }
        clock.move(Duration.ofHours(48));
        if (outage != Outage.METER) {
            Rig before = rig;
            before.close();
            rig = new Rig(folder, clock); // another process, as far as the disk is concerned
            station = rig.station(meter, 0);
            driver = driver(station.address());
            driver.registerChannelListener(column("import"), rows.listener());
        } else {
            rig.wire.now = Fault.NONE;
            poke(driver, rows);
        }
        assertTrue(rows.await(known + TWO_DAYS), () -> "came " + (rows.came().size() - known));
        quiet(driver, rows);

        List<ChannelRecord> told = rows.came().subList(known, rows.came().size());
        assertEquals(TWO_DAYS, told.size());
        for (int index = 0; index < TWO_DAYS; index++) {
            ChannelRecord row = told.get(index);
            Instant time = last.plus(QUARTER.multipliedBy(index + 1L));
            assertEquals(time, Instant.ofEpochMilli(row.getTimestamp()));
            assertEquals(ChannelFlag.SUCCESS, row.getChannelStatus().getChannelFlag());
            assertEquals(
                    Math.floor(Rig.BUILDING.at(time).activeImport()),
                    row.getValue().getValue());
            assertEquals("Wh", row.getUnit());
        }
        assertEquals(
                TWO_DAYS,
                new HashSet<>(told.stream().map(ChannelRecord::getTimestamp).toList()).size());
    }

    private DlmsMeter meter(ProfileTraits profile) {
        DlmsMeter.Identity identity = new DlmsMeter.Identity(Transport.WRAPPER, 1, 0, 16, "", 1024, "4711", VIENNA);
        return new DlmsMeter(Rig.BUILDING, clock, identity, MeterTraits.USUAL.with(profile), new Random(1));
    }

    private DlmsDriver driver(String line) throws IOException {
        return rig.driver(line, "zone", "Europe/Vienna", "profile.interval", 1, "profile.depth", 1);
    }

    private static Map<String, Object> column(String name) {
        return config(name, DataType.DOUBLE, "object", "1-0:1.8.0*255", "profile", "1-0:99.1.0*255", "+listen", "true");
    }

    /** A listener that comes or goes makes the driver look at once. */
    private static void poke(DlmsDriver driver, Rows rows) {
        ChannelListener nobody = event -> {
            // wakes the driver
        };
        driver.registerChannelListener(config("nobody", DataType.STRING, "kind", "DIAGNOSIS"), nobody);
        driver.unregisterChannelListener(nobody);
    }

    /** A row that a second look would tell twice would come before the row of another listener that begins now. */
    private void quiet(DlmsDriver driver, Rows rows) throws Exception {
        Rows other = new Rows();
        driver.registerChannelListener(column("second"), other.listener());
        assertTrue(other.await(4), "a channel that begins now has the last hour");
        assertTrue(rows.came().size() > 0);
    }

    @Test
    void aFaultInTheMiddleOfTheRowsLeavesNoHole() throws Exception {
        clock.set(Instant.parse("2026-03-28T10:07:00Z"));
        rig = new Rig(folder, clock);
        TcpStation station = rig.station(meter(ProfileTraits.USUAL), 0);
        Rows rows = new Rows();
        DlmsDriver driver = rig.driver(
                station.address(),
                "zone",
                "Europe/Vienna",
                "profile.interval",
                1,
                "profile.depth",
                48,
                "answer.timeout",
                500);
        int[] answers = {0};
        rig.wire.now = answer -> answer.length > 400 && ++answers[0] % 2 != 0 ? new byte[0] : answer;
        driver.registerChannelListener(column("import"), rows.listener());
        assertTrue(rows.await(TWO_DAYS), () -> "came " + rows.came().size());
        List<Long> times = rows.came().stream().map(ChannelRecord::getTimestamp).toList();
        for (int index = 1; index < times.size(); index++) {
            assertEquals(QUARTER.toMillis(), times.get(index) - times.get(index - 1));
        }
    }

    /** The gateway polls whatever is read, so also what it listens to; as soon as the meter can be asked, and in between. */
    @Test
    void polledAColumnThatIsListenedToIsNeverAheadOfItsRows() throws Exception {
        clock.set(Instant.parse("2026-10-25T00:53:00Z"));
        rig = new Rig(folder, clock);
        TcpStation station = rig.station(meter(ProfileTraits.USUAL), 0);
        DlmsDriver driver =
                rig.driver(station.address(), "zone", "Europe/Vienna", "profile.interval", 86_400, "profile.depth", 4);
        Instant last = Instant.parse("2026-10-25T00:45:00Z");
        List<Instant> told = new ArrayList<>();
        List<ChannelRecord> polled = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(1);
        driver.registerChannelListener(column("import"), event -> {
            Instant row = Instant.ofEpochMilli(event.getChannelRecord().getTimestamp());
            told.add(row);
            if (told.size() == 2) {
                polled.add(poll(driver));
            }
            if (row.equals(last)) {
                all.countDown();
            }
        });
        assertTrue(all.await(PATIENCE.toSeconds(), TimeUnit.SECONDS), () -> "told " + told);
        assertEquals(told.get(1), Instant.ofEpochMilli(polled.get(0).getTimestamp()), () -> Rig.reason(polled.get(0)));
        clock.move(QUARTER); // the next row is in the meter, and is not told yet
        ChannelRecord between = poll(driver);
        assertEquals(last, Instant.ofEpochMilli(between.getTimestamp()), () -> Rig.reason(between));
        assertEquals(Math.floor(Rig.BUILDING.at(last).activeImport()), Rig.number(between), 1e-9);
    }

    private static ChannelRecord poll(DlmsDriver driver) {
        ChannelRecord record = Rig.channel(
                "import", DataType.DOUBLE, "object", "1-0:1.8.0*255", "profile", "1-0:99.1.0*255", "+listen", "true");
        driver.read(List.of(record));
        return record;
    }

    @Test
    void polledAColumnTellsItsLastRow() throws Exception {
        clock.set(Instant.parse("2026-10-25T00:53:00Z"));
        rig = new Rig(folder, clock);
        TcpStation station = rig.station(meter(ProfileTraits.USUAL), 0);
        ChannelRecord last =
                Rig.channel("import", DataType.DOUBLE, "object", "1.8.0", "profile", "load_profile_1", "unit", "kWh");
        ChannelRecord none = Rig.channel("none", DataType.DOUBLE, "object", "32.7.0", "profile", "1-0:99.1.0*255");
        rig.driver(station.address(), "zone", "Europe/Vienna").read(List.of(last, none));
        Instant row = Instant.parse("2026-10-25T00:45:00Z");
        assertEquals(row, Instant.ofEpochMilli(last.getTimestamp()), () -> Rig.reason(last));
        assertEquals(Math.floor(Rig.BUILDING.at(row).activeImport()) / 1000, Rig.number(last), 1e-9);
        assertEquals("kWh", last.getUnit());
        assertTrue(Rig.reason(none).contains("has no column 1-0:32.7.0*255"), Rig.reason(none));
    }
}
