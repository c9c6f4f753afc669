package org.metergate.emulator.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.metergate.emulator.itest.Telemetry.Message;
import org.metergate.emulator.itest.Telemetry.Sample;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;

/**
 * Frames of ten real meters on the emulated bus: what another decoder made of them is found at the broker, through
 * driver, asset and wires.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class RealFramesIT {

    private static final List<String> CASES = List.of(
            "libmbus-kamstrup-multical-601",
            "libmbus-eastron-sdm630",
            "libmbus-minol-minocal-c2",
            "libmbus-engelmann-sensostar2c",
            "libmbus-sbc-saia-burgess-ale3",
            "libmbus-electricity-meter-2",
            "libmbus-minol-minocal-wr3",
            "libmbus-ram-modularis",
            "libmbus-efe-engelmann-waterstar",
            "libmbus-kamstrup-382-005");

    private static final int FIRST_ADDRESS = 11;

    /** The corpus' units and ours, where a number means the same in both. */
    private static final Map<String, String> UNITS = Map.of(
            "Wh", "Wh", "J", "J", "W", "W", "m^3", "m³", "m^3/h", "m³/h", "°C", "°C", "K", "K", "V", "V", "A", "A", "s",
            "s");

    /** VIFE 28: the record tells cubic metres for each pulse, a unit that readings do not know. */
    private static final Set<String> PER_PULSE =
            Set.of("libmbus-engelmann-sensostar2c record 13", "libmbus-efe-engelmann-waterstar record 11");

    private static final String CORPUS = "itest.corpus";

    @Inject
    private BundleContext context;

    @Configuration
    public Option[] container() throws IOException {
        Path data = Container.dataFolder("real-frames", false);
        Snapshot site = Snapshot.ofTheSite();
        Optional<Path> corpus = corpus();
        if (corpus.isPresent()) {
            Path frames = Files.createDirectories(data.resolve("frames"));
            for (int i = 0; i < CASES.size(); i++) {
                Files.copy(corpus.get().resolve(CASES.get(i) + ".hex"), frames.resolve((char) ('a' + i) + ".hex"));
                site.and(asset(i, records(corpus.get(), CASES.get(i))));
            }
            site.with(
                    "<esf:property name=\"water.address\"",
                    property("frames.folder", frames.toString(), "String")
                            + property("frames.first.address", Integer.toString(FIRST_ADDRESS), "Integer")
                            + "<esf:property name=\"water.address\"");
            addToTheGraph(site);
        }
        site.writeTo(data);
        return Container.gateway(
                data,
                "tcp://127.0.0.1:" + site.port(1883),
                org.ops4j.pax.exam.CoreOptions.frameworkProperty(CORPUS)
                        .value(corpus.map(Path::toString).orElse("")));
    }

    @Test
    public void theValuesOfTenRealMetersReachTheBroker() throws Exception {
        String folder = context.getProperty(CORPUS);
        assumeTrue("no folder shared/corpus above: real frames are not read", folder != null && !folder.isEmpty());
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        try (Telemetry telemetry = Telemetry.whenUp(context.getProperty(Container.BROKER), Duration.ofSeconds(20))) {
            for (int i = 0; i < CASES.size(); i++) {
                Message message = telemetry.any("real" + i, Duration.ofSeconds(120), any -> true);
                for (JsonObject record : records(Path.of(folder), CASES.get(i))) {
                    Sample sample = message.sample("r" + record.get("index").getAsInt());
                    String name = CASES.get(i) + " record " + record.get("index");
                    double expected = record.get("value").getAsDouble();
                    compared++;
                    if (!sample.isGood()) {
                        wrong.add(name + ": " + sample.error());
                    } else if (Math.abs(sample.value() - expected) > Math.max(1.1e-6, Math.abs(expected) * 1e-6)) {
                        wrong.add(name + ": " + sample.value() + ", expected " + expected);
                    } else if (!sample.unit()
                            .equals(
                                    PER_PULSE.contains(name)
                                            ? ""
                                            : UNITS.get(record.get("unit").getAsString()))) {
                        wrong.add(name + ": unit " + sample.unit() + ", expected " + record.get("unit"));
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue("only " + compared + " values were compared", compared >= 100);
    }

    /** The records whose number the corpus vouches for. */
    private static List<JsonObject> records(Path corpus, String name) throws IOException {
        JsonObject expected = JsonParser.parseString(Files.readString(corpus.resolve(name + ".expected.json")))
                .getAsJsonObject();
        List<JsonObject> records = new ArrayList<>();
        for (JsonElement element : expected.getAsJsonArray("records")) {
            JsonObject record = element.getAsJsonObject();
            boolean number = record.has("value") && !record.get("value").isJsonNull();
            if (number
                    && !record.has("unreliable")
                    && UNITS.containsKey(record.get("unit").getAsString())) {
                records.add(record);
            }
        }
        return records;
    }

    private static String asset(int meter, List<JsonObject> records) {
        StringBuilder xml = new StringBuilder("  <esf:configuration pid=\"real" + meter + "\"><esf:properties>");
        xml.append(property("service.factoryPid", "org.eclipse.kura.wire.WireAsset", "String"));
        xml.append(property("kura.service.pid", "real" + meter, "String"));
        xml.append(property("driver.pid", "riser.line", "String"));
        xml.append(property("emit.errors", "true", "Boolean"));
        for (JsonObject record : records) {
            String channel = "r" + record.get("index").getAsInt();
            xml.append(property(channel + "#+name", channel, "String"));
            xml.append(property(channel + "#+type", "READ", "String"));
            xml.append(property(channel + "#+value.type", "DOUBLE", "String"));
            xml.append(property(channel + "#meter", Integer.toString(FIRST_ADDRESS + meter), "String"));
            xml.append(property(channel + "#record", "#" + record.get("index").getAsInt(), "String"));
        }
        return xml.append("</esf:properties></esf:configuration>").toString();
    }

    private static void addToTheGraph(Snapshot site) {
        StringBuilder components = new StringBuilder("{\"components\":[");
        StringBuilder wires = new StringBuilder("\"wires\":[");
        for (int i = 0; i < CASES.size(); i++) {
            components
                    .append("{\"pid\":\"real")
                    .append(i)
                    .append("\",\"inputPortCount\":1,\"outputPortCount\":1,\"renderingProperties\":{\"position\":")
                    .append("{\"x\":0,\"y\":0},\"inputPortNames\":{},\"outputPortNames\":{}}},");
            wires.append(wire("every10s", "real" + i)).append(',');
            wires.append(wire("real" + i, "to.cloud")).append(',');
        }
        site.with("{\"components\":[", components.toString()).with("\"wires\":[", wires.toString());
    }

    private static String wire(String emitter, String receiver) {
        return "{\"emitter\":\"" + emitter + "\",\"emitterPort\":0,\"receiver\":\"" + receiver
                + "\",\"receiverPort\":0}";
    }

    private static String property(String name, String value, String type) {
        return "<esf:property name=\"" + name + "\" array=\"false\" encrypted=\"false\" type=\"" + type
                + "\"><esf:value>" + value + "</esf:value></esf:property>";
    }

    private static Optional<Path> corpus() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path corpus = folder.resolve("shared").resolve("corpus").resolve("mbus-wired");
            if (Files.isDirectory(corpus)) {
                return Optional.of(corpus);
            }
        }
        return Optional.empty();
    }
}
