package org.metergate.emulator.bench.delivery;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.message.KuraPayload;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.metergate.publisher.outbox.OutboxException;
import org.metergate.publisher.outbox.store.FileSystem;
import org.metergate.publisher.outbox.store.StoreLimits;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** From wire record to a local Mosquitto: how many points a second, and how long one takes. */
@Command(name = "publish", description = "Measures speed and latency from wire record to a local Mosquitto.")
public final class PublishCommand implements Callable<Integer> {

    private static final int CHANNELS = 10;
    private static final Pattern NAME = Pattern.compile("\"assetNumber\":\\{\"value\":(\\d+)");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Spec
    private CommandSpec spec;

    @Option(names = "--readings", defaultValue = "5000", description = "for the speed; default ${DEFAULT-VALUE}")
    private int readings;

    @Option(names = "--samples", defaultValue = "500", description = "for the latency; default ${DEFAULT-VALUE}")
    private int samples;

    @Option(names = "--qos", split = ",", defaultValue = "0,1,2", description = "default ${DEFAULT-VALUE}")
    private List<Integer> qualities;

    private final Map<Integer, Long> arrived = new ConcurrentHashMap<>();
    private final AtomicReference<CountDownLatch> awaited = new AtomicReference<>(new CountDownLatch(0));

    @Override
    public Integer call() throws IOException, MqttException, OutboxException, KuraException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        for (int qos : qualities) {
            Path folder = Files.createTempDirectory("publish");
            try (RealBroker broker = new RealBroker(folder, "allow_anonymous true\n")) {
                broker.start();
                MqttAsyncClient counter = listen(broker.port());
                try (Site site = new Site(
                        folder.resolve("outbox"),
                        StoreLimits.of(Duration.ofDays(1), 1_000_000_000, 0),
                        new FileSystem(),
                        "mqtt://127.0.0.1:" + broker.port(),
                        Map.of("qos", qos, "window", 200))) {
                    out.printf("qos %d: %s%n", qos, measured(site));
                    out.flush();
                } finally {
                    counter.disconnect().waitForCompletion();
                    counter.close();
                }
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private String measured(Site site) throws KuraException, InterruptedException, IOException {
        long[] sent = new long[samples];
        arrived.clear();
        CountDownLatch first = expect(samples);
        for (int i = 0; i < samples; i++) {
            sent[i] = System.nanoTime();
            site.publish(record(i));
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        await(first);
        double[] millis = new double[samples];
        for (int i = 0; i < samples; i++) {
            millis[i] = (arrived.get(i) - sent[i]) / 1e6;
        }
        // the first ones wait for the connection
        double[] steady = Arrays.copyOfRange(millis, samples / 5, samples);
        Arrays.sort(steady);
        arrived.clear();
        CountDownLatch second = expect(readings);
        long begun = System.nanoTime();
        for (int i = 0; i < readings; i++) {
            site.publish(record(i));
        }
        double accepted = (System.nanoTime() - begun) / 1e9;
        await(second);
        double all = (System.nanoTime() - begun) / 1e9;
        return String.format(
                "latency from record to broker p50 %.1f ms, p99 %.1f ms; %.0f points/s accepted on the disk one record"
                        + " at a time, %.0f points/s at the broker",
                steady[steady.length / 2],
                steady[steady.length * 99 / 100],
                readings * CHANNELS / accepted,
                readings * CHANNELS / all);
    }

    private CountDownLatch expect(int count) {
        CountDownLatch latch = new CountDownLatch(count);
        awaited.set(latch);
        return latch;
    }

    private static void await(CountDownLatch latch) throws InterruptedException, IOException {
        if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException(latch.getCount() + " readings did not arrive");
        }
    }

    private MqttAsyncClient listen(int port) throws MqttException {
        MqttAsyncClient client = new MqttAsyncClient("tcp://127.0.0.1:" + port, "counter", new MemoryPersistence());
        client.connect().waitForCompletion();
        client.subscribe("metergate/#", 0, (topic, message) -> count(message.getPayload()))
                .waitForCompletion();
        return client;
    }

    private void count(byte[] payload) {
        Matcher number = NAME.matcher(new String(payload, StandardCharsets.UTF_8));
        if (number.find() && arrived.putIfAbsent(Integer.valueOf(number.group(1)), System.nanoTime()) == null) {
            awaited.get().countDown();
        }
    }

    private static KuraMessage record(int number) {
        KuraPayload record = new KuraPayload();
        record.addMetric("assetName", "meter" + number % 50);
        record.addMetric("assetTimestamp", 1_764_000_000_000L + number);
        record.addMetric("assetNumber", number);
        for (int i = 1; i < CHANNELS; i++) {
            record.addMetric("1.8." + i, number * 0.25 + i);
            record.addMetric("1.8." + i + "_unit", "kWh");
        }
        return new KuraMessage(record);
    }
}
