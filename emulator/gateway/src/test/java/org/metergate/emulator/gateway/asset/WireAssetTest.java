package org.metergate.emulator.gateway.asset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.listener.ChannelEvent;
import org.eclipse.kura.channel.listener.ChannelListener;
import org.eclipse.kura.core.configuration.metatype.Tad;
import org.eclipse.kura.core.configuration.metatype.Tscalar;
import org.eclipse.kura.driver.Driver;
import org.eclipse.kura.driver.PreparedRead;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.type.TypedValues;
import org.eclipse.kura.wire.WireEnvelope;
import org.eclipse.kura.wire.WireRecord;
import org.eclipse.kura.wire.WireSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metergate.emulator.gateway.crypto.AesCryptoService;
import org.metergate.emulator.gateway.metatype.Defaults;
import org.osgi.framework.BundleContext;
import org.osgi.service.wireadmin.Wire;

/** The semantics of Kura's asset, row by row. */
class WireAssetTest {
    private final Emitted emitted = new Emitted();
    private final Map<String, Object> properties =
            new HashMap<>(Map.of("kura.service.pid", "meter", "driver.pid", "d1"));
    private WireAsset asset;

    @AfterEach
    void close() {
        if (asset != null) {
            asset.deactivate();
        }
    }

    @Nested
    class Emitting {
        @Test
        void carriesNameValueUnitAndTime() {
            channel("i", "DOUBLE", "+unit", "Wh");

            assertEquals(
                    Map.of(
                            "assetName", TypedValues.newStringValue("meter"),
                            "i", TypedValues.newDoubleValue(2.5),
                            "i_unit", TypedValues.newStringValue("Wh"),
                            "i_timestamp", TypedValues.newLongValue(1000)),
                    read(ScriptedDriver.answering(TypedValues.newDoubleValue(2.5))));
        }

        @Test
        void carriesAnEmptyErrorWhenGoodAndTheMessageWhenBad() {
            channel("good", "DOUBLE");
            channel("bad", "DOUBLE");
            channel("thrown", "DOUBLE");
            channel("mute", "DOUBLE");
            properties.put("emit.errors", true);

            Map<String, TypedValue<?>> record = read(new ScriptedDriver(one -> {
                switch (one.getChannelName()) {
                    case "good" -> ScriptedDriver.succeed(one, TypedValues.newDoubleValue(1));
                    case "bad" -> ScriptedDriver.fail(one, "no answer", null);
                    case "thrown" -> ScriptedDriver.fail(one, "no answer", new IllegalStateException("deaf"));
                    default -> ScriptedDriver.fail(one, null, null);
                }
            }));

            assertEquals("", text(record, "good_error"));
            assertEquals("no answer", text(record, "bad_error"));
            assertEquals("no answer java.lang.IllegalStateException: deaf", text(record, "thrown_error"));
            assertEquals("ERROR NOT SPECIFIED", text(record, "mute_error"));
            assertFalse(record.containsKey("bad"), "a failed channel has no value");
            assertTrue(record.containsKey("bad_timestamp"));
        }

        @Test
        void losesTheWholeEnvelopeIfOneRecordHasNoStatus() {
            channel("good", "DOUBLE");
            channel("forgotten", "DOUBLE");

            assertNull(read(new ScriptedDriver(one -> {
                if (one.getChannelName().equals("good")) {
                    ScriptedDriver.succeed(one, TypedValues.newDoubleValue(1));
                }
            })));
        }

        @Test
        void losesTheWholeEnvelopeIfTheDriverThrows() {
            channel("i", "DOUBLE");
            properties.put("emit.errors", true);

            assertNull(read(new ScriptedDriver(one -> {
                throw new IllegalStateException("line down");
            })));
        }

        @Test
        void givesARecordWithoutTimeTheTimeZero() {
            channel("i", "DOUBLE");

            assertEquals(
                    TypedValues.newLongValue(0),
                    read(new ScriptedDriver(one -> {
                                ScriptedDriver.succeed(one, TypedValues.newDoubleValue(1));
                                one.setTimestamp(0);
                            }))
                            .get("i_timestamp"));
        }

