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
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.message.KuraPayload;
import org.metergate.publisher.outbox.OutboxException;
import org.metergate.publisher.outbox.store.StoreLimits;

/**
 * A gateway in a process of its own, to be killed: reads meters that do not exist and writes the name of each reading that was
 * accepted into a journal. Arguments: folder, address of the broker, quality of service, milliseconds between two readings,
 * name of this life. In the folder, {@code full} makes the disk full, {@code clock} holds the seconds that the clock is
 * off, {@code stop} ends the reading and leaves the delivery.
 */
public final class DeliveryGateway {

    private static final int METERS = 5;
    private static final long LIMIT = 500_000_000;

    private DeliveryGateway() {}

    /** @param arguments see the class */
    public static void main(String[] arguments) throws IOException, OutboxException {
        Path folder = Path.of(arguments[0]);
        Map<String, Object> settings = Map.of("qos", Integer.parseInt(arguments[2]), "confirmation.timeout", 30);
        Duration pause = Duration.ofMillis(Long.parseLong(arguments[3]));
        Site site = new Site(
                folder.resolve("outbox"),
                StoreLimits.of(Duration.ofDays(30), LIMIT, 0),
                new DiskOnDemand(folder.resolve("full")),
                arguments[1],
                settings);
        try (OutputStream journal = Files.newOutputStream(
                folder.resolve("accepted"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int i = 0; !Files.exists(folder.resolve("stop")); i++) {
                read(site, journal, folder, arguments[4] + "-" + i, "meter" + i % METERS);
                LockSupport.parkNanos(pause.toNanos());
            }
        }
        LockSupport.park(site); // delivers until it is killed
    }

    private static void read(Site site, OutputStream journal, Path folder, String name, String meter)
            throws IOException {
        Instant time = Instant.now().plusSeconds(offset(folder)).truncatedTo(ChronoUnit.MILLIS);
        KuraPayload record = new KuraPayload();
        record.setTimestamp(Date.from(time));
        record.addMetric("assetName", meter);
        record.addMetric("assetTimestamp", time.toEpochMilli());
        record.addMetric("import", name.hashCode() / 1000.0);
        record.addMetric("import_unit", "kWh");
        record.addMetric("name", name);
        try {
            site.publish(new KuraMessage(record));
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
