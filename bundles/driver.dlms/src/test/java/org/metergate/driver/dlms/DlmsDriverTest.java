package org.metergate.driver.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.security.ProviderException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.core.configuration.metatype.Tad;
import org.eclipse.kura.crypto.CryptoService;
import org.eclipse.kura.type.DataType;
import org.eclipse.kura.type.TypedValues;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.TcpStation;
import org.metergate.emulator.meters.dlms.DlmsMeter;
import org.metergate.testkit.MovedClock;
import org.metergate.transport.ports.PortLines;

@Timeout(30)
class DlmsDriverTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Clock GATEWAY = Clock.fixed(NOON, ZoneOffset.UTC);

    private final MovedClock meterClock = MovedClock.at("2026-11-23T11:59:58.700Z");
    private final PortLines lines = new PortLines();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(lines));
    private final Map<String, Object> values = new HashMap<>();
    private TcpStation station;

    @BeforeEach
    void startMeter() throws Exception {
        start(0);
        values.put("line", station.address());
        values.put("answer.timeout", 500);
    }

    @AfterEach
    void close() throws Exception {
        for (int index = open.size() - 1; index >= 0; index--) {
            open.get(index).close();
        }
    }

    private void start(int port) throws Exception {
        start(port, "secret");
    }

    private void start(int port, String password) throws Exception {
        DlmsMeter.Identity identity = new DlmsMeter.Identity(
                DlmsMeter.Transport.WRAPPER, 1, 17, 16, password, 1024, "4711", ZoneId.of("Europe/Vienna"));
        station = TcpStation.open("test", PortSettings.network(port), new DlmsMeter(building(), meterClock, identity));
        open.add(station);
    }

    private static Building building() {
        Building.Phase phase = new Building.Phase(230.04, 12.345, -512.4, 33, List.of());
        return time -> new Building.State(
                time,
                List.of(phase, phase, phase),
                50.004,
                1_234.567,
                0,
                0,
                0,
                new Building.Heat(0, 0, 0, 0, 0, 0),
                new Building.Water(0, 0));
    }

    private DlmsDriver driver() {
        DlmsDriver driver = driver(values);
        open.add(driver::stop);
        return driver;
    }

    private DlmsDriver driver(Map<String, Object> settings) {
        return new DlmsDriver(
                lines,
                crypto(),
                new DlmsStore(Optional.empty()),
                new PushPorts(),
                new ScanService(),
                settings,
                GATEWAY,
                length -> {});
    }

    /** Deciphers what ends in "-enciphered"; refuses all else in one of three ways, as the real one does. */
    private static CryptoService crypto() {
        return (CryptoService) Proxy.newProxyInstance(
                CryptoService.class.getClassLoader(), new Class<?>[] {CryptoService.class}, (proxy, method, args) -> {
                    String text = new String((char[]) args[0]);
                    if (text.equals("pass-word")) {
                        throw new ProviderException("too short");
                    }
                    if (text.equals("hallo-123")) {
                        throw new IllegalArgumentException("Last unit does not have enough valid bits");
                    }
                    if (!method.getName().equals("decryptAes") || !text.endsWith("-enciphered")) {
                        throw new KuraException(KuraErrorCode.DECODER_ERROR, "value");
                    }
                    return text.replace("-enciphered", "").toCharArray();
                });
    }

    private static ChannelRecord channel(String name, DataType type, String... settings) {
        ChannelRecord record = ChannelRecord.createReadRecord(name, type);
        Map<String, Object> config = new HashMap<>(Map.of("+name", name));
        for (int index = 0; index < settings.length; index += 2) {
            config.put(settings[index], settings[index + 1]);
        }
        record.setChannelConfig(config);
        return record;
    }

    private static String error(ChannelRecord record) {
        assertEquals(ChannelFlag.FAILURE, record.getChannelStatus().getChannelFlag());
        return record.getChannelStatus().getExceptionMessage();
    }

    @Nested
    class Read {
        private final ChannelRecord energy = channel("import", DataType.DOUBLE, "object", "1-0:1.8.0*255");
        private final ChannelRecord voltage = channel("U1", DataType.DOUBLE, "object", "32.7.0");
        private final ChannelRecord power = channel("P1", DataType.INTEGER, "object", "36.7.0");

        @Test
        void fillsValueUnitAndTheMetersTime() {
            driver().read(List.of(energy, voltage, power));
            assertEquals(TypedValues.newDoubleValue(1234), energy.getValue());
            assertEquals("Wh", energy.getUnit());
            assertEquals(TypedValues.newDoubleValue(230.0), voltage.getValue());
            assertEquals("V", voltage.getUnit());
            assertEquals(TypedValues.newIntegerValue(-512), power.getValue());
            for (ChannelRecord record : List.of(energy, voltage, power)) {
                assertEquals(ChannelFlag.SUCCESS, record.getChannelStatus().getChannelFlag());
                assertEquals(Instant.parse("2026-11-23T11:59:58Z").toEpochMilli(), record.getTimestamp());
            }
        }

        @Test
        void readsTextAndClock() {
            ChannelRecord serial =
                    channel("serial", DataType.STRING, "object", "0-0:96.1.0*255", "class", "1", "attribute", "2");
            ChannelRecord clock = channel("clock", DataType.LONG, "object", "0-0:1.0.0*255", "class", "8");
            driver().read(List.of(serial, clock));
            assertEquals(TypedValues.newStringValue("4711"), serial.getValue());
            assertEquals(
                    TypedValues.newLongValue(
                            Instant.parse("2026-11-23T11:59:58Z").toEpochMilli()),
                    clock.getValue());
        }

        @Test
        void failsAWrongChannelAndAnUnknownObjectAlone() {
            ChannelRecord wrong = channel("wrong", DataType.DOUBLE, "object", "one.two", "attribute", "200");
            ChannelRecord unknown = channel("unknown", DataType.DOUBLE, "object", "1-0:99.8.0*255");
            driver().read(List.of(wrong, energy, unknown));
            assertEquals(ChannelFlag.SUCCESS, energy.getChannelStatus().getChannelFlag());
            assertTrue(error(wrong).startsWith("channel wrong: object: 'one.two' is no OBIS code"), () -> error(wrong));
            assertTrue(error(wrong).contains("attribute: is '200'; expected a number from 1 to 127"));
            assertTrue(
                    error(unknown)
                            .contains("object undefined: object-undefined (4): 1-0:99.8.0*255 class 3 attribute 2"),
                    () -> error(unknown));
        }

        @Test
        void givesTwoChannelsOfOneObjectTheSameValue() {
            ChannelRecord again = channel("again", DataType.DOUBLE, "object", "1.0.1.8.0.255");
            driver().read(List.of(energy, again));
            assertEquals(energy.getValue(), again.getValue());
        }

        @Test
        void marksItsChannelsWhileTheMeterIsAwayAndRecoversAlone() throws Exception {
            DlmsDriver driver = driver();
            driver.read(List.of(energy));
            int port = station.port();
            station.close();
            driver.read(List.of(energy));
            assertTrue(error(energy).contains("tcp://127.0.0.1:" + port), () -> error(energy));
            assertEquals(NOON.toEpochMilli(), energy.getTimestamp());
            start(port);
            driver.read(List.of(energy));
            assertEquals(ChannelFlag.SUCCESS, energy.getChannelStatus().getChannelFlag());
        }
    }

    @Nested
    class Settings {
        private final ChannelRecord energy = channel("import", DataType.DOUBLE, "object", "1-0:1.8.0*255");

        @Test
        void takeAnEncipheredPasswordAndAPlainOne() {
            values.putAll(Map.of("client.address", 1, "authentication", "LOW"));
            for (String password : List.of("secret-enciphered", "secret")) {
                values.put("password", password);
                driver().read(List.of(energy));
                assertEquals(ChannelFlag.SUCCESS, energy.getChannelStatus().getChannelFlag());
            }
            values.put("password", "wrong");
            driver().read(List.of(energy));
            assertTrue(error(energy).contains("authentication-failure"), () -> error(energy));
        }

        @ParameterizedTest
        @ValueSource(strings = {"pass-word", "hallo-123"})
        void takeAPlainPasswordThatTheGatewayChokesOn(String password) throws Exception {
            station.close();
            start(0, password);
            values.putAll(Map.of(
                    "line", station.address(), "client.address", 1, "authentication", "LOW", "password", password));
            driver().read(List.of(energy));
            assertEquals(ChannelFlag.SUCCESS, energy.getChannelStatus().getChannelFlag());
        }

        @Test
        void thatAreWrongAreNamedInEveryRecordUntilTheyAreRight() {
            Map<String, Object> wrong = Map.of("line", "tcp//x", "transport", "IP", "retries", 10, "zone", "Mars");
            DlmsDriver driver = driver();
            driver.modified(wrong);
            driver.read(List.of(energy));
            String error = error(energy);
            for (String key : wrong.keySet()) {
                assertTrue(error.contains(key + ": "), error);
            }
            driver.modified(values);
            driver.read(List.of(energy));
            assertEquals(ChannelFlag.SUCCESS, energy.getChannelStatus().getChannelFlag());
        }

        @Test
        void mayBeMissingAllButTheLine() {
            DlmsDriver driver = driver(Map.of("line", station.address()));
            open.add(driver::stop);
            driver.read(List.of(energy));
            assertEquals(ChannelFlag.SUCCESS, energy.getChannelStatus().getChannelFlag());
        }

        @Test
        void ofAStoppedDriverReadNothing() {
            DlmsDriver driver = driver();
            driver.stop();
            driver.read(List.of(energy));
            assertEquals("the driver was stopped", error(energy));
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void describesItsChannelColumns() {
        List<Tad> columns = (List<Tad>) driver().getChannelDescriptor().getDescriptor();
        assertEquals(
                List.of(
                        "object",
                        "kind",
                        "class",
                        "attribute",
                        "index",
                        "unit",
                        "factor",
                        "profile",
                        "time",
                        "write",
                        "method",
                        "data.type"),
                columns.stream().map(Tad::getId).toList());
        assertTrue(columns.stream().noneMatch(Tad::isRequired), "a channel of the whole meter has no object");
    }
}
