package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.metergate.dlms.DlmsSettings.Authentication;
import org.metergate.dlms.DlmsSettings.Transport;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.Fault;
import org.metergate.emulator.meters.Pacer;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.TcpStation;
import org.metergate.emulator.meters.Wire;
import org.metergate.emulator.meters.dlms.DlmsMeter;
import org.metergate.model.ObisCode;
import org.metergate.model.Quantity;
import org.metergate.model.Unit;
import org.metergate.testkit.MovedClock;
import org.metergate.transport.Claim;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineException;
import org.metergate.transport.SerialSettings;
import org.metergate.transport.ports.PortLines;

/** The session against the emulated meter, which shares no code with it, over a real socket. */
@Timeout(30)
class DlmsSessionOnMeterTest {
    private static final Duration ANSWER = Duration.ofMillis(500);
    private static final List<String> CODES = List.of(
            "1.8.0", "2.8.0", "3.8.0", "4.8.0", "32.7.0", "52.7.0", "72.7.0", "31.7.0", "51.7.0", "71.7.0", "36.7.0",
            "56.7.0", "76.7.0", "16.7.0", "131.7.0", "151.7.0", "171.7.0", "191.7.0", "14.7.0");

    private final MovedClock clock = MovedClock.at("2026-11-23T21:00:03.700Z");
    private final PortLines lines = new PortLines();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(lines));
    private final AtomicInteger frames = new AtomicInteger();
    private Fault fault = answer -> {
        frames.incrementAndGet();
        return answer;
    };
    private TcpStation station;

    @AfterEach
    void close() throws Exception {
        for (int index = open.size() - 1; index >= 0; index--) {
            open.get(index).close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsEveryRegisterOfOneSecond(Transport transport) throws Exception {
        start(transport, 0, 1024);
        List<DlmsReading> readings = session(transport, 16, "").read(registers());
        Building.State state = building().at(Instant.parse("2026-11-23T21:00:03Z"));
        for (DlmsReading reading : readings) {
            assertEquals("2026-11-23T21:00:03Z", reading.time().orElseThrow().toString());
            assertEquals(
                    Instant.parse("2026-11-23T21:00:03Z"),
                    reading.time().orElseThrow().instant(ZoneOffset.UTC));
        }
        assertEquals(energy(state.activeImport(), Unit.WATT_HOUR), quantity(readings, "1.8.0"));
        assertEquals(energy(state.reactiveExport(), Unit.VAR_HOUR), quantity(readings, "4.8.0"));
        assertEquals(nearest(state.phases().get(2).voltage(), 1, Unit.VOLT), quantity(readings, "72.7.0"));
        assertEquals(nearest(state.phases().get(1).current(), 2, Unit.AMPERE), quantity(readings, "51.7.0"));
        assertEquals(nearest(state.phases().get(0).activePower(), 0, Unit.WATT), quantity(readings, "36.7.0"));
        assertEquals(nearest(state.activePower(), 0, Unit.WATT), quantity(readings, "16.7.0"));
        assertEquals(nearest(state.reactivePower(), 0, Unit.VAR), quantity(readings, "131.7.0"));
        assertEquals(nearest(state.frequency(), 2, Unit.HERTZ), quantity(readings, "14.7.0"));
    }

    @Test
    void readsHarmonicsAndWaveforms() throws Exception {
        start(Transport.WRAPPER, 0, 1024);
        Building.State state = building().at(Instant.parse("2026-11-23T21:00:03Z"));
        Building.Phase phase = state.phases().get(1);
        CosemAttribute wave = new CosemAttribute(1, ObisCode.parse("1-0:51.128.0*255"), 2);
        List<DlmsReading> readings = session(Transport.WRAPPER, 16, "")
                .read(List.of(register("51.7.124"), register("51.7.5"), register("51.7.1"), wave));
        double squares = phase.currentHarmonics().stream()
                .mapToDouble(each -> each * each)
                .sum();
        double fundamental = Math.hypot(phase.activePower(), phase.reactivePower()) / phase.voltage();
        assertEquals(nearest(100 * Math.sqrt(squares) / fundamental, 1, Unit.PERCENT), quantity(readings, "51.7.124"));
        assertEquals(nearest(phase.currentHarmonics().get(3), 3, Unit.AMPERE), quantity(readings, "51.7.5"));
        assertEquals(nearest(fundamental, 3, Unit.AMPERE), quantity(readings, "51.7.1"));
        byte[] block =
                assertInstanceOf(Answer.Raw.class, readings.get(3).answer()).bytes();
        assertEquals(5_632, block.length);
        double rms = 0;
        for (int i = 0; i < 2_560; i++) { // ten cycles of 50 Hz
            double sample = 0.002 * (short) (block[2 * i] << 8 | block[2 * i + 1] & 0xFF);
            rms += sample * sample / 2_560;
        }
        assertEquals(Math.sqrt(fundamental * fundamental + squares), Math.sqrt(rms), 0.01);
    }

    @Test
    void needsTwoRequestsForTheFirstReadingAndOneForTheNext() throws Exception {
        start(Transport.WRAPPER, 0, 1024);
        DlmsSession session = session(Transport.WRAPPER, 16, "");
        session.read(registers());
        assertEquals(3, frames.getAndSet(0)); // AARE, scalers, values with clock
        clock.move(Duration.ofSeconds(5));
        List<DlmsReading> again = session.read(registers());
        assertEquals(1, frames.get());
        assertEquals("2026-11-23T21:00:08Z", again.get(0).time().orElseThrow().toString());
    }

    @ParameterizedTest
    @EnumSource
    void readsInBlocksWhenTheAnswerIsLongerThanAnApdu(Transport transport) throws Exception {
        start(transport, 0, 230);
        frames.set(0);
        List<DlmsReading> whole = session(transport, 16, "").read(registers());
        List<DlmsReading> small = null;
        station.close();
        start(transport, 0, 64);
        small = session(transport, 16, "").read(registers());
        assertEquals(answers(whole), answers(small));
    }

    @Test
    void saysWhichObjectIsUnknownAndReadsItsNeighbours() throws Exception {
        start(Transport.HDLC, 0, 1024);
        CosemAttribute unknown = register("99.98.97");
        CosemAttribute wrongClass = new CosemAttribute(4, ObisCode.parse("1.8.0"), 2);
        CosemAttribute serial = new CosemAttribute(1, ObisCode.parse("0-0:96.1.0*255"), 2);
        List<DlmsReading> readings =
                session(Transport.HDLC, 16, "").read(List.of(register("1.8.0"), unknown, wrongClass, serial));
        assertInstanceOf(Answer.Measured.class, readings.get(0).answer());
        assertEquals(
                "object-undefined (4): 1-0:99.98.97*255 class 3 attribute 2",
                assertInstanceOf(Answer.Refused.class, readings.get(1).answer()).reason());
        assertTrue(assertInstanceOf(Answer.Refused.class, readings.get(2).answer())
                .reason()
                .startsWith("object-class-inconsistent (9)"));
        assertEquals(new Answer.Text("20261123"), readings.get(3).answer());
    }

    @ParameterizedTest
    @EnumSource
    void provesItselfByPassword(Transport transport) throws Exception {
        start(transport, 0, 1024);
        assertInstanceOf(
                Answer.Measured.class,
                session(transport, 1, "open sesame")
                        .read(List.of(register("1.8.0")))
                        .get(0)
                        .answer());
        Answer refused = session(transport, 1, "wrong")
                .read(List.of(register("1.8.0")))
                .get(0)
                .answer();
        assertTrue(
                assertInstanceOf(Answer.Refused.class, refused).reason().contains("authentication-failure"),
                refused::toString);
    }

    @ParameterizedTest
    @EnumSource
    void saysSoWhenTheClientIsUnknown(Transport transport) throws Exception {
        start(transport, 0, 1024);
        Answer refused = session(transport, 33, "")
                .read(List.of(register("1.8.0")))
                .get(0)
                .answer();
        assertTrue(assertInstanceOf(Answer.Refused.class, refused).reason().startsWith("no association: "));
    }

    @ParameterizedTest
    @EnumSource
    void associatesAnewAfterTheMeterWasAway(Transport transport) throws Exception {
        start(transport, 0, 1024);
        DlmsSession session = session(transport, 16, "");
        session.read(registers());
        int port = station.port();
        station.close();
        assertThrows(LineException.class, () -> session.read(registers()));
        start(transport, port, 1024);
        assertInstanceOf(Answer.Measured.class, session.read(registers()).get(0).answer());
    }

    @Test
    void repeatsOverHdlcWhatNoiseDamaged() throws Exception {
        Random random = new Random(7);
        AtomicInteger answers = new AtomicInteger();
        fault = answer ->
                answers.incrementAndGet() % 4 == 0 ? Fault.flippedBit(random).sent(answer) : answer;
        start(Transport.HDLC, 0, 1024);
        DlmsSession session = session(Transport.HDLC, 16, "");
        Building.State state = building().at(Instant.parse("2026-11-23T21:00:03Z"));
        for (int round = 0; round < 10; round++) {
            List<DlmsReading> readings = session.read(registers());
            assertEquals(energy(state.activeImport(), Unit.WATT_HOUR), quantity(readings, "1.8.0"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void releasesTheAssociation(Transport transport) throws Exception {
        start(transport, 0, 1024);
        DlmsSession session = session(transport, 16, "");
        session.read(List.of(register("1.8.0")));
        frames.set(0);
        session.close();
        assertEquals(transport == Transport.HDLC ? 2 : 1, frames.get()); // RLRE, and UA
    }

    @Test
    void doesNotCallAMeterAgainToReleaseTheAssociation() throws Exception {
        start(Transport.HDLC, 0, 1024);
        DlmsSession session = session(Transport.HDLC, 16, "");
        session.read(List.of(register("1.8.0")));
        int port =
                Integer.parseInt(station.address().substring(station.address().lastIndexOf(':') + 1));
        station.close();
        try (ServerSocket caller = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            session.close();
            caller.setSoTimeout(100);
            assertThrows(SocketTimeoutException.class, caller::accept);
        }
    }

    private void start(Transport transport, int port, int maxPdu) throws Exception {
        DlmsMeter.Identity identity = new DlmsMeter.Identity(
                DlmsMeter.Transport.valueOf(transport.name()),
                1,
                17,
                16,
                "open sesame",
                maxPdu,
                "20261123",
                ZoneId.of("UTC"));
        Fault recorded = answer -> fault.sent(answer);
        PortSettings settings = new PortSettings("127.0.0.1", port, Wire.ByteTiming.NETWORK, Duration.ZERO);
        station = TcpStation.open("test", settings, new DlmsMeter(building(), clock, identity), recorded, Pacer.REAL);
        open.add(station);
    }

    private DlmsSession session(Transport transport, int client, String password) {
        Claim claim = lines.claim(
                LineAddress.parse(station.address()), new SerialSettings(9600, 8, SerialSettings.Parity.NONE, 1));
        open.add(claim);
        return new DlmsSession(
                claim,
                new DlmsSettings(
                        transport,
                        client,
                        1,
                        transport == Transport.HDLC ? 17 : 0,
                        0,
                        password.isEmpty() ? Authentication.NONE : Authentication.LOW,
                        password,
                        128,
                        ANSWER,
                        2,
                        Duration.ofSeconds(5)));
    }

    private static Building building() {
        return time -> {
            double load = time.getEpochSecond() % 86_400 / 100.0;
            return new Building.State(
                    time,
                    List.of(
                            new Building.Phase(230.04, 1.234, load, 12.6, List.of()),
                            new Building.Phase(231.16, 22.346, -1500.4, -70.2, List.of(0.2, 1.5, 0.1, 2.25)),
                            new Building.Phase(229.97, 0, 0, 0, List.of())),
                    49.987,
                    12_345_678.9 + load,
                    42.2,
                    3.999,
                    1_000_000.5,
                    new Building.Heat(0, 0, 0, 0, 0, 0),
                    new Building.Water(0, 0));
        };
    }

    private static List<CosemAttribute> registers() {
        return CODES.stream().map(DlmsSessionOnMeterTest::register).toList();
    }

    private static CosemAttribute register(String code) {
        return new CosemAttribute(3, ObisCode.parse(code), 2);
    }

    private static Quantity quantity(List<DlmsReading> readings, String code) {
        for (DlmsReading reading : readings) {
            if (reading.attribute().equals(register(code))) {
                return assertInstanceOf(Answer.Measured.class, reading.answer()).quantity();
            }
        }
        throw new AssertionError(code);
    }

    private static List<Answer> answers(List<DlmsReading> readings) {
        return readings.stream().map(DlmsReading::answer).toList();
    }

    private static Quantity energy(double value, Unit unit) {
        return new Quantity(new BigDecimal(value).setScale(0, RoundingMode.FLOOR), unit);
    }

    private static Quantity nearest(double value, int scale, Unit unit) {
        return new Quantity(new BigDecimal(value).setScale(scale, RoundingMode.HALF_UP), unit);
    }
}
