package org.metergate.publisher.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.eclipse.kura.asset.Asset;
import org.eclipse.kura.asset.AssetConfiguration;
import org.eclipse.kura.channel.Channel;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.ChannelStatus;
import org.eclipse.kura.channel.ChannelType;
import org.eclipse.kura.channel.ScaleOffsetType;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.message.KuraPayload;
import org.eclipse.kura.type.DataType;
import org.eclipse.kura.type.TypedValues;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.publisher.outbox.AcceptedReading;
import org.metergate.publisher.outbox.FileOutbox;
import org.metergate.publisher.outbox.Point;
import org.metergate.publisher.outbox.store.StoreLimits;

class MeteringRequestsTest {

    private static final Instant READ = Instant.parse("2026-11-23T21:00:03Z");

    @TempDir
    private Path folder;

    private final MeteringRequests requests = new MeteringRequests(1_000);
    private FileOutbox outbox;
    private final CountDownLatch never = new CountDownLatch(1);

    @BeforeEach
    void furnish() throws Exception {
        outbox = FileOutbox.open(folder, StoreLimits.of(Duration.ofDays(1), 1 << 20, 0), name -> false);
        outbox.open("mqtt")
                .append(List.of(new AcceptedReading("main", READ, List.of(Point.good("P", 920.0, "W", READ)))));
        requests.setOutbox(outbox);
        requests.addAsset(asset("main"), Map.of("kura.service.pid", "main"));
        requests.addAsset(asset("broken"), Map.of("kura.service.pid", "broken"));
        requests.addAsset(asset("stuck"), Map.of("kura.service.pid", "stuck"));
    }

    @AfterEach
    void clear() throws Exception {
        never.countDown();
        requests.deactivate();
        outbox.close();
    }

    @Test
    void listsMetersAndChannels() {
        JsonObject answer = ok("GET", "meters");
        assertEquals(3, answer.getAsJsonArray("meters").size());
        assertEquals(
                "{\"meter\":\"main\",\"driver\":\"line\",\"channels\":["
                        + "{\"channel\":\"P\",\"access\":\"READ\",\"type\":\"DOUBLE\",\"unit\":\"W\",\"enabled\":true},"
                        + "{\"channel\":\"why\",\"access\":\"READ\",\"type\":\"STRING\",\"enabled\":true}]}",
                ok("GET", "meters", "main").toString());
    }

    @Test
    void givesTheLatestValues() {
        String main = "{\"meter\":\"main\",\"time\":\"2026-11-23T21:00:03Z\",\"quality\":\"GOOD\",\"values\":"
                + "{\"P\":{\"value\":920,\"unit\":\"W\",\"time\":\"2026-11-23T21:00:03Z\",\"quality\":\"GOOD\"}}}";
        assertEquals("{\"readings\":[" + main + "]}", ok("GET", "latest").toString());
        assertEquals(main, ok("GET", "latest", "main").toString());
        assertTrue(failed(404, "GET", "latest", "cellar").contains("EXEC read/cellar"));
    }

    @Test
    void readsNow() {
        JsonObject values = ok("EXEC", "read", "main").getAsJsonObject("values");
        assertEquals(931, values.getAsJsonObject("P").get("value").getAsInt());
        assertEquals(
                "{\"meter\":\"main\",\"time\":\"2026-11-23T21:00:03Z\",\"quality\":\"GOOD\",\"values\":"
                        + "{\"P\":{\"value\":931,\"unit\":\"W\",\"time\":\"2026-11-23T21:00:03Z\",\"quality\":\"GOOD\"}}}",
                ok("EXEC", "read", "main", "P").toString());
        assertTrue(failed(404, "EXEC", "read", "main", "Q").contains("no channel 'Q'"));
        assertTrue(failed(404, "EXEC", "read", "cellar").contains("no meter 'cellar'"));
    }

    @Test
    void diagnoses() {
        assertEquals(
                "{\"meter\":\"main\",\"time\":\"2026-11-23T21:00:03Z\",\"quality\":\"GOOD\",\"diagnosis\":[\"all is"
                        + " well\"],\"failed\":[],\"latest\":\"2026-11-23T21:00:03Z\"}",
                ok("EXEC", "diagnose", "main").toString());
    }