        @Test
        void letsAValueOfAnotherTypePassWithoutScale() {
            channel("i", "DOUBLE");

            assertEquals(
                    TypedValues.newStringValue("x"),
                    read(ScriptedDriver.answering(TypedValues.newStringValue("x")))
                            .get("i"));
        }

        @Test
        void failsWithAValueOfAnotherTypeAndAScale() {
            channel("i", "DOUBLE", "+scale", 2.0);

            assertNull(read(ScriptedDriver.answering(TypedValues.newStringValue("x"))));
        }

        @ParameterizedTest
        @CsvSource({
            "NO_TIMESTAMPS,",
            "SINGLE_ASSET_GENERATED,5000",
            "SINGLE_DRIVER_GENERATED_MAX,20",
            "SINGLE_DRIVER_GENERATED_MIN,10"
        })
        void hasOneTimeOrNoneByTheMode(String mode, Long time) {
            channel("a", "DOUBLE");
            channel("b", "DOUBLE");
            properties.put("timestamp.mode", mode);

            Map<String, TypedValue<?>> record = read(new ScriptedDriver(one -> {
                ScriptedDriver.succeed(one, TypedValues.newDoubleValue(1));
                one.setTimestamp(one.getChannelName().equals("a") ? 10 : 20);
            }));

            assertFalse(record.containsKey("a_timestamp"));
            assertEquals(time == null ? null : TypedValues.newLongValue(time), record.get("assetTimestamp"));
        }

        @Test
        void tellsOnlyChangesIfAskedTo() {
            channel("i", "DOUBLE");
            properties.put("emit.on.change", true);
            AtomicInteger reads = new AtomicInteger();
            start(new ScriptedDriver(
                    one -> ScriptedDriver.succeed(one, TypedValues.newDoubleValue(reads.incrementAndGet() / 3))));

            trigger();
            trigger();
            trigger();

            assertEquals(3, emitted.records.size(), "envelopes without channels are emitted by default");
            assertTrue(emitted.records.get(0).getProperties().containsKey("i"));
            assertFalse(emitted.records.get(1).getProperties().containsKey("i"));
            assertTrue(emitted.records.get(2).getProperties().containsKey("i"));
        }

        @Test
        void omitsEmptyEnvelopesIfAskedTo() {
            channel("i", "DOUBLE");
            properties.put("emit.on.change", true);
            properties.put("emit.empty.envelopes", false);
            start(ScriptedDriver.answering(TypedValues.newDoubleValue(1)));

            trigger();
            trigger();

            assertEquals(1, emitted.records.size());
        }

        @Test
        void doesNothingWithoutADriver() {
            channel("i", "DOUBLE");

            assertNull(read(null));
            KuraException refused = assertThrows(KuraException.class, asset::readAllChannels);
            assertEquals(KuraErrorCode.CONFIGURATION_ERROR, refused.getCode());
        }
    }

    @Nested
    class Scaling {
        @ParameterizedTest
        @CsvSource({
            "DOUBLE,,2.0,1.0,DOUBLE,7.0",
            "INTEGER,,0.1,0.0,INTEGER,0",
            "LONG,,2.9,0.0,LONG,6",
            "INTEGER,DOUBLE,0.5,0.0,INTEGER,1",
            "DOUBLE,LONG,2.0,0.0,DOUBLE,6.0",
            "INTEGER,DOUBLE,1.0,0.0,DOUBLE,3.0"
        })
        void computesInTheTypeThatIsSet(
                String type, String scaleType, double scale, double offset, String delivered, String value) {
            channel("i", type, "+scale", scale, "+offset", offset);
            if (scaleType != null) {
                properties.put("i#+scaleoffset.type", scaleType);
            }

            TypedValue<?> answered = read(new ScriptedDriver(
                            one -> ScriptedDriver.succeed(one, TypedValues.parseTypedValue(one.getValueType(), "3"))))
                    .get("i");

            assertEquals(delivered, answered.getType().name());
            assertEquals(value, answered.getValue().toString());
        }

