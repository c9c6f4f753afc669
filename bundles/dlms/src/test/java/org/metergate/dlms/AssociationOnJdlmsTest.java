package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.metergate.dlms.DlmsSession.Fetched;
import org.metergate.dlms.DlmsSettings.Authentication;
import org.metergate.dlms.DlmsSettings.Transport;
import org.metergate.model.ObisCode;
import org.metergate.model.Quantity;
import org.metergate.model.Unit;
import org.metergate.transport.LineAddress;
import org.metergate.transport.SerialSettings;
import org.metergate.transport.ports.PortLines;

/** An independent meter: the server of jDLMS, which shares nothing with the session but the standard. */
@Timeout(60)
class AssociationOnJdlmsTest {

    private static DlmsSettings settings(Authentication level) {
        Security security = level == Authentication.HIGH_GMAC
                ? new Security(
                        0,
                        Security.Policy.AUTHENTICATED_ENCRYPTED,
                        "MGT00001".getBytes(StandardCharsets.US_ASCII),
                        Optional.of(new Keys(JdlmsMeter.KEY, Optional.of(JdlmsMeter.AUTHENTICATION_KEY))),
                        false,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Security.USUAL_COUNTER)
                : Security.NONE;
        return new DlmsSettings(
                new DlmsSettings.Addressing(
                        Transport.WRAPPER,
                        level == Authentication.NONE ? 16 : level == Authentication.LOW ? 1 : 2,
                        1,
                        0,
                        0),
                new DlmsSettings.Access(level, JdlmsMeter.PASSWORD, security, DlmsSettings.Referencing.LOGICAL_NAME),
                new DlmsSettings.Hdlc(128, 1, 0),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "LOW", "HIGH_GMAC"})
    void readsWritesAndInvokesInBlocksToo(Authentication level) throws Exception {
        try (JdlmsMeter meter = new JdlmsMeter();
                PortLines lines = new PortLines();
                DlmsSession session = new DlmsSession(
                        lines.claim(
                                LineAddress.parse("tcp://127.0.0.1:" + meter.port()),
                                new SerialSettings(9600, 8, SerialSettings.Parity.NONE, 1)),
                        settings(level),
                        Plan.forOneAssociation(),
                        Optional.of(InvocationCounter.ofNothing(1)),
                        new Random(3))) {
            CosemAttribute energy = new CosemAttribute(3, ObisCode.parse(JdlmsMeter.ENERGY), 2);
            assertEquals(
                    new Answer.Measured(Quantity.scaled(BigDecimal.valueOf(123_456), 1, Unit.WATT_HOUR)),
                    session.read(List.of(energy)).get(0).answer());
            CosemAttribute text = new CosemAttribute(1, ObisCode.parse(JdlmsMeter.TEXT), 2);
            assertEquals(
                    List.of(DataAccessResult.SUCCESS),
                    session.write(Map.of(text, Data.octets((byte) 7, (byte) 8))).results());
            assertArrayEquals(new byte[] {7, 8}, octets(session.fetch(text, Optional.empty())));
            CosemAttribute longer = new CosemAttribute(1, ObisCode.parse(JdlmsMeter.LONG), 2);
            assertArrayEquals(JdlmsMeter.counting(), octets(session.fetch(longer, Optional.empty())));
            CosemMethod turn = new CosemMethod(1, ObisCode.parse(JdlmsMeter.TEXT), 1);
            DlmsSession.Invoked invoked = session.invoke(turn, Optional.of(Data.octets((byte) 1, (byte) 2)));
            assertEquals(DataAccessResult.SUCCESS, invoked.result().orElseThrow());
            assertArrayEquals(
                    new byte[] {2, 1},
                    assertInstanceOf(Data.Octets.class, invoked.returned().orElseThrow())
                            .bytes());
            CosemAttribute unknown = new CosemAttribute(3, ObisCode.parse("1.0.99.8.0.255"), 2);
            Answer.Refused refused = assertInstanceOf(
                    Answer.Refused.class, session.read(List.of(unknown)).get(0).answer());
            assertEquals(Trouble.OBJECT_UNDEFINED, refused.trouble());
        }
    }

    private static byte[] octets(Fetched fetched) {
        Fetched.Value value = assertInstanceOf(Fetched.Value.class, fetched);
        return assertInstanceOf(Data.Octets.class, value.data()).bytes();
    }
}
