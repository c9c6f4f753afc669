package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.metergate.dlms.DlmsSettings.Authentication;
import org.metergate.dlms.DlmsSettings.Referencing;
import org.metergate.dlms.DlmsSettings.Transport;
import org.metergate.dlms.EmulatedMeters.Way;
import org.metergate.emulator.meters.TcpStation;
import org.metergate.emulator.meters.dlms.MeterTraits;
import org.metergate.emulator.meters.dlms.SecurityFault;
import org.metergate.model.ObisCode;
import org.metergate.model.Quantity;
import org.metergate.model.Unit;

/** Every level, suite, naming and transport against a meter that shares nothing with the session but the standard. */
@Timeout(60)
class AssociationOnEmulatedMeterTest {
    private static final CosemAttribute TEXT = new CosemAttribute(1, ObisCode.parse("0-0:96.1.9*255"), 2);
    private static final CosemAttribute STATE = new CosemAttribute(70, ObisCode.parse("0-0:96.3.10*255"), 3);

    private final EmulatedMeters meters = new EmulatedMeters();

    @AfterEach
    void close() throws Exception {
        meters.close();
    }

    static Stream<Way> ways() {
        List<Way> ways = new ArrayList<>();
        for (Referencing referencing : Referencing.values()) {
            for (Authentication level : Authentication.values()) {
                for (Transport transport : Transport.values()) {
                    int suite = level == Authentication.HIGH_ECDSA ? 1 : 0;
                    ways.add(new Way(transport, referencing, level, suite, Security.Policy.NONE, false, false));
                }
            }
            for (int suite = 0; suite <= 2; suite++) {
                for (Security.Policy policy : Security.Policy.values()) {
                    boolean general = policy == Security.Policy.ENCRYPTED;
                    boolean dedicated = policy == Security.Policy.AUTHENTICATED_ENCRYPTED;
                    Authentication level = suite == 0 ? Authentication.HIGH_GMAC : Authentication.HIGH_ECDSA;
                    ways.add(new Way(Transport.HDLC, referencing, level, suite, policy, dedicated, general));
                    if (policy != Security.Policy.NONE) {
                        ways.add(new Way(
                                Transport.WRAPPER, referencing, Authentication.LOW, suite, policy, false, true));
                    }
                }
            }
        }
        return ways.stream();
    }

