package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.metergate.dlms.DlmsSettings.Authentication;
import org.metergate.dlms.DlmsSettings.Transport;
import org.metergate.dlms.EmulatedMeters.Way;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.TcpStation;
import org.metergate.emulator.meters.dlms.DlmsMeter;
import org.metergate.emulator.meters.dlms.MeterTraits;
import org.metergate.emulator.meters.dlms.PushPort;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.LineAddress;
import org.metergate.transport.SerialSettings;

/** What an emulated meter pushes on its customer's port, in every carrier, in clear and closed. */
@Timeout(60)
class PushOfEmulatedMeterTest {
    private final EmulatedMeters meters = new EmulatedMeters();

    @AfterEach
    void close() throws Exception {
        meters.close();
    }

    private static DlmsMeter meter(Way way) {
        return new DlmsMeter(
                EmulatedMeters.building(),
                Clock.fixed(EmulatedMeters.NOON, ZoneOffset.UTC),
                new DlmsMeter.Identity(DlmsMeter.Transport.WRAPPER, 1, 17, 16, "", 1024, "10000001", ZoneId.of("UTC")),
                MeterTraits.USUAL.with(EmulatedMeters.securityOf(way)),
                new Random(1));
    }

    private List<PushEvent> hear(Way way, PushPort.Carrier carrier, Optional<Keys> keys) throws Exception {
        PushPort port = new PushPort(meter(way), carrier, Duration.ofMillis(100));
        try (TcpStation station = TcpStation.open("push", PortSettings.network(0), port)) {
            Claim claim = meters.lines.claim(
                    LineAddress.parse(station.address()), new SerialSettings(9600, 8, SerialSettings.Parity.NONE, 1));
            Optional<PushSender> sender = keys.map(SharedKeys::of).map(PushSender::new);
            PushStream stream = new PushStream(PushStream.Carrier.valueOf(carrier.name()), title -> sender);
            PushListener listener = new PushListener(stream, Duration.ofMillis(50));
            List<PushEvent> events = new ArrayList<>();
            try (Conversation line = claim.converse(Duration.ofSeconds(5))) {
                while (events.size() < 2) {
                    events.addAll(listener.next(line, Duration.ofSeconds(5)));
                }
            }
            claim.close();
            return events;
        }
    }

    @ParameterizedTest
    @EnumSource(PushPort.Carrier.class)
    void namesEveryValueOfThePushList(PushPort.Carrier carrier) throws Exception {
        for (Way way : List.of(Way.plain(Transport.WRAPPER, Authentication.LOW), Way.secured(Transport.WRAPPER))) {
            for (PushEvent event : hear(way, carrier, Optional.of(EmulatedMeters.keys(0, 7)))) {
                Push push = assertInstanceOf(PushEvent.Received.class, event).push();
                assertEquals(way.policy() != Security.Policy.NONE, push.authenticated());
                assertEquals(EmulatedMeters.NOON, push.time().orElseThrow().instant(ZoneOffset.UTC));
                assertEquals(
                        List.of("0.0.1.0.0.255", "1.0.1.8.0.255", "1.0.16.7.0.255"),
                        push.values().stream()
                                .map(value -> value.object().dotted())
                                .toList());
                Answer.Measured energy = assertInstanceOf(
                        Answer.Measured.class, push.values().get(1).answer());
                assertEquals(
                        EmulatedMeters.NOON.getEpochSecond() / 900,
                        energy.quantity().value().longValueExact());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(PushPort.Carrier.class)
    void namesAWrongKeyAndAMissingOne(PushPort.Carrier carrier) throws Exception {
        Way way = Way.secured(Transport.WRAPPER);
        for (PushEvent event : hear(way, carrier, Optional.of(EmulatedMeters.keys(0, 9)))) {
            assertEquals(
                    PushEvent.Why.WRONG_KEY,
                    assertInstanceOf(PushEvent.Refused.class, event).why());
        }
        for (PushEvent event : hear(way, carrier, Optional.empty())) {
            assertEquals(
                    PushEvent.Why.NO_KEY,
                    assertInstanceOf(PushEvent.Refused.class, event).why());
        }
        assertTrue(hear(way, carrier, Optional.of(EmulatedMeters.keys(0, 7))).size() >= 2);
    }
}
