package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.metergate.dlms.DlmsSettings.Authentication;
import org.metergate.dlms.DlmsSettings.Transport;
import org.metergate.dlms.EmulatedMeters.Way;
import org.metergate.emulator.meters.Fault;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.UdpStation;
import org.metergate.emulator.meters.dlms.DlmsMeter;
import org.metergate.emulator.meters.dlms.MeterTraits;

/** The wrapper over UDP, from a socket to a socket. */
@Timeout(60)
class UdpTest {
    private final EmulatedMeters meters = new EmulatedMeters();

    @AfterEach
    void close() throws Exception {
        meters.close();
    }

    @Test
    void readsAMeterOverDatagramsInClearAndClosed() throws Exception {
        for (Way way : List.of(Way.plain(Transport.WRAPPER, Authentication.LOW), Way.secured(Transport.WRAPPER))) {
            DlmsMeter meter = new DlmsMeter(
                    EmulatedMeters.building(),
                    Clock.fixed(EmulatedMeters.NOON, ZoneOffset.UTC),
                    new DlmsMeter.Identity(
                            DlmsMeter.Transport.WRAPPER, 1, 17, 16, "", 300, "10000001", ZoneId.of("UTC")),
                    MeterTraits.USUAL.with(EmulatedMeters.securityOf(way)),
                    new Random(1));
            try (UdpStation station = UdpStation.open("udp", PortSettings.network(0), meter, Fault.NONE)) {
                DlmsSession session = meters.session(
                        station.address(),
                        way,
                        EmulatedMeters.security(way, EmulatedMeters.keys(0, 7)),
                        EmulatedMeters.SECRET,
                        Plan.forOneAssociation());
                for (int round = 0; round < 3; round++) {
                    Answer.Measured measured = assertInstanceOf(
                            Answer.Measured.class,
                            session.read(List.of(EmulatedMeters.register("1.8.0")))
                                    .get(0)
                                    .answer());
                    assertEquals(
                            EmulatedMeters.NOON.getEpochSecond() / 900,
                            measured.quantity().value().longValueExact());
                }
                assertEquals(95, session.objects().size()); // in blocks, each a datagram
                session.close();
            }
        }
    }
}
