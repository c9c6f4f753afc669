package org.metergate.driver.optical;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.metergate.driver.optical.TestMeters.FAST;
import static org.metergate.driver.optical.TestMeters.assertRight;
import static org.metergate.driver.optical.TestMeters.channel;
import static org.metergate.driver.optical.TestMeters.diagnosis;
import static org.metergate.driver.optical.TestMeters.isGood;
import static org.metergate.driver.optical.TestMeters.meter;
import static org.metergate.driver.optical.TestMeters.text;
import static org.metergate.driver.optical.TestMeters.usual;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.type.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
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
import org.metergate.emulator.meters.optical.Traits.Mode;
import org.metergate.iec62056p21.HandOver;
import org.metergate.iec62056p21.OpticalSession;
import org.metergate.iec62056p21.Pause;
import org.metergate.iec62056p21.SessionSettings;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.Framing;
import org.metergate.transport.LineAddress;
import org.metergate.transport.SerialSettings;
import org.metergate.transport.ports.PortLines;

/**
 * The whole table: every mode at every speed that it knows, in both formats, over every kind of line; sleeping meters and
 * several on one pair of wires likewise. The meter's bytes take no time. At RFC 2217 ports and pseudo-terminals the speed
 * counts all the same: at another one than the meter's either side hears what a UART makes of it. Many are read at once,
 * because they wait more than they work.
 */
