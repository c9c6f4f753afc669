package org.metergate.driver.optical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.metergate.driver.optical.TestMeters.FAST;
import static org.metergate.driver.optical.TestMeters.assertRight;
import static org.metergate.driver.optical.TestMeters.channel;
import static org.metergate.driver.optical.TestMeters.fast;
import static org.metergate.driver.optical.TestMeters.meter;
import static org.metergate.driver.optical.TestMeters.text;
import static org.metergate.driver.optical.TestMeters.usual;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.type.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metergate.emulator.meters.CharacterFormat;
import org.metergate.emulator.meters.Fault;
import org.metergate.emulator.meters.Pacer;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.PtyStation;
import org.metergate.emulator.meters.Rfc2217Station;
import org.metergate.emulator.meters.Station;
import org.metergate.emulator.meters.TcpStation;
import org.metergate.emulator.meters.Wire.ByteTiming;
import org.metergate.emulator.meters.optical.OpticalBus;
import org.metergate.emulator.meters.optical.OpticalSettings;
import org.metergate.emulator.meters.optical.Traits;
import org.metergate.iec62056p21.Pause;
import org.metergate.transport.ports.PortLines;

/** Meters of every mode, speed and format, over TCP, RFC 2217 and pseudo-terminals: what arrives is what the model says. */
@Timeout(60)
class MeterKindsTest {
    /** For a machine that is busy with other things. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final PortLines lines = new PortLines();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(lines));

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T closing(T each) {
        open.add(0, each);
        return each;
    }

    private OpticalDriver driver(Map<String, Object> values, Pause pause) {
        OpticalDriver driver = new OpticalDriver(lines, PlainCrypto.CRYPTO, values, TestMeters.CLOCK, pause);
        open.add(0, driver::stop);
        return driver;
    }

    private void assertReadTwice(OpticalDriver driver) {
        for (int poll = 0; poll < 2; poll++) {
            List<ChannelRecord> records = usual();
            driver.read(records);
            assertRight(records);
        }
    }

    @Nested
    class OverTcp {
        private String station(Station station) throws Exception {
            return closing(TcpStation.open("test", PortSettings.network(0), station))
                    .address();
        }

        @ParameterizedTest
        @CsvSource({
            "A, 300",
            "B, 600",
            "B, 2400",
            "B, 9600",
            "B, 19200",
            "C, 300",
            "C, 600",
            "C, 1200",
            "C, 2400",
            "C, 4800",
            "C, 9600",
            "C, 19200",
            "E, 300",
            "E, 9600",
            "E, 19200"
        })
        void everyModeAndSpeed(Traits.Mode mode, int baud) throws Exception {
            OpticalSettings settings =
                    new OpticalSettings("MTG", "\\@METERGATE-E1", "12345678", ByteTiming.NETWORK, baud, FAST.zone());
            String line = station(meter(settings.with(Traits.USUAL.in(mode))));
            assertReadTwice(driver(fast(line, "baud.max", 19200), length -> {}));
        }

        @Test
        void modeDIsHeardWithoutBeingAsked() throws Exception {
            String line = station(meter(Traits.USUAL.in(Traits.Mode.D)));
            assertReadTwice(driver(fast(line, "mode", "D"), length -> {}));
        }

        @ParameterizedTest
        @CsvSource({"F7E1_WITH_PARITY, 7E1", "F7E1_WITH_PARITY, 8N1", "F8N1, 8N1", "F7E1, 8N1"})
        void everyFormat(Traits.Characters characters, String format) throws Exception {
            String line = station(meter(Traits.USUAL.with(characters)));
            assertReadTwice(driver(fast(line, "format", format), length -> {}));
        }

        @Test
        void aBatteryMeterAfterItsWakeUp() throws Exception {
            String line = station(meter(Traits.USUAL.wokenBy(Duration.ofMillis(2100))));
            assertReadTwice(driver(fast(line, "wakeup", 2200), length -> {}));
            ChannelRecord why = TestMeters.diagnosis();
            driver(fast(line, "reaction.timeout", 300), length -> {}).read(List.of(why));
            assertEquals(true, text(why).contains("no byte came"), text(why));
        }

        @ParameterizedTest
        @ValueSource(strings = {"12345678", "0087654321", "METER7"})
        void theOneThatIsCalledOnABus(String address) throws Exception {
            OpticalBus bus =
                    new OpticalBus(List.of(meter(FAST), meter(FAST.at("87654321")), meter(FAST.at("METER7"))), 33);
            OpticalDriver driver = driver(fast(station(bus), "device.address", address), length -> {});
            assertReadTwice(driver);
            ChannelRecord serial = channel("serial", DataType.STRING, "address", "0.0.0");
            driver.read(List.of(serial));
            assertEquals(address.replaceFirst("^0+", ""), text(serial));
        }

        @Test
        void aFixedSpeedThatNobodyChanges() throws Exception {
            Map<String, Object> values = fast(station(meter(FAST)), "baud.initial", 9600, "baud.max", 0);
            assertReadTwice(driver(values, length -> {}));
        }
    }

    /** The speed of the port is changed by the driver over the network; a wrong one would be heard as garbage. */
    @Nested
    class OverRfc2217 {
        @ParameterizedTest
        @CsvSource({"B, 9600", "C, 2400", "C, 19200"})
        void followsTheSpeed(Traits.Mode mode, int baud) throws Exception {
            OpticalSettings settings = new OpticalSettings(
                    "MTG", "\\@METERGATE-E1", "12345678", new ByteTiming(1200, 10), baud, FAST.zone());
            PortSettings port = new PortSettings("127.0.0.1", 0, settings.initial(), Duration.ofMillis(20));
            TcpStation station = closing(Rfc2217Station.open(
                    "rfc2217",
                    port,
                    CharacterFormat.F7E1,
                    meter(settings.with(Traits.USUAL.in(mode))),
                    Fault.NONE,
                    Pacer.REAL,
                    GRACE));
            Map<String, Object> values = new HashMap<>(
                    Map.of("line", station.address(), "baud.initial", 1200, "baud.max", 19200, "turnaround", 20));
            List<ChannelRecord> records = usual();
            driver(values, Pause.SLEEP).read(records);
            assertRight(records);
        }
    }

