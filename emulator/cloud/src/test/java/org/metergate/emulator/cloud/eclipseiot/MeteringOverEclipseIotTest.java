package org.metergate.emulator.cloud.eclipseiot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.metergate.emulator.cloud.TestBroker;
import org.metergate.emulator.cloud.TestClient;
import org.metergate.emulator.cloud.TestConnection;
import org.metergate.publisher.mqtt.MeteringRequests;
import org.metergate.publisher.mqtt.MqttPublisher;
import org.metergate.publisher.outbox.FileOutbox;
import org.metergate.publisher.outbox.store.StoreLimits;
import org.metergate.testkit.OneService;

/** Telemetry and the requests of METERING-V1 over a connection of the Eclipse IoT kind, through a broker. */
@Timeout(60)
class MeteringOverEclipseIotTest {

    private static final String REQUEST = "c/acme/gateway/req/";
    private static final byte[] NO_PAYLOAD_AT_ALL = {(byte) 0xFF, 0, 0x13};

    @TempDir
    private Path folder;

    private final CountDownLatch never = new CountDownLatch(1);
    private final MeteringRequests requests = new MeteringRequests(300);
    private TestClient client;
    private ConnectionSettings decoding;
    private int asked;

    @ParameterizedTest
    @CsvSource({"MOQUETTE, kura-protobuf", "MOQUETTE, simple-json", "MOSQUITTO, kura-protobuf", "MOSQUITTO, simple-json"
    })
    void carriesTelemetryAndAnswersEveryRequest(TestBroker.Kind kind, String encoding) throws Exception {
        assumeTrue(kind.isInstalled(), kind + " is not installed");
        Map<String, Object> cloud = Map.of("kura.service.pid", "cloud", "payload.encoding", encoding);
        decoding = ConnectionSettings.from(cloud);
        try (TestBroker broker = kind.at(folder);
                FileOutbox outbox = FileOutbox.open(
                        folder.resolve("outbox"), StoreLimits.of(Duration.ofDays(1), 1 << 20, 0), name -> false)) {
            broker.start();
            try (TestConnection connection = new TestConnection(broker.address(), Map.of("enable.rate.limit", false));
                    TestClient listening = new TestClient(broker, "#", 1)) {
                client = listening;
                EclipseIotConnection endpoint =
                        new EclipseIotConnection(connection.data, connection.eventAdmin(), cloud);
                endpoint.connect();
                requests.setOutbox(outbox);
                requests.join(endpoint);
                for (String meter : List.of("main", "broken", "stuck")) {
                    requests.addAsset(asset(meter), Map.of("kura.service.pid", meter));
                }
                carriesMetrics(outbox, endpoint);
                carriesTheBody(outbox, endpoint);
                answers();
                requests.deactivate();
                endpoint.deactivate();
            }
        } finally {
            never.countDown();
        }
    }

    private void carriesMetrics(FileOutbox outbox, EclipseIotConnection endpoint) throws Exception {
        TestClient.Arrived arrived = published(outbox, endpoint, "KURA", 0);
        assertEquals("t///metergate/main", arrived.topic());
        KuraPayload payload = decoding.decode(arrived.message().getPayload());
        assertEquals(1_764_000_000_000L, payload.getTimestamp().getTime());
        assertEquals("main", payload.getMetric("assetName"));
        assertEquals(1234.5, payload.getMetric("import"));
        assertEquals("Wh", payload.getMetric("import_unit"));
        assertEquals("no answer", payload.getMetric("U1_error"));
        assertEquals("PARTIAL", payload.getMetric("quality"));
        assertEquals(1_764_000_000_000L, ((Number) payload.getMetric("import_timestamp")).longValue());
    }

    private void carriesTheBody(FileOutbox outbox, EclipseIotConnection endpoint) throws Exception {
        TestClient.Arrived arrived = published(outbox, endpoint, "JSON", 1);
        assertEquals("e///metergate/main", arrived.topic());
        JsonObject json = json(decoding.decode(arrived.message().getPayload()));
        assertEquals("main", json.get("meter").getAsString());
        assertEquals("2025-11-24T16:00:00Z", json.get("time").getAsString());
    }