@Timeout(120)
class EveryLineTest {
    /** For a machine that is busy with other things. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final List<Integer> SPEEDS = List.of(300, 600, 1200, 2400, 4800, 9600, 19200);
    private static final int SIGN_ON = 300;
    private static final int AT_ONCE = 32;
    private static final byte FLAG = 0x7E;

    private static final Pacer HURRIED = new Pacer() {
        @Override
        public long now() {
            return System.nanoTime();
        }

        @Override
        public void until(long time) {
            // nobody waits for the wire
        }
    };

    private enum Carrier {
        TCP,
        RFC2217,
        PSEUDO_TERMINAL
    }

    private enum Format {
        F7E1,
        F8N1;

        String setting() {
            return name().substring(1);
        }

        CharacterFormat ofThePort() {
            return CharacterFormat.parse(setting());
        }

        /** What checks parity takes it off; a pseudo-terminal hands all eight bits over. */
        Traits.Characters over(Carrier carrier) {
            if (this == F8N1) {
                return Traits.Characters.F8N1;
            }
            return carrier == Carrier.RFC2217 ? Traits.Characters.F7E1 : Traits.Characters.F7E1_WITH_PARITY;
        }
    }

    /** One place in the table. */
    private record Cell(Carrier carrier, Format format, Mode mode, int baud) {

        /** Modes A and D never change it, and there are meters that begin with another one than the standard's. */
        int signOn() {
            return mode == Mode.A || mode == Mode.D ? baud : SIGN_ON;
        }

        OpticalSettings meter() {
            ByteTiming initial = new ByteTiming(signOn(), 10);
            OpticalSettings settings =
                    new OpticalSettings("MTG", "\\@METERGATE-E1", "12345678", initial, baud, FAST.zone());
            return settings.with(Traits.USUAL.in(mode).with(format.over(carrier)));
        }
    }

    private final ExecutorService readers = Executors.newFixedThreadPool(AT_ONCE);

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        readers.shutdownNow();
    }

    private static Stream<Cell> table() {
        return places().flatMap(place ->
                speeds(place.mode()).map(baud -> new Cell(place.carrier(), place.format(), place.mode(), baud)));
    }

    /** Modes that answer when they are called; mode D is never called. */
    private static Stream<Cell> called() {
        return places().filter(cell -> cell.mode() != Mode.D);
    }

    private static Stream<Cell> places() {
        return Stream.of(Carrier.values())
                .filter(carrier -> carrier != Carrier.PSEUDO_TERMINAL || PtyStation.isSupported())
                .flatMap(carrier -> Stream.of(Format.values()).flatMap(format -> Stream.of(Mode.values())
                        .map(mode -> new Cell(carrier, format, mode, 9600))));
    }

    private interface Trial {
        void of(Cell cell) throws Exception;
    }

    /** Tries all of them, and says which failed. */
    private void all(Stream<Cell> cells, int onEachCarrier, Trial trial) {
        Map<Cell, Future<?>> tried = new LinkedHashMap<>();
        cells.forEach(cell -> tried.put(cell, readers.submit(() -> {
            trial.of(cell);
            return cell;
        })));
        assertEquals(PtyStation.isSupported() ? 3 * onEachCarrier : 2 * onEachCarrier, tried.size());
        assertAll(tried.entrySet().stream().map(each -> () -> {
            try {
                each.getValue().get();
            } catch (ExecutionException e) {
                throw new AssertionError(each.getKey() + ": " + e.getCause(), e.getCause());
            }
        }));
    }

    /** Mode B has no character for 300 (IEC 62056-21, 6.3.14). */
    private static Stream<Integer> speeds(Mode mode) {
        return SPEEDS.stream().filter(baud -> mode != Mode.B || baud > SIGN_ON);
    }

    /** As {@link #with(Cell, Station, Pacer, Map, Reading)} where the meter's bytes take no time. */
    private void with(Cell cell, Station station, Reading reading) throws Exception {
        with(cell, station, HURRIED, Map.of(), reading);
    }

    /** Opens a line with a station at its end, lets something be read by a driver, and closes both. */
    private void with(Cell cell, Station station, Pacer pacer, Map<String, Object> more, Reading reading)
            throws Exception {
        on(cell, station, pacer, address -> read(cell, address, more, reading));
    }

    private interface Use {
        void of(String address) throws Exception;
    }

    private void on(Cell cell, Station station, Pacer pacer, Use use) throws Exception {
        PortSettings port = new PortSettings("127.0.0.1", 0, new ByteTiming(cell.signOn(), 10), Duration.ofMillis(20));
        switch (cell.carrier()) {
            case TCP -> {
                try (TcpStation open = TcpStation.open("tcp", port, station, Fault.NONE, pacer)) {
                    use.of(open.address());
                }
            }
            case RFC2217 -> {
                try (TcpStation open = rfc2217(cell, port, station, pacer)) {
                    use.of(open.address());
                }
            }
            case PSEUDO_TERMINAL -> {
                Path tty = folder.resolve("tty-" + cell.format() + cell.mode() + cell.baud());
                try (PtyStation open = PtyStation.open("pty", tty, port, station, Fault.NONE, pacer, GRACE)) {
                    use.of(open.address());
                }
            }
        }
    }

    private static TcpStation rfc2217(Cell cell, PortSettings port, Station station, Pacer pacer) throws IOException {
        return Rfc2217Station.open("rfc2217", port, cell.format().ofThePort(), station, Fault.NONE, pacer, GRACE);
    }

    /** A driver, and the settings that it was made with. */
    private record Reader(OpticalDriver driver, Map<String, Object> values) {

        void set(String key, Object value) {
            values.put(key, value);
            driver.modified(values);
        }

        void assertRead() {
            List<ChannelRecord> records = usual();
            driver.read(records);
            assertRight(records);
        }
    }

    private interface Reading {
        void by(Reader reader) throws Exception;
    }

    private void read(Cell cell, String line, Map<String, Object> more, Reading reading) throws Exception {
        Map<String, Object> values = new HashMap<>(Map.of(
                "line",
                line,
                "mode",
                cell.mode() == Mode.D ? "D" : "AUTO",
                "baud.initial",
                cell.signOn(),
                "baud.max",
                19200,
                "format",
                cell.format().setting(),
                "reaction.timeout",
                cell.mode() == Mode.D ? 6000 : 1700,
                "turnaround",
                20));
        values.putAll(more);
        try (PortLines lines = new PortLines()) {
            OpticalDriver driver = new OpticalDriver(lines, PlainCrypto.CRYPTO, values, TestMeters.CLOCK, Pause.SLEEP);
            try {
                reading.by(new Reader(driver, values));
            } finally {
                driver.stop();
            }
        }
    }

    /** Read twice, so that it is seen that both ends have gone back to the speed of the sign-on. */
    @Test
    void everyModeAndSpeedAndFormat() {
        all(
                table(),
                68,
                cell -> with(cell, meter(cell.meter()), reader -> {
                    reader.assertRead();
                    reader.assertRead();
                }));
    }

    /** The preamble is a matter of time, so here every byte takes its own. */
    @Test
    void aBatteryMeterAfterItsWakeUpAndNotWithout() {
        Map<String, Object> waking = Map.of("wakeup", 2200, "wakeup.rest", 1600);
        all(called(), 8, cell -> {
            OpticalSettings settings = cell.meter();
            Station sleeping = meter(settings.with(settings.traits().wokenBy(Duration.ofMillis(2100))));
            with(cell, sleeping, Pacer.REAL, waking, reader -> {
                reader.assertRead();
                reader.set("reaction.timeout", 300);
                reader.set("wakeup", 0);
                ChannelRecord why = diagnosis();
                List<ChannelRecord> records = usual();
                records.add(why);
                reader.driver().read(records);
                assertFalse(isGood(records.get(0)), "a sleeping meter answered");
                assertTrue(text(why).contains("no byte came"), text(why));
            });
        });
    }

    @Test
    void eachOfThreeMetersOnOnePairOfWiresByItsAddress() {
        all(called(), 8, cell -> {
            OpticalSettings settings = cell.meter();
            Station bus = new OpticalBus(
                    List.of(meter(settings), meter(settings.at("87654321")), meter(settings.at("METER7"))), 33);
            with(cell, bus, reader -> {
                for (String address : List.of("12345678", "0087654321", "METER7")) {
                    reader.set("device.address", address);
                    List<ChannelRecord> records = usual();
                    ChannelRecord serial = channel("serial", DataType.STRING, "address", "0.0.0");
                    records.add(serial);
                    reader.driver().read(records);
                    assertRight(records);
                    assertEquals(address.replaceFirst("^0+", ""), text(serial));
                }
            });
        });
    }

    /** SNRM of client 16 to server 1, 17 is answered with UA at the speed agreed on (IEC 62056-21, annex E). */
    @Test
    void inModeETheLineIsHandedOverToHdlc() {
        byte[] snrm = HexFormat.of().parseHex("7EA00A0002002321931871" + "7E");
        Framing frame = (received, length) -> length > 2 && received[length - 1] == FLAG ? length : Framing.INCOMPLETE;
        SerialSettings initial = new SerialSettings(SIGN_ON, 8, SerialSettings.Parity.NONE, 1);
        SessionSettings session = SessionSettings.STANDARD.at(initial, 19200);
        Stream<Cell> cells = table().filter(cell -> cell.mode() == Mode.E && cell.format() == Format.F8N1);
        all(
                cells,
                SPEEDS.size(),
                cell -> on(cell, meter(cell.meter()), HURRIED, address -> {
                    try (PortLines lines = new PortLines();
                            Claim claim = lines.claim(LineAddress.parse(address), initial);
                            Conversation line = claim.converse(GRACE)) {
                        HandOver handedOver = new OpticalSession(line, session, Pause.SLEEP).handOver();
                        assertEquals(initial.at(cell.baud()), handedOver.settings());
                        line.send(snrm);
                        String answer =
                                HexFormat.of().withUpperCase().formatHex(line.receive(frame, Duration.ofSeconds(5)));
                        assertTrue(answer.contains("210002002373"), answer);
                    }
                }));
    }
}
