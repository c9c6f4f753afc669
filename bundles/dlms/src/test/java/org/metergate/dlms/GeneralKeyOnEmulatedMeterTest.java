package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.metergate.dlms.DlmsSettings.Authentication;
import org.metergate.dlms.DlmsSettings.Referencing;
import org.metergate.dlms.DlmsSettings.Transport;
import org.metergate.dlms.EmulatedMeters.Way;
import org.metergate.emulator.meters.dlms.MeterTraits;
import org.metergate.emulator.meters.dlms.SecurityFault;
import org.metergate.model.ObisCode;
import org.metergate.model.Quantity;
import org.metergate.model.Unit;

/** General-ciphering with every kind of key against a meter that shares nothing with the session but the standard. */
@Timeout(60)
class GeneralKeyOnEmulatedMeterTest {
    private static final CosemAttribute TEXT = new CosemAttribute(1, ObisCode.parse("0-0:96.1.9*255"), 2);

    private final EmulatedMeters meters = new EmulatedMeters();

    @AfterEach
    void close() throws Exception {
        meters.close();
    }

    private static Way way(Transport transport, Referencing referencing, int suite) {
        Authentication level = suite == 0 ? Authentication.HIGH_GMAC : Authentication.HIGH_ECDSA;
        return new Way(transport, referencing, level, suite, Security.Policy.AUTHENTICATED_ENCRYPTED, false, false);
    }

    private static GeneralKey agreed(GeneralKey.Scheme scheme, int suite) {
        EmulatedMeters.Pairs pairs = EmulatedMeters.Pairs.OF_SUITE.get(suite);
        return new GeneralKey.Agreed(
                scheme, pairs.client().getPrivate(), pairs.meter().getPublic());
    }

    private static GeneralKey wrapped(int suite) {
        return new GeneralKey.Wrapped(EmulatedMeters.keys(suite, 3).encryption());
    }

    static Stream<Arguments> ways() {
        List<Arguments> ways = new ArrayList<>();
        for (int suite = 0; suite <= 2; suite++) {
            Transport transport = suite == 1 ? Transport.HDLC : Transport.WRAPPER;
            Way way = way(transport, Referencing.LOGICAL_NAME, suite);
            ways.add(Arguments.of(way, new GeneralKey.Identified()));
            ways.add(Arguments.of(way, wrapped(suite)));
            if (suite > 0) {
                ways.add(Arguments.of(way, agreed(GeneralKey.Scheme.ONE_PASS, suite)));
                ways.add(Arguments.of(way, agreed(GeneralKey.Scheme.STATIC_UNIFIED, suite)));
            }
        }
        Way shortNames = way(Transport.WRAPPER, Referencing.SHORT_NAME, 1);
        ways.add(Arguments.of(shortNames, agreed(GeneralKey.Scheme.STATIC_UNIFIED, 1)));
        return ways.stream();
    }

    private DlmsSession session(Way way, GeneralKey key, MeterTraits traits, int maxPdu) throws Exception {
        Security security = EmulatedMeters.security(way, EmulatedMeters.keys(way.suite(), 7))
                .with(key);
        return meters.session(
                meters.meter(way, traits, maxPdu).address(),
                way,
                security,
                EmulatedMeters.SECRET,
                Plan.forOneAssociation());
    }

    private static Answer energy(DlmsSession session) throws Exception {
        return session.read(List.of(EmulatedMeters.register("1.8.0"))).get(0).answer();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void readsAndWritesUnderEachKey(Way way, GeneralKey key) throws Exception {
        DlmsSession session = session(way, key, MeterTraits.USUAL, 1024);
        Answer wanted = new Answer.Measured(
                new Quantity(new BigDecimal(EmulatedMeters.NOON.getEpochSecond() / 900), Unit.WATT_HOUR));
        assertEquals(wanted, energy(session));
        assertEquals(
                List.of(DataAccessResult.SUCCESS),
                session.write(Map.of(TEXT, Data.octets(new byte[] {'x'}))).results());
        assertEquals(wanted, energy(session));
    }

    private static MeterTraits struck(SecurityFault fault) {
        int[] answers = {0};
        return MeterTraits.USUAL.with(() -> ++answers[0] >= 3 ? fault : SecurityFault.NONE);
    }

    @Test
    void namesWhatIsWrongWithAnAnswer() throws Exception {
        Way way = way(Transport.WRAPPER, Referencing.LOGICAL_NAME, 1);
        Map<SecurityFault, Trouble> wanted = Map.of(
                SecurityFault.WRONG_KEY, Trouble.WRONG_KEY,
                SecurityFault.REPLAYED, Trouble.NOT_GENUINE,
                SecurityFault.OTHER_TITLE, Trouble.NOT_GENUINE);
        for (GeneralKey key : List.of(wrapped(1), agreed(GeneralKey.Scheme.ONE_PASS, 1))) {
            for (Map.Entry<SecurityFault, Trouble> fault : wanted.entrySet()) {
                DlmsSession session = session(way, key, struck(fault.getKey()), 1024);
                Answer.Refused refused = assertInstanceOf(Answer.Refused.class, energy(session));
                assertEquals(fault.getValue(), refused.trouble(), refused::reason);
            }
        }
    }

    @Test
    void goesOnAfterAJumpOfTheCounter() throws Exception {
        Way way = way(Transport.WRAPPER, Referencing.LOGICAL_NAME, 1);
        int[] answers = {0};
        MeterTraits traits =
                MeterTraits.USUAL.with(() -> ++answers[0] == 4 ? SecurityFault.COUNTER_JUMP : SecurityFault.NONE);
        DlmsSession session = session(way, agreed(GeneralKey.Scheme.ONE_PASS, 1), traits, 1024);
        energy(session);
        assertInstanceOf(Answer.Measured.class, energy(session));
    }

    @Test
    void namesAWrongMasterKey() throws Exception {
        Way way = way(Transport.WRAPPER, Referencing.LOGICAL_NAME, 0);
        DlmsSession session =
                session(way, new GeneralKey.Wrapped(EmulatedMeters.keys(0, 4).encryption()), MeterTraits.USUAL, 1024);
        Answer.Refused refused = assertInstanceOf(Answer.Refused.class, energy(session));
        assertEquals(Trouble.WRONG_KEY, refused.trouble(), refused::reason);
        assertTrue(!refused.reason().contains("0404"), refused::reason);
    }
}
