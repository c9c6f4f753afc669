package org.metergate.driver.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.metergate.driver.dlms.Rig.assertRight;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.type.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.metergate.dlms.Answer;
import org.metergate.dlms.CosemAttribute;
import org.metergate.dlms.DlmsReading;
import org.metergate.dlms.Trouble;
import org.metergate.driver.channels.Diagnosis;
import org.metergate.emulator.meters.CharacterFormat;
import org.metergate.emulator.meters.Fault;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.Rfc2217Station;
import org.metergate.emulator.meters.TcpStation;
import org.metergate.emulator.meters.UdpStation;
import org.metergate.emulator.meters.dlms.DlmsMeter;
import org.metergate.emulator.meters.dlms.DlmsMeter.Transport;
import org.metergate.emulator.meters.dlms.MeterTraits;
import org.metergate.emulator.meters.dlms.PushPort;
import org.metergate.model.Quality;
import org.metergate.settings.Properties;

/** Ways to a meter besides TCP, and lines that several drivers share. */
@Timeout(60)
class TransportsTest {
    @TempDir
    private Path folder;

    private Rig rig;

    @BeforeEach
    void set() {
        rig = new Rig(folder);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    private DlmsMeter meter(Transport transport) {
        return new DlmsMeter(
                Rig.BUILDING, rig.clock, DlmsMeter.Identity.of(transport, "4711"), MeterTraits.USUAL, new Random(1));
    }

    private static void assertWell(DlmsDriver driver) {
        for (int poll = 0; poll < 2; poll++) {
            List<ChannelRecord> records = Rig.usual();
            driver.read(records);
            assertRight(records);
        }
    }

    @Test
    void theWrapperGoesOverUdp() throws Exception {
        try (UdpStation station =
                UdpStation.open("udp", PortSettings.network(0), meter(Transport.WRAPPER), Fault.NONE)) {
            assertWell(rig.driver(station.address()));
        }
    }

    @Test
    void hdlcGoesOverASerialServer() throws Exception {
        try (TcpStation station =
                Rfc2217Station.open("rfc2217", PortSettings.network(0), CharacterFormat.F8N1, meter(Transport.HDLC))) {
            String line = station.address().replace("tcp:", "rfc2217:");
            assertWell(
                    rig.driver(line, "transport", "HDLC", "server.physical", 17, "max.information", 512, "window", 3));
        }
    }

    @Test
    void severalDriversShareALineAndEachAssociatesAnew() throws Exception {
        String line = rig.meter(
                new DlmsMeter.Identity(Transport.HDLC, 1, 17, 16, "secret", 1024, "4711", ZoneId.of("UTC")),
                MeterTraits.USUAL);
        DlmsDriver open = rig.driver(line, "transport", "HDLC", "server.physical", 17);
        DlmsDriver known = rig.driver(
                line,
                "transport",
                "HDLC",
                "server.physical",
                17,
                "client.address",
                1,
                "authentication",
                "LOW",
                "password",
                "secret-enciphered");
        for (int turn = 0; turn < 2; turn++) {
            assertWell(open);
            assertWell(known);
        }
        assertEquals(1, rig.lines.status().size(), "one line with two claims");
    }

    @ParameterizedTest
    @EnumSource(PushPort.Carrier.class)
    void anEmulatedMeterPushesInEveryCarrier(PushPort.Carrier carrier) throws Exception {
        PushPort port = new PushPort(meter(Transport.WRAPPER), carrier, Duration.ofMillis(700));
        String line = rig.station(port, 0).address();
        BlockingQueue<ChannelRecord> told = new LinkedBlockingQueue<>();
        DlmsDriver driver = rig.driver(line, "push", "LINE");
        driver.registerChannelListener(
                Rig.config("import", DataType.DOUBLE, "object", "1-0:1.8.0*255"),
                event -> told.add(event.getChannelRecord()));
        ChannelRecord first = told.poll(20, TimeUnit.SECONDS);
        assertTrue(first != null, "a push");
        assertEquals(Rig.BUILDING.at(Rig.SECOND).activeImport(), Rig.number(first), 1);
        assertEquals("Wh", first.getUnit());
    }

    @Test
    void aBusyMeterIsNamed() {
        DlmsDriverSettings settings = DlmsDriverSettings.from(new Properties(Rig.settings("tcp://meter:4059")))
                .orElseThrow();
        DlmsReading busy = new DlmsReading(
                CosemAttribute.CLOCK,
                new Answer.Refused("temporary-failure (2): 0-0:1.0.0*255", Trouble.BUSY),
                Optional.empty(),
                Optional.empty());
        Diagnosis said = new DlmsDiagnosis(settings).of(List.of(busy));
        assertEquals(Quality.NO_ANSWER, said.quality());
        assertTrue(said.sentence().startsWith("meter busy: temporary-failure"), said.sentence());
        assertTrue(said.sentence().contains("; read less often"), said.sentence());
    }
}