        @Test
        void tellsTheDriverTheTypeToDeliver() {
            channel("i", "INTEGER", "+scaleoffset.type", "DOUBLE");
            Map<String, Object> configuration = new HashMap<>();

            read(new ScriptedDriver(one -> {
                configuration.putAll(one.getChannelConfig());
                ScriptedDriver.succeed(one, TypedValues.newDoubleValue(1));
            }));

            assertEquals("DOUBLE", configuration.get("+value.type"));
        }

        @Test
        void scalesAPreparedRecordOnceMoreIfAFailedExecutionLeavesItUntouched() throws Exception {
            channel("i", "DOUBLE", "+scale", 2.0);
            start(new ScriptedDriver(one -> {}) {
                @Override
                public PreparedRead prepareRead(List<ChannelRecord> records) {
                    records.forEach(one -> ScriptedDriver.succeed(one, TypedValues.newDoubleValue(1)));
                    return new Prepared(records);
                }
            });
            List<ChannelRecord> first = awaitPrepared();
            double before = (Double) first.get(0).getValue().getValue();

            List<ChannelRecord> second = asset.readAllChannels();

            assertSame(first, second);
            assertEquals(before * 2, second.get(0).getValue().getValue());
        }

        private List<ChannelRecord> awaitPrepared() throws KuraException {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (System.nanoTime() < until) {
                List<ChannelRecord> records = asset.readAllChannels();
                if (records.get(0).getChannelStatus() != null) {
                    return records;
                }
                Thread.onSpinWait();
            }
            throw new AssertionError("the read was not prepared");
        }
    }

    @Nested
    class ChannelsOf {
        @Test
        void giveTheDriverStringsOnly() {
            channel("i", "DOUBLE", "register", 7, "+enabled", true);
            Map<String, Object> configuration = new HashMap<>();

            read(new ScriptedDriver(one -> {
                configuration.putAll(one.getChannelConfig());
                ScriptedDriver.succeed(one, TypedValues.newDoubleValue(1));
            }));

            assertEquals("7", configuration.get("register"));
            assertEquals("true", configuration.get("+enabled"));
        }

        @Test
        void mayBearAnObisCode() {
            channel("1-0:1.8.0*255", "DOUBLE");

            assertTrue(read(ScriptedDriver.answering(TypedValues.newDoubleValue(1)))
                    .containsKey("1-0:1.8.0*255"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"a b", "a/b", "a+b", "a,b", ""})
        void mustNotBearCertainCharacters(String name) {
            channel(name, "DOUBLE");
            start(null);

            assertEquals(
                    Set.of(), asset.getAssetConfiguration().getAssetChannels().keySet());
        }

        @Test
        void areIgnoredWithoutTypeOrValueType() {
            properties.put("a#+type", "READ");
            properties.put("b#+value.type", "DOUBLE");
            start(null);

            assertEquals(
                    Set.of(), asset.getAssetConfiguration().getAssetChannels().keySet());
        }

        @ParameterizedTest
        @CsvSource({"+type,FOO", "+value.type,FOO", "+scale,much", "+scaleoffset.type,FOO"})
        void killTheAssetWithOneBadValue(String key, String value) {
            channel("good", "DOUBLE");
            channel("bad", "DOUBLE");
            properties.put("bad#" + key, value);

            assertThrows(NullPointerException.class, () -> start(null));
        }

        @Test
        void keepTheirValuesIfALaterConfigurationIsBad() {
            channel("i", "DOUBLE");
            start(ScriptedDriver.answering(TypedValues.newDoubleValue(1)));
            Map<String, Object> bad = new HashMap<>(properties);
            bad.put("i#+type", "FOO");

            asset.updated(bad);
            trigger();

            assertEquals(1, emitted.records.size());
        }

        @Test
        void areNotReadWhenDisabledOrWriteOnly() throws Exception {
            channel("on", "DOUBLE");
            channel("off", "DOUBLE", "+enabled", false);
            channel("out", "DOUBLE", "+type", "WRITE");
            start(ScriptedDriver.answering(TypedValues.newDoubleValue(1)));

            assertEquals(List.of("on"), names(asset.readAllChannels()));
            for (ChannelRecord record : asset.read(Set.of("off", "out", "unknown"))) {
                assertEquals(ChannelFlag.FAILURE, record.getChannelStatus().getChannelFlag());
            }
        }

        @Test
        void needADriverPid() {
            properties.remove("driver.pid");

            assertThrows(NullPointerException.class, () -> start(null));
        }

        @Test
        void areLostIfAnyDriverHasNoName() {
            channel("i", "DOUBLE");

            assertThrows(
                    NullPointerException.class,
                    () -> startIn(OneDriver.registryWith(ScriptedDriver.answering(null), Map.of())));
        }
    }

