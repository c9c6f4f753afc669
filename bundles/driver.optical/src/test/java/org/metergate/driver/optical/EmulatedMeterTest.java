package org.metergate.driver.optical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.type.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.Fault;
import org.metergate.emulator.meters.Pacer;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.TcpStation;
import org.metergate.emulator.meters.Wire.ByteTiming;
import org.metergate.emulator.meters.building.Site;
import org.metergate.emulator.meters.building.SiteBuilding;
import org.metergate.emulator.meters.optical.OpticalMeter;
import org.metergate.emulator.meters.optical.OpticalSettings;
import org.metergate.iec62056p21.Pause;
import org.metergate.transport.ports.PortLines;

/** The driver against an emulated meter over TCP: what arrives is what the building's model says. */
@Timeout(60)
class EmulatedMeterTest {
    private static final Instant NOW = Instant.parse("2026-06-23T10:11:12.700Z");
    private static final Building BUILDING = new SiteBuilding(Site.DEFAULT);

    private static final OpticalSettings FAST =
            new OpticalSettings("MTG", "\\@METERGATE-E1", "12345678", ByteTiming.NETWORK, 9600, ZoneOffset.UTC);

    private static List<ChannelRecord> channels(String... addresses) {
        List<ChannelRecord> records = new ArrayList<>();
        for (String address : addresses) {
            ChannelRecord record = ChannelRecord.createReadRecord(address, DataType.DOUBLE);
            record.setChannelConfig(Map.of("address", address));
            records.add(record);
        }
        return records;
    }

