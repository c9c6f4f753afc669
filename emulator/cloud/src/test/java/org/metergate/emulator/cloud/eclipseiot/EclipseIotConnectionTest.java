package org.metergate.emulator.cloud.eclipseiot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.request.RequestHandler;
import org.eclipse.kura.cloudconnection.request.RequestHandlerContext;
import org.eclipse.kura.message.KuraPayload;
import org.eclipse.kura.message.KuraResponsePayload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.metergate.emulator.cloud.TestBroker;
import org.metergate.emulator.cloud.TestClient;
import org.metergate.emulator.cloud.TestConnection;

class EclipseIotConnectionTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void comesAnswersAndGoes(TestBroker.Kind kind) throws Exception {
        assumeTrue(kind.isInstalled(), kind + " is not installed");
        try (TestBroker broker = kind.at(folder)) {
            broker.start();
            try (TestClient client = new TestClient(broker, "#", 1);
                    TestConnection connection = new TestConnection(broker.address(), Map.of())) {
                EclipseIotConnection cloud = cloud(connection, "simple-json");
                cloud.registerRequestHandler("METER-V1", new Meter());
                cloud.connect();
                assertEquals("e///MQTT/BIRTH", client.next().topic());

                client.publish(
                        "c/acme/gw/req/r1/METER-V1/GET/list/all",
                        "{\"metrics\":{\"n\":3}}".getBytes(StandardCharsets.UTF_8),
                        1);
                TestClient.Arrived answer = nextAnswer(client);
                assertEquals("c///res/r1/200", answer.topic());
                KuraPayload payload = JsonPayload.decode(answer.message().getPayload());
                assertEquals("[list, all] 3", payload.getMetric("got"));

                client.publish("c/acme/gw/req/r2/METER-V1/PUT/x", "{}".getBytes(StandardCharsets.UTF_8), 1);
                assertEquals("c///res/r2/404", nextAnswer(client).topic());
                client.publish("c/acme/gw/req/r3/METER-V1/POST/x", "{}".getBytes(StandardCharsets.UTF_8), 1);
                assertTrue(nextAnswer(client).topic().startsWith("c///res/r3/"));
                client.publish("c/acme/gw/req/r4/METER-V1/SING/x", "{}".getBytes(StandardCharsets.UTF_8), 1);
                assertEquals("c///res/r4/400", nextAnswer(client).topic());

                cloud.deactivate();
                assertEquals("e///MQTT/DC", client.next().topic());
            }
        }
    }

    @Test
    void publishesMetricsAsProtobuf() throws Exception {
        try (TestBroker broker = TestBroker.Kind.MOQUETTE.at(folder)) {
            broker.start();
            try (TestClient client = new TestClient(broker, "t/#", 1);
                    TestConnection connection = new TestConnection(broker.address(), Map.of())) {
                EclipseIotConnection cloud = cloud(connection, "kura-protobuf");
                cloud.connect();
                KuraPayload payload = new KuraPayload();
                payload.addMetric("P", 230.5);
                cloud.publish(new KuraMessage(
                        payload, Map.of("FULL_TOPIC", "t///W1/A1/main", "QOS", 1, "RETAIN", false, "PRIORITY", 7)));
                TestClient.Arrived arrived = client.next();
                assertEquals("t///W1/A1/main", arrived.topic());
                assertEquals(
                        230.5,
                        ProtobufPayload.decode(arrived.message().getPayload()).getMetric("P"));
                cloud.deactivate();
            }
        }
    }

    @Test
    void fillsPropertiesIntoTheTopic() {
        assertEquals(
                "t///W1/A1/main/$unknown",
                EclipseIotPublisher.filled("t///W1/A1/$assetName/$unknown", Map.of("assetName", "main")));
    }

    private static EclipseIotConnection cloud(TestConnection connection, String encoding) {
        return new EclipseIotConnection(
                connection.data,
                connection.eventAdmin(),
                Map.of("kura.service.pid", "cloud", "payload.encoding", encoding));
    }

    /** The client hears its own requests too. */
    private static TestClient.Arrived nextAnswer(TestClient client) throws InterruptedException {
        TestClient.Arrived next = client.next();
        while (!next.topic().startsWith("c///res/")) {
            next = client.next();
        }
        return next;
    }

    private static final class Meter implements RequestHandler {

        @Override
        public KuraMessage doGet(RequestHandlerContext context, KuraMessage request) {
            KuraResponsePayload answer = new KuraResponsePayload(200);
            List<?> arguments = (List<?>) request.getProperties().get("args");
            answer.addMetric("got", arguments + " " + request.getPayload().getMetric("n"));
            return new KuraMessage(answer);
        }

        @Override
        public KuraMessage doPut(RequestHandlerContext context, KuraMessage request) throws KuraException {
            throw new KuraException(KuraErrorCode.NOT_FOUND);
        }
    }
}
