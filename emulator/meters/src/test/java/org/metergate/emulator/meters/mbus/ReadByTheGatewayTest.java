package org.metergate.emulator.meters.mbus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.emulator.meters.Fault;
import org.metergate.emulator.meters.Pacer;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.TcpStation;
import org.metergate.mbus.Answer;
import org.metergate.mbus.Content;
import org.metergate.mbus.DataRecord;
import org.metergate.mbus.FrameCounts;
import org.metergate.mbus.MBusSession;
import org.metergate.mbus.MeterAddress;
import org.metergate.mbus.Telegrams;
import org.metergate.mbus.Timing;
import org.metergate.settings.Properties;
import org.metergate.testkit.MovedClock;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.SerialSettings;
import org.metergate.transport.ports.PortLines;

/** The gateway's session reads the emulated bus over TCP. */
class ReadByTheGatewayTest {
    private static final Timing TIMING = new Timing(38_400, Duration.ofMillis(150), 3);

    private final MovedClock clock = MovedClock.at("2026-11-23T21:00:03.700Z");

    /** What is done with a session while a bus is served. */
    private interface Reading {
        void with(MBusSession session) throws Exception;
    }

    private static void on(MBusBus bus, Reading reading) throws Exception {
        try (TcpStation station = TcpStation.open("bus", PortSettings.network(0), bus);
                PortLines lines = new PortLines();
                Claim claim = lines.claim(
                        LineAddress.parse(station.address()),
                        new SerialSettings(38_400, 8, SerialSettings.Parity.EVEN, 1));
                Conversation conversation = claim.converse(Duration.ofSeconds(2))) {
            reading.with(new MBusSession(conversation, TIMING, new FrameCounts()));
        }
    }

    private static Answer.Telegram read(MBusSession session, String meter) throws Exception {
        return assertInstanceOf(Answer.Telegram.class, session.read(MeterAddress.parse(meter)));
    }

    @Test
    void everyValueIsTheModelAtTheMetersOwnSecond() throws Exception {
        MBusBus bus = MBusComponent.bus(new Properties(Map.of()), new FixedBuilding(), clock);
        on(bus, session -> {
            List<DataRecord> heat = read(session, "1").records();
            Content.Moment time =
                    assertInstanceOf(Content.Moment.class, heat.get(1).content());
            assertEquals(FixedBuilding.LATCH, time.time().toInstant(ZoneOffset.UTC));
            assertEquals(new BigDecimal("1234567"), heat.get(2).value().orElseThrow());
            assertEquals(new BigDecimal("65.13"), heat.get(6).value().orElseThrow());
            List<DataRecord> water = read(session, "10000002-MTG-02-07").records();
            assertEquals(new BigDecimal("765.432"), water.get(2).value().orElseThrow());
        });
    }

    @Test
    void nobodyAnswersAtAnEmptyAddress() throws Exception {
        MBusBus bus = MBusComponent.bus(new Properties(Map.of("heat.address", 0)), new FixedBuilding(), clock);
        Timing hurried = new Timing(38_400, Duration.ofMillis(50), 1);
        try (TcpStation station = TcpStation.open("bus", PortSettings.network(0), bus);
                PortLines lines = new PortLines();
                Claim claim = lines.claim(
                        LineAddress.parse(station.address()),
                        new SerialSettings(38_400, 8, SerialSettings.Parity.EVEN, 1));
                Conversation conversation = claim.converse(Duration.ofSeconds(2))) {
            MBusSession session = new MBusSession(conversation, hurried, new FrameCounts());
            assertThrows(LineSilentException.class, () -> session.read(MeterAddress.parse("1")));
        }
    }

    @Test // a third of all answers arrive with one wrong bit
    void noValueWithAWrongBitGetsOut() throws Exception {
        MBusBus bus = MBusComponent.bus(new Properties(Map.of()), new FixedBuilding(), clock);
        Random random = new Random(1);
        Fault fault = Fault.flippedBit(random).when(() -> random.nextInt(3) == 0);
        SerialSettings fast = new SerialSettings(38_400, 8, SerialSettings.Parity.EVEN, 1);
        try (TcpStation station = TcpStation.open("bus", PortSettings.network(0), bus, fault, Pacer.REAL);
                PortLines lines = new PortLines();
                Claim claim = lines.claim(LineAddress.parse(station.address()), fast);
                Conversation conversation = claim.converse(Duration.ofSeconds(2))) {
            Timing timing = new Timing(38_400, Duration.ofMillis(100), 5);
            MBusSession session = new MBusSession(conversation, timing, new FrameCounts());
            for (int i = 0; i < 60; i++) {
                List<DataRecord> heat =
                        read(session, i % 2 == 0 ? "1" : "10000001").records();
                assertEquals(new BigDecimal("1234567"), heat.get(2).value().orElseThrow());
                assertEquals(new BigDecimal("24.93"), heat.get(8).value().orElseThrow());
            }
        }
    }

    @Test
    void aBrokenFileIsLeftOutAndNamed(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("a.hex"), "# no frame\n68 03 03 68 08 05 72 80 16");
        Files.writeString(folder.resolve("b.hex"), "68 03 03 68 08 05 72 7F 16  68 03 03 68 08 05 72 7F 16");
        List<String> refused = new ArrayList<>();
        List<CapturedFrames> meters = CapturedFrames.ofFolder(folder, refused::add);
        assertEquals(1, meters.size());
        assertEquals(2, meters.get(0).telegrams(0).size());
        assertEquals(1, refused.size());
    }

    @Test
    void capturedFramesOfRealMetersAreReadAsIfFromTheMeter() throws Exception {
        List<Path> files = realMeters();
        Assumptions.assumeFalse(files.isEmpty(), "no folder shared/corpus beside the checkout");
        MBusBus bus = new MBusBus();
        for (int i = 0; i < files.size(); i++) {
            bus.with(10 + i, CapturedFrames.of(files.get(i).getFileName().toString(), Files.readString(files.get(i))));
        }
        on(bus, session -> {
            for (int i = 0; i < files.size(); i++) {
                byte[] captured = java.util.HexFormat.of()
                        .parseHex(Files.readString(files.get(i)).replaceAll("\\s", ""));
                Answer.Telegram direct = assertInstanceOf(Answer.Telegram.class, Telegrams.decode(captured));
                Answer.Telegram read = read(session, String.valueOf(10 + i));
                assertEquals(direct.header(), read.header());
                assertEquals(direct.records().size(), read.records().size());
                for (int r = 0; r < direct.records().size(); r++) {
                    assertArrayEquals(
                            direct.records().get(r).bytes(),
                            read.records().get(r).bytes());
                }
            }
        });
    }

    /** The captured frames that decode; those that announce a next telegram have none here. */
    private static List<Path> realMeters() throws Exception {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path corpus = at.resolve("shared").resolve("corpus").resolve("mbus-wired");
            if (Files.isDirectory(corpus)) {
                List<Path> complete = new ArrayList<>();
                try (Stream<Path> files = Files.list(corpus)) {
                    for (Path file : files.sorted().toList()) {
                        boolean decodes = file.toString().endsWith(".hex")
                                && Files.readString(Path.of(file.toString().replace(".hex", ".expected.json")))
                                        .contains("\"verdict\": \"decode\"");
                        if (decodes) {
                            complete.add(file);
                        }
                    }
                }
                return complete;
            }
        }
        return List.of();
    }
}
