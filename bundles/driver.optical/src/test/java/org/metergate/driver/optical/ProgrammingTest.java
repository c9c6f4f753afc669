package org.metergate.driver.optical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.metergate.driver.optical.TestMeters.BUILDING;
import static org.metergate.driver.optical.TestMeters.STATE;
import static org.metergate.driver.optical.TestMeters.channel;
import static org.metergate.driver.optical.TestMeters.fast;
import static org.metergate.driver.optical.TestMeters.isGood;
import static org.metergate.driver.optical.TestMeters.meter;
import static org.metergate.driver.optical.TestMeters.number;
import static org.metergate.driver.optical.TestMeters.reason;
import static org.metergate.driver.optical.TestMeters.settings;
import static org.metergate.driver.optical.TestMeters.text;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.listener.ChannelListener;
import org.eclipse.kura.type.DataType;
import org.eclipse.kura.type.TypedValues;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.TcpStation;
import org.metergate.emulator.meters.optical.Traits;
import org.metergate.transport.ports.PortLines;

/** Single registers, load profiles and writing, against an emulated meter. */
@Timeout(60)
class ProgrammingTest {
    private static final String PASSWORD_1 = "00000000-enciphered";
    private static final String PASSWORD_2 = "11111111-enciphered";

    private final PortLines lines = new PortLines();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(lines));
    private String line;

    @BeforeEach
    void open() throws Exception {
        line = station(Traits.USUAL);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private String station(Traits traits) throws Exception {
        TcpStation station = TcpStation.open("test", PortSettings.network(0), meter(traits));
        open.add(0, station);
        return station.address();
    }

    private OpticalDriver driver(Map<String, Object> values) {
        OpticalDriver driver = new OpticalDriver(lines, PlainCrypto.CRYPTO, values, TestMeters.CLOCK, length -> {});
        open.add(0, driver::stop);
        return driver;
    }

    private OpticalDriver driver(Object... more) {
        return driver(fast(line, more));
    }

    private static ChannelRecord write(String address, String value, String command) {
        ChannelRecord record = ChannelRecord.createWriteRecord(address, TypedValues.newStringValue(value));
        record.setChannelConfig(
                command.isEmpty() ? settings("address", address) : settings("address", address, "write", command));
        return record;
    }

    @Nested
    class Reading {
        @ParameterizedTest
        @ValueSource(strings = {"R1", "R2", "R3", "R4", "R5", "R6"})
        void takesSingleRegisters(String command) {
            ChannelRecord energy = channel("e", DataType.DOUBLE, "address", "1.8.0", "command", command);
            ChannelRecord serial = channel("s", DataType.STRING, "address", "0.0.0", "command", command);
            driver("password", PASSWORD_1).read(List.of(energy, serial));
            assertEquals(STATE.activeImport(), number(energy), 1);
            assertEquals("Wh", energy.getUnit());
            assertEquals("12345678", text(serial));
        }

        @Test
        void mixesReadoutAndCommandsInOnePoll() {
            ChannelRecord single = channel("e", DataType.DOUBLE, "address", "1.8.0", "command", "R1");
            ChannelRecord shown = channel("p", DataType.DOUBLE, "address", "16.7.0");
            driver("password", PASSWORD_1).read(List.of(single, shown));
            assertEquals(STATE.activeImport(), number(single), 1);
            assertEquals(STATE.activePower(), number(shown), 1);
        }

        @Test
        void convertsExactly() {
            ChannelRecord energy = channel("e", DataType.STRING, "address", "1.8.0", "unit", "MWh", "factor", "40");
            driver().read(List.of(energy));
            assertEquals("MWh", energy.getUnit());
            long wattHours = (long) Math.floor(STATE.activeImport());
            assertEquals(
                    BigDecimal.valueOf(wattHours)
                            .multiply(BigDecimal.valueOf(40))
                            .movePointLeft(6)
                            .stripTrailingZeros()
                            .toPlainString(),
                    new BigDecimal(text(energy)).stripTrailingZeros().toPlainString());
        }

        @Test
        void failsARegisterThatTheMeterDoesNotHaveAndNotItsNeighbours() {
            ChannelRecord absent = channel("a", DataType.DOUBLE, "address", "99.99.99", "command", "R1");
            ChannelRecord there = channel("e", DataType.DOUBLE, "address", "1.8.0", "command", "R1");
            driver("password", PASSWORD_1).read(List.of(absent, there));
            assertTrue(reason(absent).contains("R1 99.99.99() was refused"), reason(absent));
            assertEquals(STATE.activeImport(), number(there), 1);
        }

        @Test
        void tellsTheDriftAndTheClock() throws Exception {
            line = station(Traits.USUAL.ahead(Duration.ofSeconds(-90)));
            ChannelRecord drift = channel("d", DataType.DOUBLE, "kind", "DRIFT");
            ChannelRecord clock = channel("c", DataType.STRING, "kind", "CLOCK");
            ChannelRecord energy = channel("e", DataType.DOUBLE, "address", "1.8.0");
            driver("clock.policy", "OFFSET", "clock.offset", 90).read(List.of(drift, clock, energy));
            assertEquals(-90.7, number(drift), 0.001); // the meter shows whole seconds
            assertEquals("2026-06-23T10:09:42Z", text(clock));
            assertEquals(TestMeters.SECOND, Instant.ofEpochMilli(energy.getTimestamp()));
        }

        @Test
        void tellsTheQualityOfTheMeterAndOfARegister() {
            ChannelRecord meter = channel("q", DataType.STRING, "kind", "QUALITY");
            ChannelRecord there = channel("q1", DataType.STRING, "kind", "QUALITY", "address", "1.8.0");
            ChannelRecord absent = channel("q2", DataType.STRING, "kind", "QUALITY", "address", "99.99.99");
            driver().read(List.of(meter, there, absent));
            assertEquals("GOOD", text(meter));
            assertEquals("GOOD", text(there));
            assertEquals("REFUSED", text(absent));
        }
    }

    @Nested
    class Profiles {
        private double meanPower(Instant end) {
            Instant from = end.minusSeconds(900);
            return (BUILDING.at(end).activeImport() - BUILDING.at(from).activeImport()) * 4;
        }

        @ParameterizedTest
        @ValueSource(strings = {"R1", "R5", "R6"})
        void giveTheirLastRowWhenPolled(String command) {
            ChannelRecord power = channel("p", DataType.DOUBLE, "address", "1.5", "command", "PROFILE");
            driver("password", PASSWORD_1, "profile.command", command).read(List.of(power));
            Instant end = Instant.parse("2026-06-23T10:00:00Z");
            assertEquals(meanPower(end), number(power), 0.1);
            assertEquals("W", power.getUnit());
            assertEquals(end, Instant.ofEpochMilli(power.getTimestamp()));
        }

        @Test
        void tellEveryRowOnceWithItsOwnTimeWhenListened() throws Exception {
            BlockingQueue<ChannelRecord> heard = new LinkedBlockingQueue<>();
            OpticalDriver driver = driver("password", PASSWORD_1, "profile.depth", 2, "profile.interval", 1);
            ChannelListener listener = event -> heard.add(event.getChannelRecord());
            driver.registerChannelListener(
                    settings("+name", "p", "+value.type", "DOUBLE", "address", "1.5", "command", "PROFILE"), listener);
            Instant end = Instant.parse("2026-06-23T08:15:00Z");
            for (int row = 0; row < 8; row++) {
                ChannelRecord record = heard.poll(30, TimeUnit.SECONDS);
                assertEquals(end, Instant.ofEpochMilli(record.getTimestamp()));
                assertEquals(meanPower(end), number(record), 0.1);
                end = end.plusSeconds(900);
            }
            BlockingQueue<ChannelRecord> later = new LinkedBlockingQueue<>();
            driver.registerChannelListener(
                    settings("+name", "q", "+value.type", "DOUBLE", "address", "2.5", "command", "PROFILE"),
                    event -> later.add(event.getChannelRecord()));
            assertNotNull(later.poll(30, TimeUnit.SECONDS), "the profile is read again for the second channel");
            assertTrue(heard.isEmpty(), "and the first one is told no row twice");
            driver.unregisterChannelListener(listener);
        }

        @Test
        void ofAChannelThatIsListenedToArePolledNoSoonerThanTheyAreTold() throws Exception {
            BlockingQueue<ChannelRecord> heard = new LinkedBlockingQueue<>();
            OpticalDriver driver = driver("password", PASSWORD_1, "profile.depth", 2, "profile.interval", 1);
            List<ChannelRecord> polled = new ArrayList<>();
            driver.registerChannelListener(
                    settings("+name", "p", "+value.type", "DOUBLE", "address", "1.5", "command", "PROFILE"), event -> {
                        if (polled.isEmpty()) {
                            polled.add(channel("p", DataType.DOUBLE, "address", "1.5", "command", "PROFILE"));
                            driver.read(polled);
                        }
                        heard.add(event.getChannelRecord());
                    });
            ChannelRecord first = heard.poll(30, TimeUnit.SECONDS);
            assertNotNull(first);
            assertEquals(first.getTimestamp(), polled.get(0).getTimestamp(), () -> reason(polled.get(0)));
            assertEquals(number(first), number(polled.get(0)));
        }

        @Test
        void ofALogBook() {
            ChannelRecord set =
                    channel("log", DataType.STRING, "address", "0.9.1", "command", "PROFILE", "profile", "P.98");
            driver("password", PASSWORD_1).read(List.of(set));
            assertFalse(isGood(set)); // midnight is more than three hours ago
            assertTrue(reason(set).contains("P.98"), reason(set));
        }
    }

    @Nested
    class Writing {
        @Test
        void neverHappensUnlessTheChannelSaysSo() {
            ChannelRecord record = write("0.0.1", "NEW", "");
            driver("password", PASSWORD_2, "login.command", "P2").write(List.of(record));
            assertTrue(reason(record).contains("is not writable; to allow it"), reason(record));
        }

        @ParameterizedTest
        @ValueSource(strings = {"W1", "W2", "W5"})
        void changesTheRegister(String command) {
            OpticalDriver driver = driver("password", PASSWORD_2, "login.command", "P2");
            ChannelRecord record = write("0.0.1", "NEW NAME", command);
            driver.write(List.of(record));
            assertTrue(isGood(record), () -> reason(record));
            ChannelRecord read = channel("n", DataType.STRING, "address", "0.0.1", "command", "R1");
            driver.read(List.of(read));
            assertEquals("NEW NAME", text(read));
        }

        @Test
        void setsTheClock() {
            OpticalDriver driver = driver("password", PASSWORD_1);
            ChannelRecord time = write("0.9.1", "101012", "W1");
            driver.write(List.of(time));
            assertTrue(isGood(time), () -> reason(time));
            ChannelRecord drift = channel("d", DataType.DOUBLE, "kind", "DRIFT");
            driver.read(List.of(drift));
            assertEquals(-60.7, number(drift), 0.001);
        }

        @Test
        void isRefusedWithoutTheRight() {
            ChannelRecord record = write("0.0.1", "NEW", "W1");
            driver("password", PASSWORD_1).write(List.of(record));
            assertTrue(reason(record).contains("not written") && reason(record).contains("ER02"), reason(record));
        }

        @Test
        void executes() {
            OpticalDriver driver = driver("password", PASSWORD_2, "login.command", "P2");
            ChannelRecord reset = write("0.1.0", "", "E2");
            driver.write(List.of(reset));
            assertTrue(isGood(reset), () -> reason(reset));
            ChannelRecord count = channel("n", DataType.LONG, "address", "0.1.0", "command", "R1");
            driver.read(List.of(count));
            assertEquals(1L, count.getValue().getValue());
        }

        @Test
        void refusesCharactersThatNoDataSetMayHold() {
            ChannelRecord record = write("0.0.1", "A)(B", "W1");
            driver("password", PASSWORD_1).write(List.of(record));
            assertTrue(reason(record).contains("holds a character that cannot be sent"), reason(record));
        }
    }
}