    @Nested
    class Descriptor {
        @Test
        void fillsRequiredFieldsThatAChannelLacks() throws Exception {
            channel("i", "DOUBLE", "+name", null);
            Tad register = field("register", true);
            Tad optional = field("optional", false);
            ScriptedDriver driver = new ScriptedDriver(one -> {}, List.of(register, optional));
            start(driver);
            awaitForm("i#register");

            Map<String, Object> shown = asset.getConfiguration().getConfigurationProperties();
            assertEquals("7", shown.get("i#register"));
            assertFalse(shown.containsKey("i#optional"));
            assertEquals("Channel-1", shown.get("i#+name"), "a missing name is filled with the same for all");
        }

        @Test
        void ofAnotherClassThanTadLeavesTheAssetReadingWithoutColumns() throws Exception {
            channel("i", "DOUBLE");
            ScriptedDriver driver = new ScriptedDriver(
                    one -> ScriptedDriver.succeed(one, TypedValues.newDoubleValue(1)), List.of("no Tad"));
            start(driver);
            driver.descriptorThread.get(10, TimeUnit.SECONDS);
            trigger();

            assertEquals(1, emitted.records.size());
            assertTrue(asset.getConfiguration().getDefinition().getAD().stream()
                    .noneMatch(field -> field.getId().startsWith("i#")));
        }

        @Test
        void isAskedForOnAnotherWorkerThanTheOneThatReads() throws Exception {
            channel("i", "DOUBLE");
            ScriptedDriver driver = ScriptedDriver.answering(TypedValues.newDoubleValue(1));
            start(driver);
            trigger();

            assertEquals("asset-meter-io", driver.readThread.get(10, TimeUnit.SECONDS));
            assertEquals("asset-meter-configuration", driver.descriptorThread.get(10, TimeUnit.SECONDS));
        }

        private void awaitForm(String id) {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (asset.getConfiguration().getDefinition().getAD().stream()
                            .noneMatch(field -> field.getId().equals(id))
                    && System.nanoTime() < until) {
                Thread.onSpinWait();
            }
        }

        private static Tad field(String id, boolean required) {
            Tad field = new Tad();
            field.setId(id);
            field.setName(id);
            field.setType(Tscalar.STRING);
            field.setCardinality(0);
            field.setRequired(required);
            field.setDefault("7");
            return field;
        }
    }

    @Nested
    class Events {
        @Test
        void emitTheOneChannelOnTheDriversThread() throws Exception {
            channel("i", "DOUBLE", "+listen", true, "+unit", "W");
            channel("other", "DOUBLE");
            ScriptedDriver driver = ScriptedDriver.answering(TypedValues.newDoubleValue(1));
            start(driver);

            raise(driver, "i", 4.0);

            Map<String, TypedValue<?>> record = emitted.records.get(0).getProperties();
            assertEquals(TypedValues.newDoubleValue(4), record.get("i"));
            assertEquals(TypedValues.newStringValue("W"), record.get("i_unit"));
            assertFalse(record.containsKey("other"));
            assertSame(Thread.currentThread(), emitted.thread);
        }

        @Test
        void areScaled() throws Exception {
            channel("i", "DOUBLE", "+listen", true, "+scale", 10.0);
            ScriptedDriver driver = ScriptedDriver.answering(TypedValues.newDoubleValue(1));
            start(driver);

            raise(driver, "i", 4.0);

            assertEquals(
                    TypedValues.newDoubleValue(40),
                    emitted.records.get(0).getProperties().get("i"));
        }