    private TestClient.Arrived published(FileOutbox outbox, EclipseIotConnection endpoint, String form, int qos)
            throws Exception {
        MqttPublisher publisher = new MqttPublisher();
        publisher.setOutbox(outbox);
        publisher.activate(
                OneService.holding(endpoint),
                new HashMap<>(Map.of(
                        "kura.service.pid",
                        "telemetry-" + form,
                        "cloud.connection.factory.pid",
                        EclipseIotConnection.PID,
                        "cloud.endpoint.service.pid",
                        "cloud",
                        "payload",
                        form,
                        "qos",
                        qos)));
        KuraPayload record = new KuraPayload();
        record.addMetric("assetName", "main");
        record.addMetric("assetTimestamp", 1_764_000_000_000L);
        record.addMetric("import", 1234.5);
        record.addMetric("import_unit", "Wh");
        record.addMetric("U1_error", "no answer");
        publisher.publish(new KuraMessage(record));
        TestClient.Arrived arrived = next("[te]///metergate/.*");
        publisher.deactivate();
        return arrived;
    }

    private void answers() throws Exception {
        assertEquals(3, ask(200, "GET/meters").getAsJsonArray("meters").size());
        assertEquals("main", ask(200, "GET/latest/main").get("meter").getAsString());
        assertEquals(2, ask(200, "GET/status").getAsJsonArray("destinations").size());
        JsonObject values = ask(200, "EXEC/read/main").getAsJsonObject("values");
        assertEquals(931, values.getAsJsonObject("P").get("value").getAsInt());
        assertTrue(error(404, "EXEC/read/cellar").contains("no meter 'cellar'"));
        assertTrue(error(404, "GET/latest/cellar").contains("cellar"));
        assertTrue(error(404, "EXEC/scan").contains("M-Bus driver"));
        for (String wrong : List.of("GET/nonsense", "GET/", "EXEC/read", "PUT/meters", "POST/meters", "DEL/meters")) {
            error(400, wrong);
        }
        assertEquals("the driver is broken", error(500, "EXEC/read/broken"));
        assertTrue(error(500, "EXEC/read/stuck").contains("no answer within"));
        asked++;
        client.publish(REQUEST + asked + "/METERING-V1/GET/meters", NO_PAYLOAD_AT_ALL, 1);
        assertEquals("c///res/" + asked + "/200", next("c///res/.*").topic());
        asked++;
        client.publish(REQUEST + asked + "/METERING-V1/SING/meters", new byte[0], 1);
        assertEquals("c///res/" + asked + "/400", next("c///res/.*").topic()); // the connection's own answer
    }

    private String error(int code, String request) throws Exception {
        JsonObject error = ask(code, request).getAsJsonObject("error");
        assertEquals(code, error.get("code").getAsInt());
        return error.get("message").getAsString();
    }

    private JsonObject ask(int code, String request) throws Exception {
        asked++;
        client.publish(REQUEST + asked + "/METERING-V1/" + request, decoding.encode(new KuraPayload()), 1);
        TestClient.Arrived answer = next("c///res/.*");
        KuraPayload payload = decoding.decode(answer.message().getPayload());
        JsonObject json = json(payload);
        assertEquals("c///res/" + asked + "/" + code, answer.topic(), json.toString());
        assertEquals(code, ((Number) payload.getMetric("response.code")).intValue());
        return json;
    }

    private static JsonObject json(KuraPayload payload) {
        return JsonParser.parseString(new String(payload.getBody(), StandardCharsets.UTF_8))
                .getAsJsonObject();
    }

    /** The client hears its own requests, and the connection's birth. */
    private TestClient.Arrived next(String topic) throws InterruptedException {
        TestClient.Arrived next = client.next();
        while (!next.topic().matches(topic)) {
            next = client.next();
        }
        return next;
    }

    private Asset asset(String name) {
        Channel power = new Channel(
                "P", ChannelType.READ, DataType.DOUBLE, ScaleOffsetType.DEFINED_BY_VALUE_TYPE, 1, 0, Map.of());
        AssetConfiguration configuration = new AssetConfiguration("", "line", Map.of("P", power));
        return (Asset) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Asset.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getAssetConfiguration" -> configuration;
                    case "readAllChannels" -> readAll(name);
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == arguments[0];
                    default -> name;
                });
    }

    private List<ChannelRecord> readAll(String name) throws InterruptedException {
        if (name.equals("broken")) {
            throw new IllegalStateException("the driver is broken");
        }
        if (name.equals("stuck")) {
            never.await();
        }
        ChannelRecord record = ChannelRecord.createReadRecord("P", DataType.DOUBLE, "W");
        record.setValue(TypedValues.newTypedValue(931.0));
        record.setTimestamp(1_764_000_000_000L);
        record.setChannelStatus(new ChannelStatus(ChannelFlag.SUCCESS));
        return List.of(record);
    }
}
