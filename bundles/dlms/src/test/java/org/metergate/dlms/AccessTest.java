package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.metergate.dlms.DlmsSettings.Authentication;
import org.metergate.dlms.DlmsSettings.Services;
import org.metergate.dlms.DlmsSettings.Transport;
import org.metergate.dlms.EmulatedMeters.Way;
import org.metergate.dlms.GetApdu.Result;
import org.metergate.emulator.meters.Fault;
import org.metergate.emulator.meters.TcpStation;
import org.metergate.emulator.meters.dlms.MeterTraits;
import org.metergate.model.ObisCode;
import org.metergate.testkit.Hex;
import org.metergate.transport.MalformedFrameException;

@Timeout(60)
class AccessTest {
    private static final CosemAttribute TEXT = new CosemAttribute(1, ObisCode.parse("0-0:96.1.9*255"), 2);
    private static final CosemAttribute NAME = new CosemAttribute(1, ObisCode.parse("0-0:96.1.0*255"), 2);

    private final EmulatedMeters meters = new EmulatedMeters();
    private int answers;

    @AfterEach
    void close() throws Exception {
        meters.close();
    }

    @Test // DLMS UA 1000-2 (Green Book), Table 133, the first two of its GETs; high priority
    void asksAsTheGreenBookDoes() {
        List<CosemAttribute> wanted = List.of(NAME, CosemAttribute.CLOCK);
        assertArrayEquals(
                Hex.bytes("D9 C0000001 00 02 01 0001 0000600100FF 02 01 0008 0000010000FF 02 02 00 00"),
                AccessApdu.get(1, wanted));
    }

    @Test
    void writesAndReadsWhatCameOfIt() throws Exception {
        Map<CosemAttribute, Data> values = new LinkedHashMap<>();
        values.put(TEXT, Data.of(DataType.UNSIGNED, 5));
        values.put(NAME, Data.of(DataType.LONG_UNSIGNED, 6));
        assertArrayEquals(
                Hex.bytes("D9 C0000002 00 02 02 0001 0000600109FF 02 02 0001 0000600100FF 02 02 11 05 12 0006"),
                AccessApdu.set(2, values));
        List<Result> results = AccessApdu.results(Hex.bytes("DA C0000002 00 00 02 00 00 02 02 00 02 03"), 2);
        assertEquals(
                List.of(DataAccessResult.SUCCESS, DataAccessResult.READ_WRITE_DENIED),
                results.stream().map(AccessApdu::written).toList());
    }

    @Test // a meter may tell its time and repeat what it was asked
    void takesTheLongFormOfAnAnswer() throws Exception {
        byte[] answer = Hex.bytes("DA C0000001 0C 07EA0B1C0609000000000000 01 02 01 0001 0000600100FF 02"
                + "04 0007 0100630100FF 02 02 02 02 06 00000001 06 00000002 02 11 07 00 02 01 00 01 04");
        List<Result> results = AccessApdu.results(answer, 2);
        assertEquals(
                "7",
                ((Data.Numeric) ((Result.Value) results.get(0)).data()).value().toString());
        assertEquals(new Result.Error(4), results.get(1));
        assertThrows(MalformedFrameException.class, () -> AccessApdu.results(answer, 1));
        for (int length = 1; length < answer.length; length++) {
            byte[] cut = Arrays.copyOf(answer, length);
            assertThrows(MalformedFrameException.class, () -> AccessApdu.results(cut, 2));
        }
    }

    private DlmsSession session(Way way, Services services, MeterTraits traits) throws Exception {
        Fault counted = answer -> {
            answers++;
            return answer;
        };
        TcpStation station =
                meters.meter(way, traits, 1024, counted, Clock.fixed(EmulatedMeters.NOON, ZoneOffset.UTC), "UTC");
        return meters.session(
                station.address(),
                way,
                EmulatedMeters.security(way, EmulatedMeters.keys(way.suite(), 7)),
                EmulatedMeters.SECRET,
                Plan.forOneAssociation(),
                services);
    }

    private static List<CosemAttribute> registers() {
        List<CosemAttribute> registers = new ArrayList<>();
        for (String code : List.of("1.8.0", "14.7.0", "32.7.0", "16.7.0", "4.8.0", "2.8.0", "36.7.0", "31.7.0")) {
            registers.add(EmulatedMeters.register(code));
        }
        return registers;
    }

    private int exchangesOf(DlmsSession session) throws Exception {
        session.read(registers()); // associates, and learns the scalers
        answers = 0;
        for (DlmsReading reading : session.read(registers())) {
            assertInstanceOf(Answer.Measured.class, reading.answer());
        }
        return answers;
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void takesThePlaceOfListsWhereTheMeterHasNone(Transport transport) throws Exception {
        Way way = Way.plain(transport, Authentication.LOW);
        assertEquals(1, exchangesOf(session(way, Services.USUAL, MeterTraits.USUAL.withoutLists())));
        assertEquals(9, exchangesOf(session(way, new Services(false, 0), MeterTraits.USUAL.withoutLists())));
        assertEquals(1, exchangesOf(session(way, Services.USUAL, MeterTraits.USUAL)));
    }

    @Test
    void writesInOneExchangeUnderGeneralCiphering() throws Exception {
        Way way = new Way(
                Transport.WRAPPER,
                DlmsSettings.Referencing.LOGICAL_NAME,
                Authentication.HIGH_GMAC,
                0,
                Security.Policy.AUTHENTICATED_ENCRYPTED,
                false,
                true);
        DlmsSession session = session(way, Services.USUAL, MeterTraits.USUAL.withoutLists());
        assertEquals(1, exchangesOf(session));
        Map<CosemAttribute, Data> values = new LinkedHashMap<>();
        values.put(TEXT, Data.octets("one".getBytes(StandardCharsets.US_ASCII)));
        values.put(EmulatedMeters.register("1.8.0"), Data.of(DataType.DOUBLE_LONG_UNSIGNED, 1));
        answers = 0;
        assertEquals(
                List.of(DataAccessResult.SUCCESS, DataAccessResult.READ_WRITE_DENIED),
                session.write(values).results());
        assertEquals(2, answers); // one to see whether the association lives
        assertEquals(new Answer.Text("one"), session.read(List.of(TEXT)).get(0).answer());
    }

    /** A meter that says it has ACCESS and knows nothing of it. */
    @Test
    void goesOnOneByOneWhereItIsRefusedAndRemembersThat() throws Exception {
        Way way = Way.plain(Transport.WRAPPER, Authentication.LOW);
        Plan plan = new Plan();
        Fault refusing = answer -> {
            answers++;
            return answer.length > 8 && answer[8] == (byte) 0xDA ? Hex.bytes("0001 0001 0001 0003 D8 01 02") : answer;
        };
        TcpStation station = meters.meter(
                way,
                MeterTraits.USUAL.withoutLists(),
                1024,
                refusing,
                Clock.fixed(EmulatedMeters.NOON, ZoneOffset.UTC),
                "UTC");
        DlmsSession session = meters.session(
                station.address(),
                way,
                EmulatedMeters.security(way, EmulatedMeters.keys(0, 7)),
                EmulatedMeters.SECRET,
                plan);
        assertEquals(9, exchangesOf(session));
    }
}