    @Test
    void tellsHowTheOutboxStands() {
        JsonObject destination =
                ok("GET", "status").getAsJsonArray("destinations").get(0).getAsJsonObject();
        assertEquals("mqtt", destination.get("destination").getAsString());
        assertEquals(1, destination.get("waiting").getAsInt());
    }

    @Test
    void scansThroughWhoeverOffersIt() {
        assertTrue(failed(404, "EXEC", "scan").contains("M-Bus driver"));
        requests.addScanner(wishes -> Map.of("kind", "mbus", "scans", List.of()));
        assertEquals("{\"scans\":[{", ok("EXEC", "scan").toString().substring(0, 11));
        requests.addScanner(wishes -> {
            throw new IllegalArgumentException("line is missing");
        });
        assertEquals("line is missing", failed(400, "EXEC", "scan"));
    }

    @Test
    void answersWhateverHappens() {
        assertTrue(failed(400, "GET", "nonsense").contains("GET meters"));
        assertTrue(failed(400, "PUT").contains("EXEC scan"));
        assertTrue(failed(400, "POST", "meters").contains("POST meters"));
        assertTrue(failed(400, "DEL", "meters").contains("DEL meters"));
        assertEquals("the driver is broken", failed(500, "EXEC", "read", "broken"));
    }

    @Test
    void doesNotWaitForeverForAMeter() {
        assertTrue(failed(500, "EXEC", "read", "stuck").contains("no answer within 1 s"));
    }

    private JsonObject ok(String method, String... path) {
        return json(ask(method, path), 200);
    }

    private String failed(int code, String method, String... path) {
        JsonObject error = json(ask(method, path), code).getAsJsonObject("error");
        assertEquals(code, error.get("code").getAsInt());
        return error.get("message").getAsString();
    }

    private static JsonObject json(KuraMessage answer, int code) {
        String text = new String(answer.getPayload().getBody(), StandardCharsets.UTF_8);
        assertEquals(code, answer.getPayload().getMetric("response.code"), text);
        return JsonParser.parseString(text).getAsJsonObject();
    }

    private KuraMessage ask(String method, String... path) {
        KuraMessage request = new KuraMessage(new KuraPayload(), Map.of("args", List.of(path)));
        return switch (method) {
            case "GET" -> requests.doGet(null, request);
            case "PUT" -> requests.doPut(null, request);
            case "POST" -> requests.doPost(null, request);
            case "DEL" -> requests.doDel(null, request);
            default -> requests.doExec(null, request);
        };
    }

    private Asset asset(String name) {
        Channel power = channel("P", DataType.DOUBLE, Map.of());
        power.setUnit("W");
        Channel why = channel("why", DataType.STRING, Map.of("kind", "DIAGNOSIS"));
        AssetConfiguration configuration = new AssetConfiguration("", "line", Map.of("P", power, "why", why));
        return (Asset) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Asset.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getAssetConfiguration" -> configuration;
                    case "read" -> List.of(record("P", DataType.DOUBLE, "W", 931.0));
                    case "readAllChannels" -> readAll(name);
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == arguments[0];
                    default -> name;
                });
    }

    private static Channel channel(String name, DataType type, Map<String, Object> configuration) {
        return new Channel(name, ChannelType.READ, type, ScaleOffsetType.DEFINED_BY_VALUE_TYPE, 1, 0, configuration);
    }

    private List<ChannelRecord> readAll(String name) throws InterruptedException {
        if (name.equals("broken")) {
            throw new IllegalStateException("the driver is broken");
        }
        if (name.equals("stuck")) {
            never.await();
        }
        return List.of(record("P", DataType.DOUBLE, "W", 931.0), record("why", DataType.STRING, "", "all is well"));
    }

    private static ChannelRecord record(String channel, DataType type, String unit, Object value) {
        ChannelRecord record = ChannelRecord.createReadRecord(channel, type, unit);
        record.setValue(TypedValues.newTypedValue(value));
        record.setTimestamp(READ.toEpochMilli());
        record.setChannelStatus(new ChannelStatus(ChannelFlag.SUCCESS));
        return record;
    }
}
