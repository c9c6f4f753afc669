package org.metergate.emulator.bench.delivery;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.message.KuraPayload;
import org.metergate.publisher.influxdb.InfluxDbEndpoint;
import org.metergate.publisher.outbox.FileOutbox;
import org.metergate.publisher.outbox.OutboxException;
import org.metergate.publisher.outbox.store.Disk;
import org.metergate.publisher.outbox.store.StoreLimits;

/**
 * A gateway in a process of its own, to be killed: reads meters that do not exist and writes the name of each reading that was
 * accepted into a journal. Arguments: folder, address of broker or InfluxDB, quality of service, milliseconds between two readings,
 * name of this life. In the folder, {@code full} makes the disk full, {@code clock} holds the seconds that the clock is
 * off, {@code stop} ends the reading and leaves the delivery, and {@code stopped} says that the journal is complete.
 */
public final class DeliveryGateway {

    private static final int METERS = 5;
    private static final long LIMIT = 500_000_000;

    private DeliveryGateway() {}

    /** Takes what was read. */
    private interface Publishing {
        void publish(KuraMessage record) throws KuraException;
    }

    /** @param arguments see the class */
    public static void main(String[] arguments) throws IOException, OutboxException {
        Path folder = Path.of(arguments[0]);
        Duration pause = Duration.ofMillis(Long.parseLong(arguments[3]));
        Publishing way = way(folder, arguments[1], Integer.parseInt(arguments[2]));
        try (OutputStream journal = Files.newOutputStream(
                folder.resolve("accepted"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int i = 0; !Files.exists(folder.resolve("stop")); i++) {
                read(way, journal, folder, arguments[4] + "-" + i, "meter" + i % METERS);
                LockSupport.parkNanos(pause.toNanos());
            }
        }
        Files.writeString(folder.resolve("stopped"), "");
        LockSupport.park(way); // delivers until it is killed
    }

    private static Publishing way(Path folder, String address, int qos) throws OutboxException {
        Path outbox = folder.resolve("outbox");
        StoreLimits limits = StoreLimits.of(Duration.ofDays(30), LIMIT, 0);
        Disk disk = new DiskOnDemand(folder.resolve("full"));
        if (qos > 0) {
            return new Site(outbox, limits, disk, address, Map.of("qos", qos, "confirmation.timeout", 30))::publish;
        }
        InfluxDbEndpoint endpoint = new InfluxDbEndpoint();
        endpoint.setOutbox(FileOutbox.open(outbox, limits, name -> false, disk, System::nanoTime));
        endpoint.activate(new HashMap<>(Map.of(
                "kura.service.pid",
                "influx",
                "url",
                address,
                "api.version",
                "V1",
                "authentication",
                "NONE",
                "batch.wait",
                100)));
        return endpoint::publish;
    }

    /**
     * Gives each reading a number of its own.
     *
     * @param name of the reading
     * @return what its register says
     */
    static double register(String name) {
        return name.hashCode() / 1000.0;
    }

    private static void read(Publishing way, OutputStream journal, Path folder, String name, String meter)
            throws IOException {
        Instant time = Instant.now().plusSeconds(offset(folder)).truncatedTo(ChronoUnit.MILLIS);
        KuraPayload record = new KuraPayload();
        record.setTimestamp(Date.from(time));
        record.addMetric("assetName", meter);
        record.addMetric("assetTimestamp", time.toEpochMilli());
        record.addMetric("import", register(name));
        record.addMetric("import_unit", "kWh");
        record.addMetric("name", name);
        try {
            way.publish(new KuraMessage(record));
        } catch (KuraException e) {
            Files.writeString(
                    folder.resolve("refused"), name + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return; // told so: not accepted
        }
        journal.write((meter + " " + time + " " + name + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static long offset(Path folder) throws IOException {
        Path clock = folder.resolve("clock");
        return Files.exists(clock) ? Long.parseLong(Files.readString(clock).strip()) : 0;
    }
}