        @Test
        void readAllChannelsIfAskedTo() throws Exception {
            channel("i", "DOUBLE", "+listen", true);
            channel("other", "DOUBLE");
            properties.put("emit.all.channels", true);
            ScriptedDriver driver = ScriptedDriver.answering(TypedValues.newDoubleValue(1));
            start(driver);

            raise(driver, "i", 4.0);

            assertTrue(emitted.records.get(0).getProperties().containsKey("other"));
        }

        private static void raise(ScriptedDriver driver, String channel, double value) throws Exception {
            ChannelListener listener = driver.listener.get(10, TimeUnit.SECONDS);
            ChannelRecord record = ChannelRecord.createReadRecord(channel, org.eclipse.kura.type.DataType.DOUBLE);
            ScriptedDriver.succeed(record, TypedValues.newDoubleValue(value));
            listener.onChannelEvent(new ChannelEvent(record));
        }
    }

    @Nested
    class Writing {
        @Test
        void takesValuesNamedLikeAChannelOfTheSameType() {
            channel("set", "DOUBLE", "+type", "WRITE", "+scale", 10.0);
            channel("other", "LONG", "+type", "READ_WRITE");
            channel("read", "DOUBLE");
            ScriptedDriver driver = ScriptedDriver.answering(TypedValues.newDoubleValue(1));
            start(driver);

            asset.onWireReceive(new WireEnvelope(
                    "x",
                    List.of(new WireRecord(Map.of(
                            "set", TypedValues.newDoubleValue(5),
                            "other", TypedValues.newDoubleValue(6),
                            "read", TypedValues.newDoubleValue(7))))));

            assertEquals(List.of("set"), names(driver.written));
            assertEquals(TypedValues.newDoubleValue(5), driver.written.get(0).getValue(), "no unscaling");
            assertEquals(1, emitted.records.size(), "reading and emitting comes first");
        }
    }

    private void channel(String name, String valueType, Object... more) {
        properties.put(name + "#+name", name);
        properties.put(name + "#+type", "READ");
        properties.put(name + "#+value.type", valueType);
        for (int i = 0; i < more.length; i += 2) {
            properties.put(name + "#" + more[i], more[i + 1]);
        }
        properties.values().removeIf(value -> value == null);
    }

    private void start(Driver driver) {
        startIn(OneDriver.registryWith(driver));
    }

    private void startIn(BundleContext registry) {
        asset = new WireAsset(
                component -> emitted,
                new Defaults(AesCryptoService.withPublishedKey(Path.of("unused"))),
                registry,
                Clock.fixed(Instant.ofEpochMilli(5000), ZoneOffset.UTC),
                properties);
    }

    private void trigger() {
        asset.onWireReceive(new WireEnvelope("x", List.of(new WireRecord(Map.of()))));
    }

    private Map<String, TypedValue<?>> read(Driver driver) {
        start(driver);
        trigger();
        return emitted.records.isEmpty() ? null : emitted.records.get(0).getProperties();
    }

    private static String text(Map<String, TypedValue<?>> record, String name) {
        return (String) record.get(name).getValue();
    }

    private static List<String> names(List<ChannelRecord> records) {
        return records.stream().map(ChannelRecord::getChannelName).toList();
    }

    private record Prepared(List<ChannelRecord> records) implements PreparedRead {
        @Override
        public List<ChannelRecord> execute() {
            return records;
        }

        @Override
        public List<ChannelRecord> getChannelRecords() {
            return records;
        }

        @Override
        public void close() {
            // nothing to give back
        }
    }

    private static final class Emitted implements WireSupport {
        private final List<WireRecord> records = new ArrayList<>();
        private Thread thread;

        @Override
        public void emit(List<WireRecord> emitted) {
            records.addAll(emitted);
            thread = Thread.currentThread();
        }

        @Override
        public Object polled(Wire wire) {
            return null;
        }

        @Override
        public void consumersConnected(Wire[] wires) {
            // not connected
        }

        @Override
        public void updated(Wire wire, Object value) {
            // not connected
        }

        @Override
        public void producersConnected(Wire[] wires) {
            // not connected
        }
    }
}
