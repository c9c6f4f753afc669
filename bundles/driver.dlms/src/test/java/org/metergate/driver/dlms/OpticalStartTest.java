package org.metergate.driver.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.metergate.driver.dlms.Rig.assertRight;
import static org.metergate.driver.dlms.Rig.value;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.kura.channel.ChannelRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.emulator.meters.Fault;
import org.metergate.emulator.meters.Station;
import org.metergate.emulator.meters.Wire;
import org.metergate.emulator.meters.dlms.DlmsMeter;
import org.metergate.emulator.meters.dlms.DlmsMeter.Transport;
import org.metergate.emulator.meters.dlms.MeterTraits;

/** A meter behind its optical port: sign-on, HDLC in mode E, and the association kept from poll to poll. */
@Timeout(60)
class OpticalStartTest {
    @TempDir
    private Path folder;

    private Rig rig;
    private final AtomicInteger signOns = new AtomicInteger();

    @BeforeEach
    void set() {
        rig = new Rig(folder);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    /** Answers the sign-on of mode E and hands its wire to the DLMS meter. */
    private Station optical(String identification) {
        DlmsMeter meter = new DlmsMeter(
                Rig.BUILDING,
                rig.clock,
                DlmsMeter.Identity.of(Transport.HDLC, "4711"),
                MeterTraits.USUAL,
                new Random(1));
        return wire -> {
            while (true) {
                if (line(wire).endsWith("/?!")) {
                    signOns.incrementAndGet();
                    wire.write((identification + "\r\n").getBytes(StandardCharsets.US_ASCII));
                    String selected = line(wire);
                    if (selected.endsWith("\u0006252")) {
                        meter.serve(wire);
                        return;
                    }
                }
            }
        };
    }

    private static String line(Wire wire) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n") < 0) {
            OptionalInt octet = wire.read(Duration.ofSeconds(30));
            if (octet.isPresent()) {
                text.append((char) (octet.getAsInt() & 0x7F));
            }
        }
        return text.substring(0, text.length() - 2);
    }

    private DlmsDriver driver(String line) {
        return rig.driver(
                line,
                "transport",
                "HDLC",
                "start",
                "MODE_E",
                "server.physical",
                17,
                "answer.timeout",
                600,
                "reaction.timeout",
                600);
    }

    @Test
    void isMadeOnceForManyReadings() throws Exception {
        DlmsDriver driver = driver(rig.station(optical("/MTG5\\2METERGATE"), 0).address());
        for (int poll = 0; poll < 3; poll++) {
            List<ChannelRecord> records = Rig.usual();
            driver.read(records);
            assertRight(records);
        }
        assertEquals(1, signOns.get());
    }

    @Test
    void isMadeAgainAfterTheLineBroke() throws Exception {
        DlmsDriver driver = driver(rig.station(optical("/MTG5\\2METERGATE"), 0).address());
        driver.read(Rig.usual());
        rig.wire.now = Fault.disconnect();
        driver.read(Rig.usual());
        rig.wire.now = Fault.NONE;
        List<ChannelRecord> records = Rig.usual();
        driver.read(records);
        assertRight(records);
        assertTrue(signOns.get() >= 2, "signed on " + signOns.get() + " times");
    }

    @Test
    void namesWhatItMeets() throws Exception {
        DlmsDriver driver = driver(rig.station(optical("/MTG5METERGATE"), 0).address());
        ChannelRecord why = Rig.diagnosis();
        driver.read(List.of(why));
        assertTrue(
                value(why).toString().contains("no optical start: the meter does not offer HDLC"),
                value(why).toString());
        rig.wire.now = Fault.silence();
        driver.read(List.of(why));
        assertTrue(
                value(why).toString().contains("no optical start: no answer to the sign-on"),
                value(why).toString());
    }

    @Test
    void needsHdlc() {
        DlmsDriver driver = rig.driver("tcp://127.0.0.1:1", "start", "MODE_E");
        List<ChannelRecord> records = Rig.usual();
        driver.read(records);
        assertTrue(Rig.reason(records.get(0)).contains("transport: is WRAPPER; a start in mode E leads to HDLC"));
    }
}