    @Nested
    @EnabledIf(value = "org.metergate.emulator.meters.PtyStation#isSupported", disabledReason = "no pseudo-terminals")
    class OverPseudoTerminals {
        @ParameterizedTest
        @CsvSource({"B, 9600, F7E1_WITH_PARITY", "C, 9600, F7E1_WITH_PARITY", "C, 19200, F8N1"})
        void followsTheSpeed(Traits.Mode mode, int baud, Traits.Characters characters, @TempDir Path folder)
                throws Exception {
            OpticalSettings settings = new OpticalSettings(
                    "MTG", "\\@METERGATE-E1", "12345678", new ByteTiming(1200, 10), baud, FAST.zone());
            PortSettings port = new PortSettings("127.0.0.1", 0, settings.initial(), Duration.ofMillis(20));
            PtyStation station = closing(PtyStation.open(
                    "pty",
                    folder.resolve("tty"),
                    port,
                    meter(settings.with(Traits.USUAL.in(mode).with(characters))),
                    Fault.NONE,
                    Pacer.REAL,
                    GRACE));
            String format = characters == Traits.Characters.F8N1 ? "8N1" : "7E1";
            Map<String, Object> values = new HashMap<>(Map.of(
                    "line",
                    station.address(),
                    "baud.initial",
                    1200,
                    "baud.max",
                    19200,
                    "turnaround",
                    20,
                    "format",
                    format));
            List<ChannelRecord> records = usual();
            driver(values, Pause.SLEEP).read(records);
            assertRight(records);
        }
    }
}