    private static void assertReads(DlmsSession session) throws Exception {
        List<CosemAttribute> registers = new ArrayList<>();
        for (String code : List.of("1.8.0", "14.7.0", "32.7.0", "16.7.0", "4.8.0", "2.8.0", "36.7.0", "31.7.0")) {
            registers.add(EmulatedMeters.register(code));
        }
        for (int round = 0; round < 2; round++) {
            List<DlmsReading> readings = session.read(registers);
            assertEquals(
                    new Answer.Measured(
                            new Quantity(new BigDecimal(EmulatedMeters.NOON.getEpochSecond() / 900), Unit.WATT_HOUR)),
                    readings.get(0).answer());
            assertEquals(
                    new Answer.Measured(new Quantity(new BigDecimal("230.0"), Unit.VOLT)),
                    readings.get(2).answer());
            assertEquals(
                    EmulatedMeters.NOON, readings.get(0).time().orElseThrow().instant(java.time.ZoneOffset.UTC));
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void readsWritesAndInvokesInEveryWay(Way way) throws Exception {
        DlmsSession session = meters.session(meters.meter(way, MeterTraits.USUAL, 1024), way);
        assertReads(session);
        Data after = Data.octets("after".getBytes(StandardCharsets.US_ASCII));
        assertEquals(
                List.of(DataAccessResult.SUCCESS),
                session.write(Map.of(TEXT, after)).results());
        assertEquals(
                new Answer.Text("after"), session.read(List.of(TEXT)).get(0).answer());
        CosemMethod disconnect = new CosemMethod(70, STATE.object(), 1);
        assertEquals(
                Optional.of(DataAccessResult.SUCCESS),
                session.invoke(disconnect, Optional.of(Data.of(DataType.INTEGER, 0)))
                        .result());
        assertEquals(
                new Answer.Measured(new Quantity(BigDecimal.ZERO, Unit.ONE)),
                session.read(List.of(STATE)).get(0).answer());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void readsItsAssociationViewInBlocks(Way way) throws Exception {
        DlmsSession session = meters.session(meters.meter(way, MeterTraits.USUAL, 160), way);
        assertReads(session);
        List<CosemObject> objects = session.objects();
        assertTrue(objects.size() > 30, objects::toString);
        assertTrue(objects.contains(new CosemObject(3, 0, ObisCode.parse("1-0:1.8.0*255"))), objects::toString);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void writesAListAndLongValuesInBlocks(Transport transport) throws Exception {
        for (Way way : List.of(Way.plain(transport, Authentication.LOW), Way.secured(transport))) {
            DlmsSession session = meters.session(meters.meter(way, MeterTraits.USUAL, 160), way);
            byte[] longer = new byte[700];
            Arrays.fill(longer, (byte) 'x');
            CosemAttribute mask = new CosemAttribute(6, ObisCode.parse("0-0:14.0.0*255"), 4);
            Map<CosemAttribute, Data> values = new LinkedHashMap<>();
            values.put(TEXT, Data.octets(longer));
            values.put(mask, Data.octets("night".getBytes(StandardCharsets.US_ASCII)));
            values.put(EmulatedMeters.register("1.8.0"), Data.of(DataType.DOUBLE_LONG_UNSIGNED, 1));
            assertEquals(
                    List.of(DataAccessResult.SUCCESS, DataAccessResult.SUCCESS, DataAccessResult.READ_WRITE_DENIED),
                    session.write(values).results());
            assertEquals(
                    List.of(new Answer.Text(new String(longer, StandardCharsets.US_ASCII)), new Answer.Text("night")),
                    session.read(List.of(TEXT, mask)).stream()
                            .map(DlmsReading::answer)
                            .toList());
        }
    }

    @Test
    void readsOneByOneFromAMeterThatTakesNoLists() throws Exception {
        Way way = Way.plain(Transport.WRAPPER, Authentication.LOW);
        assertReads(meters.session(meters.meter(way, MeterTraits.USUAL.withoutLists(), 1024), way));
    }

    private Answer.Refused refusal(DlmsSession session) throws Exception {
        return assertInstanceOf(
                Answer.Refused.class,
                session.read(List.of(EmulatedMeters.register("1.8.0"))).get(0).answer());
    }

    @ParameterizedTest
    @EnumSource(
            value = Authentication.class,
            names = {"NONE", "HIGH_GMAC", "HIGH_ECDSA"},
            mode = EnumSource.Mode.EXCLUDE)
    void namesAWrongPassword(Authentication level) throws Exception {
        for (Referencing referencing : Referencing.values()) {
            Way way = new Way(Transport.WRAPPER, referencing, level, 0, Security.Policy.NONE, false, false);
            TcpStation station = meters.meter(way, MeterTraits.USUAL, 1024);
            DlmsSession session = meters.session(
                    station.address(),
                    way,
                    EmulatedMeters.security(way, EmulatedMeters.keys(0, 7)),
                    "FEDCBA9876543210",
                    Plan.forOneAssociation());
            Answer.Refused refused = refusal(session);
            assertEquals(Trouble.WRONG_PASSWORD, refused.trouble(), refused::reason);
            assertTrue(!refused.reason().contains("FEDCBA"), refused::reason);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void namesAWrongKey(Transport transport) throws Exception {
        Way way = Way.secured(transport);
        TcpStation station = meters.meter(way, MeterTraits.USUAL, 1024);
        DlmsSession session = meters.session(
                station.address(),
                way,
                EmulatedMeters.security(way, EmulatedMeters.keys(0, 9)),
                EmulatedMeters.SECRET,
                Plan.forOneAssociation());
        assertEquals(Trouble.WRONG_KEY, refusal(session).trouble());
    }

    /** Strikes at the answers from one on. */
    private static MeterTraits struck(SecurityFault fault, int from, int to) {
        int[] answers = {0};
        return MeterTraits.USUAL.with(() -> ++answers[0] >= from && answers[0] <= to ? fault : SecurityFault.NONE);
    }

    @ParameterizedTest
    @EnumSource(value = SecurityFault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void namesWhatIsWrongWithTheProtectionAndGivesNoValue(SecurityFault fault) throws Exception {
        for (Transport transport : Transport.values()) {
            // with the title in every APDU
            Way way = new Way(
                    transport,
                    Referencing.LOGICAL_NAME,
                    Authentication.HIGH_GMAC,
                    0,
                    Security.Policy.AUTHENTICATED_ENCRYPTED,
                    false,
                    true);
            TcpStation station = meters.meter(way, struck(fault, 3, Integer.MAX_VALUE), 1024);
            DlmsSession session = meters.session(station, way);
            Answer.Refused refused = refusal(session);
            Trouble wanted =
                    switch (fault) {
                        case NONE -> throw new AssertionError();
                        case WRONG_KEY -> Trouble.WRONG_KEY;
                        case REPLAYED, OTHER_TITLE -> Trouble.NOT_GENUINE;
                        case COUNTER_JUMP -> Trouble.COUNTER_REFUSED;
                    };
            assertEquals(wanted, refused.trouble(), refused::reason);
        }
    }

    @Test // as after another client used the same key: the counter is read again through the public client
    void goesOnAfterAJumpOfTheCounter() throws Exception {
        for (int at = 1; at <= 4; at++) {
            Way way = Way.secured(Transport.WRAPPER);
            DlmsSession session =
                    meters.session(meters.meter(way, struck(SecurityFault.COUNTER_JUMP, at, at), 1024), way);
            assertReads(session);
        }
    }
}