    private static OpticalMeter meter(OpticalSettings settings) {
        return new OpticalMeter(settings, BUILDING, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static OpticalDriver driver(PortLines lines, TcpStation station, Pause pause) {
        return new OpticalDriver(
                lines,
                PlainCrypto.CRYPTO,
                Map.of("line", station.address(), "reaction.timeout", 300, "turnaround", 0),
                Clock.systemUTC(),
                pause);
    }

    private static void assertRight(List<ChannelRecord> records) {
        Building.State state = BUILDING.at(Instant.parse("2026-06-23T10:11:12Z"));
        double[] expected = {
            state.activeImport(),
            state.activeExport(),
            state.activePower(),
            state.phases().get(0).voltage(),
            state.phases().get(2).current(),
            state.frequency()
        };
        double[] steps = {1, 1, 1, 0.1, 0.001, 0.01};
        String[] units = {"Wh", "Wh", "W", "V", "A", "Hz"};
        for (int i = 0; i < expected.length; i++) {
            ChannelRecord record = records.get(i);
            assertEquals(
                    ChannelFlag.SUCCESS, record.getChannelStatus().getChannelFlag(), () -> record.getChannelStatus()
                            .getExceptionMessage());
            assertEquals(expected[i], (Double) record.getValue().getValue(), steps[i], record.getChannelName());
            assertEquals(units[i], record.getUnit());
            assertEquals(
                    "2026-06-23T10:11:12Z",
                    Instant.ofEpochMilli(record.getTimestamp()).toString());
        }
    }

    private static List<ChannelRecord> usual() {
        return channels("1.8.0", "1-0:2.8.0*255", "16.7.0", "32.7.0", "71.7.0", "14.7.0");
    }

    @Test
    void readsWhatTheModelSays() throws Exception {
        List<ChannelRecord> records = usual();
        try (TcpStation station = TcpStation.open("test", PortSettings.network(0), meter(FAST));
                PortLines lines = new PortLines()) {
            OpticalDriver driver = driver(lines, station, length -> {});
            driver.read(records);
            assertRight(records);
            driver.read(records);
            assertRight(records);
            driver.stop();
        }
    }

    @Test
    void servesSeveralAssetsAtOnce() throws Exception {
        ExecutorService assets = Executors.newFixedThreadPool(4);
        try (TcpStation station = TcpStation.open("test", PortSettings.network(0), meter(FAST));
                PortLines lines = new PortLines()) {
            OpticalDriver driver = driver(lines, station, length -> {});
            List<Future<List<ChannelRecord>>> readings = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                readings.add(assets.submit(() -> {
                    List<ChannelRecord> records = usual();
                    driver.read(records);
                    return records;
                }));
            }
            for (Future<List<ChannelRecord>> reading : readings) {
                assertRight(reading.get(30, TimeUnit.SECONDS));
            }
            driver.stop();
        } finally {
            assets.shutdownNow();
        }
    }

    @Test
    void readsAtTheSpeedOfARealWire() throws Exception {
        OpticalSettings real = new OpticalSettings(
                "MTG", "\\@METERGATE-E1", "12345678", new ByteTiming(2400, 10), 19200, ZoneOffset.UTC);
        List<ChannelRecord> records = usual();
        PortSettings port = new PortSettings("127.0.0.1", 0, real.initial(), Duration.ofMillis(20));
        try (TcpStation station = TcpStation.open("test", port, meter(real));
                PortLines lines = new PortLines()) {
            OpticalDriver driver = new OpticalDriver(
                    lines,
                    PlainCrypto.CRYPTO,
                    Map.of("line", station.address(), "baud.initial", 2400, "baud.max", 19200, "turnaround", 20),
                    Clock.systemUTC(),
                    Pause.SLEEP);
            driver.read(records);
            assertRight(records);
            driver.stop();
        }
    }

    @Test
    void givesNoWrongValueOnABadWireAndRecovers() throws Exception {
        Random random = new Random(4);
        AtomicInteger answers = new AtomicInteger();
        Fault everyThird = Fault.flippedBit(random).when(() -> answers.incrementAndGet() % 3 == 0);
        int good = 0;
        try (TcpStation station =
                        TcpStation.open("test", PortSettings.network(0), meter(FAST), everyThird, Pacer.REAL);
                PortLines lines = new PortLines()) {
            OpticalDriver driver = driver(lines, station, length -> {});
            for (int i = 0; i < 20; i++) {
                List<ChannelRecord> records = usual();
                driver.read(records);
                if (records.get(0).getChannelStatus().getChannelFlag() == ChannelFlag.SUCCESS) {
                    assertRight(records);
                    good++;
                }
            }
            driver.stop();
        }
        assertTrue(good > 10, good + " of 20 readings");
    }

    @Test
    void hearsItsOwnEcho() throws Exception {
        List<ChannelRecord> records = usual();
        try (TcpStation station =
                        TcpStation.open("test", PortSettings.network(0), meter(FAST), Fault.echo(), Pacer.REAL);
                PortLines lines = new PortLines()) {
            OpticalDriver driver = driver(lines, station, length -> {});
            driver.read(records);
            assertRight(records);
            driver.stop();
        }
    }

    @Test
    void marksTheChannelsOfAMeterThatStoppedAndRecoversWithoutARestart() throws Exception {
        int port;
        try (PortLines lines = new PortLines()) {
            OpticalDriver driver;
            List<ChannelRecord> records = usual();
            try (TcpStation station = TcpStation.open("test", PortSettings.network(0), meter(FAST))) {
                port = station.port();
                driver = driver(lines, station, length -> {});
                driver.read(records);
                assertRight(records);
            }
            driver.read(records);
            assertEquals(ChannelFlag.FAILURE, records.get(0).getChannelStatus().getChannelFlag());
            try (TcpStation station = TcpStation.open("test", PortSettings.network(port), meter(FAST))) {
                driver.read(records);
                assertRight(records);
                assertEquals(port, station.port());
            }
            driver.stop();
        }
    }

    /** A meter at the end of a pseudo-terminal: the speed changes in the middle of the readout. */
    @Test
    @EnabledIf(value = "socatIsInstalled", disabledReason = "no socat")
    void readsThroughASerialPort(@TempDir Path folder) throws Exception {
        List<ChannelRecord> records = usual();
        Path device = folder.resolve("tty");
        try (TcpStation station = TcpStation.open("test", PortSettings.network(0), meter(FAST));
                PortLines lines = new PortLines()) {
            Process socat = new ProcessBuilder(
                            "socat", "-d", "-d", "pty,raw,echo=0,link=" + device, "tcp:127.0.0.1:" + station.port())
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader log = socat.inputReader()) {
                assertTrue(log.lines().anyMatch(line -> line.contains("starting data transfer loop")));
                OpticalDriver driver = new OpticalDriver(
                        lines,
                        PlainCrypto.CRYPTO,
                        Map.of("line", "serial:" + device, "turnaround", 0),
                        Clock.systemUTC(),
                        Pause.SLEEP);
                driver.read(records);
                assertRight(records);
                driver.read(records);
                assertRight(records);
                driver.stop();
            } finally {
                socat.destroy();
            }
        }
    }

    static boolean socatIsInstalled() {
        return Files.isExecutable(Path.of("/usr/bin/socat"));
    }
}
