package org.metergate.publisher.influxdb;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.message.KuraPayload;
import org.metergate.publisher.outbox.FileOutbox;
import org.metergate.publisher.outbox.store.StoreLimits;

/** A gateway that can be killed: publishes numbered readings and prints the number of each that was accepted. */
final class GatewayProcess {

    private static final long BEGIN = 1_764_000_000_000L;
    private static final long HOUR = 3_600_000;

    private GatewayProcess() {}

    /** The time of a reading: once on the way the clock is set back an hour. */
    static long time(int number, int setBackAt) {
        return BEGIN + number * 1000L - (number > setBackAt ? HOUR - 500 : 0);
    }

    static KuraMessage reading(int number, int setBackAt) {
        KuraPayload payload = new KuraPayload();
        payload.addMetric("assetName", "main");
        payload.addMetric("assetTimestamp", time(number, setBackAt));
        payload.addMetric("import", (double) number);
        payload.addMetric("import_unit", "kWh");
        return new KuraMessage(payload);
    }

    /** Folder, address, first number, number after the last, number at which the clock is set back, pause in ms. */
    public static void main(String[] arguments) throws Exception {
        FileOutbox outbox =
                FileOutbox.open(Path.of(arguments[0]), StoreLimits.of(Duration.ofDays(30), 1 << 28, 0), name -> false);
        InfluxDbEndpoint endpoint = new InfluxDbEndpoint();
        endpoint.setOutbox(outbox);
        endpoint.activate(new HashMap<>(Map.of(
                "kura.service.pid",
                "influx",
                "url",
                arguments[1],
                "api.version",
                "V1",
                "authentication",
                "NONE",
                "batch.wait",
                20)));
        CountDownLatch never = new CountDownLatch(1);
        int pause = Integer.parseInt(arguments[5]);
        for (int i = Integer.parseInt(arguments[2]); i < Integer.parseInt(arguments[3]); i++) {
            endpoint.publish(reading(i, Integer.parseInt(arguments[4])));
            System.out.println(i);
            if (never.await(pause, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        never.await();
    }
}
