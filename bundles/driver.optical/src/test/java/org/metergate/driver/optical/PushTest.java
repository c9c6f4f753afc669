package org.metergate.driver.optical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.metergate.driver.optical.TestMeters.BUILDING;
import static org.metergate.driver.optical.TestMeters.CLOCK;
import static org.metergate.driver.optical.TestMeters.SECOND;
import static org.metergate.driver.optical.TestMeters.STATE;
import static org.metergate.driver.optical.TestMeters.channel;
import static org.metergate.driver.optical.TestMeters.number;
import static org.metergate.driver.optical.TestMeters.reason;
import static org.metergate.driver.optical.TestMeters.settings;
import static org.metergate.driver.optical.TestMeters.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.listener.ChannelListener;
import org.eclipse.kura.type.DataType;
import org.eclipse.kura.type.TypedValues;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.metergate.emulator.meters.Fault;
import org.metergate.emulator.meters.Pacer;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.Station;
import org.metergate.emulator.meters.TcpStation;
import org.metergate.emulator.meters.optical.P1Meter;
import org.metergate.emulator.meters.optical.P1Settings;
import org.metergate.emulator.meters.optical.SmlMeter;
import org.metergate.emulator.meters.optical.Traits;
import org.metergate.transport.ports.PortLines;

/** Meters that send by themselves: polled channels show what came last, listened ones every message. */
@Timeout(60)
class PushTest {
    private final PortLines lines = new PortLines();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(lines));
    private final BlockingQueue<ChannelRecord> heard = new LinkedBlockingQueue<>();
    private final ChannelListener listener = event -> heard.add(event.getChannelRecord());

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private String station(Station station, Fault fault) throws IOException {
        TcpStation listening = TcpStation.open("push", PortSettings.network(0), station, fault, Pacer.REAL);
        open.add(0, listening);
        return listening.address();
    }

    private OpticalDriver driver(Map<String, Object> values) {
        OpticalDriver driver = new OpticalDriver(lines, PlainCrypto.CRYPTO, values, CLOCK, length -> {});
        open.add(0, driver::stop);
        return driver;
    }

    private static P1Meter p1(P1Settings.Version version) {
        P1Settings usual = P1Settings.USUAL;
        return new P1Meter(
                new P1Settings(version, usual.identification(), usual.serial(), Duration.ofMillis(50), usual.zone()),
                BUILDING,
                CLOCK);
    }

    private static Map<String, Object> pushing(String line) {
        return Map.of("line", line, "push", true, "push.timeout", 2000, "zone", "Europe/Amsterdam");
    }

    private ChannelRecord next() throws InterruptedException {
        ChannelRecord record = heard.poll(30, TimeUnit.SECONDS);
        assertNotNull(record, "no message within 30 s");
        return record;
    }

    @ParameterizedTest
    @EnumSource
    void p1TelegramsOfEveryVersion(P1Settings.Version version) throws Exception {
        OpticalDriver driver = driver(pushing(station(p1(version), Fault.NONE)));
        ChannelRecord night = channel("e1", DataType.DOUBLE, "address", "1-0:1.8.1");
        ChannelRecord day = channel("e2", DataType.DOUBLE, "address", "1.8.2");
        ChannelRecord water = channel(
                "w", DataType.DOUBLE, "address", version == P1Settings.Version.V2 ? "0-2:24.3.0" : "0-2:24.2.1");
        ChannelRecord tariff = channel("t", DataType.LONG, "address", "0-0:96.14.0");
        driver.read(List.of(night, day, water, tariff));
        assertEquals(STATE.activeImport(), number(night) + number(day), 1);
        assertEquals("Wh", day.getUnit());
        assertEquals(2L, tariff.getValue().getValue());
        if (version != P1Settings.Version.V2) {
            assertEquals(SECOND, Instant.ofEpochMilli(day.getTimestamp()));
            Instant asked = Instant.parse("2026-06-23T10:10:00Z");
            assertEquals(BUILDING.at(asked).water().volume(), number(water), 0.001);
            assertEquals("m³", water.getUnit());
            assertEquals(asked, Instant.ofEpochMilli(water.getTimestamp()), "the time of the water meter's reading");
        }
    }

    @Test
    void tellsEveryTelegramToItsListeners() throws Exception {
        OpticalDriver driver = driver(pushing(station(p1(P1Settings.Version.V5), Fault.NONE)));
        driver.registerChannelListener(
                settings("+name", "power", "+value.type", "DOUBLE", "address", "1-0:1.7.0", "unit", "kW"), listener);
        for (int telegram = 0; telegram < 3; telegram++) {
            ChannelRecord power = next();
            assertEquals(Math.max(STATE.activePower(), 0) / 1000, number(power), 0.001);
            assertEquals("kW", power.getUnit());
            assertEquals(SECOND, Instant.ofEpochMilli(power.getTimestamp()));
        }
        driver.unregisterChannelListener(listener);
    }

    @Test
    void modeDIsListenedToLikewise() throws Exception {
        OpticalDriver driver = driver(pushing(station(TestMeters.meter(Traits.USUAL.in(Traits.Mode.D)), Fault.NONE)));
        driver.registerChannelListener(settings("+name", "e", "+value.type", "DOUBLE", "address", "1.8.0"), listener);
        assertEquals(STATE.activeImport(), number(next()), 1);
    }

    @Test
    void smlFilesOfAGermanHead() throws Exception {
        SmlMeter meter = new SmlMeter("12345678", Duration.ofMillis(50), BUILDING, CLOCK);
        OpticalDriver driver = driver(pushing(station(meter, Fault.NONE)));
        ChannelRecord energy = channel("e", DataType.DOUBLE, "address", "1.8.0");
        ChannelRecord power = channel("p", DataType.DOUBLE, "address", "1-0:16.7.0*255", "unit", "kW");
        ChannelRecord maker = channel("m", DataType.STRING, "address", "1-0:96.50.1");
        ChannelRecord absent = channel("a", DataType.DOUBLE, "address", "1-0:99.9.9");
        driver.registerChannelListener(settings("+name", "p", "+value.type", "DOUBLE", "address", "16.7.0"), listener);
        driver.read(List.of(energy, power, maker, absent));
        assertEquals(STATE.activeImport(), number(energy), 0.1);
        assertEquals(STATE.activePower() / 1000, number(power), 0.0001);
        assertEquals("kW", power.getUnit());
        assertEquals("MTG", text(maker));
        assertEquals(SECOND, Instant.ofEpochMilli(energy.getTimestamp()));
        assertTrue(reason(absent).contains("shows no register 1-0:99.9.9; it shows 1-0:96.50.1"), reason(absent));
        assertEquals(STATE.activePower(), number(next()), 0.1);
    }

    @Test
    void aDamagedTelegramGivesAReasonAndNoValue() throws Exception {
        Fault digit = answer -> {
            byte[] wrong = answer.clone();
            wrong[60] ^= 1;
            return wrong;
        };
        OpticalDriver driver = driver(pushing(station(p1(P1Settings.Version.V5), digit)));
        ChannelRecord energy = channel("e", DataType.DOUBLE, "address", "1-0:1.8.1");
        ChannelRecord why = TestMeters.diagnosis();
        driver.read(List.of(energy, why));
        assertTrue(reason(energy).contains("a message came damaged"), reason(energy));
        assertTrue(text(why).contains("a message came damaged"), text(why));
    }

    @Test
    void saysWhenNothingComes() throws Exception {
        Map<String, Object> values =
                Map.of("line", station(p1(P1Settings.Version.V5), Fault.silence()), "push", true, "push.timeout", 200);
        ChannelRecord why = TestMeters.diagnosis();
        OpticalDriver driver = driver(values);
        driver.registerChannelListener(
                settings("+name", "why", "+value.type", "STRING", "kind", "DIAGNOSIS"), listener);
        driver.read(List.of(why));
        assertTrue(text(why).contains("no byte came"), text(why));
        assertTrue(text(next()).contains("no byte came"));
    }

    /** Sealed here, as the Smarty P1 specification has it, with the cipher of the Java platform. */
    @Test
    void encryptedTelegramsWithTheirKeys() throws Exception {
        byte[] key = HexFormat.of().parseHex("00112233445566778899AABBCCDDEEFF");
        byte[] authentication = HexFormat.of().parseHex("D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF");
        byte[] title = "MTG00001".getBytes(StandardCharsets.US_ASCII);
        AtomicInteger counter = new AtomicInteger();
        Fault sealing = answer -> {
            byte[] head = ByteBuffer.allocate(5)
                    .put((byte) 0x30)
                    .putInt(counter.incrementAndGet())
                    .array();
            try {
                Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
                byte[] iv = ByteBuffer.allocate(12).put(title).put(head, 1, 4).array();
                cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(96, iv));
                cipher.updateAAD(new byte[] {0x30});
                cipher.updateAAD(authentication);
                byte[] sealed = cipher.doFinal(answer);
                return ByteBuffer.allocate(13 + head.length + sealed.length)
                        .put((byte) 0xDB)
                        .put((byte) 8)
                        .put(title)
                        .put((byte) 0x82)
                        .putShort((short) (head.length + sealed.length))
                        .put(head)
                        .put(sealed)
                        .array();
            } catch (GeneralSecurityException e) {
                throw new IOException(e);
            }
        };
        Map<String, Object> values = new HashMap<>(pushing(station(p1(P1Settings.Version.V5), sealing)));
        values.put("push.key", "00112233445566778899AABBCCDDEEFF-enciphered");
        values.put("push.authentication.key", "D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF-enciphered");
        OpticalDriver driver = driver(values);
        ChannelRecord power = channel("p", DataType.DOUBLE, "address", "1-0:1.7.0");
        driver.read(List.of(power));
        assertEquals(Math.max(STATE.activePower(), 0), number(power), 1);
        values.put("push.key", "FF112233445566778899AABBCCDDEEFF-enciphered");
        driver.modified(values);
        ChannelRecord why = TestMeters.diagnosis();
        driver.read(List.of(power, why));
        assertTrue(text(why).contains("the keys are wrong"), text(why));
        assertTrue(reason(power).contains("the keys are wrong"), reason(power));
    }

    @Test
    void takesNothing() throws Exception {
        OpticalDriver driver = driver(pushing(station(p1(P1Settings.Version.V5), Fault.NONE)));
        ChannelRecord record = ChannelRecord.createWriteRecord("x", TypedValues.newStringValue("1"));
        record.setChannelConfig(settings("address", "0.0.1", "write", "W1"));
        driver.write(List.of(record));
        assertTrue(reason(record).contains("sends by itself and takes nothing"), reason(record));
    }
}
