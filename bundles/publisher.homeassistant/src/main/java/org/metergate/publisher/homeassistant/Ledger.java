package org.metergate.publisher.homeassistant;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metergate.publisher.homeassistant.CounterGuard.Counter;
import org.metergate.publisher.homeassistant.CounterGuard.Held;
import org.metergate.publisher.homeassistant.CounterGuard.Level;

/**
 * What must outlive a restart: which meters and entities were announced, and where every counter stands. A text file of
 * one line each; it is written beside the old one, forced to the disk and then put in its place, so that a kill at any
 * moment leaves one or the other whole.
 */
final class Ledger {

    private static final String NONE = "-";

    private final Path file;

    /** @param file where it is kept; its folder is made when it is first written */
    Ledger(Path file) {
        this.file = file;
    }

    /**
     * Reads it.
     *
     * @return the meters; empty if there is no file
     * @throws IOException if the file cannot be read or is none of ours
     */
    List<Meter> read() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        Map<String, Meter> meters = new LinkedHashMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            try {
                read(new Fields(line), meters);
            } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
                throw new IOException(file + ", line " + number + ": " + e.getMessage(), e);
            }
        }
        return new ArrayList<>(meters.values());
    }

    private static void read(Fields line, Map<String, Meter> meters) {
        String kind = line.text();
        String name = line.text();
        if (kind.equals("meter")) {
            boolean asset = Boolean.parseBoolean(line.text());
            meters.put(name, new Meter(name, asset, line.optional().map(Duration::parse)));
            return;
        }
        Meter meter = meters.get(name);
        if (meter == null) {
            throw new IllegalArgumentException("no meter '" + name + "' before it");
        }
        String channel = line.text();
        switch (kind) {
            case "fact" -> meter.facts().put(channel, line.text());
            case "own" -> meter.ownChannels().add(channel);
            case "entity" -> meter.entities()
                    .put(channel, new Entity(channel, Entity.Kind.valueOf(line.text()), line.text()));
            case "counter" -> meter.counters().put(channel, counter(line));
            default -> throw new IllegalArgumentException("unknown kind of line '" + kind + "'");
        }
    }

    private static Counter counter(Fields line) {
        return new Counter(
                line.level().orElseThrow(() -> new IllegalArgumentException("a counter without register")),
                line.number(),
                Instant.parse(line.text()),
                line.optional().orElse(""),
                line.number(),
                Integer.parseInt(line.text()),
                held(line),
                line.level());
    }

    private static Optional<Held> held(Fields line) {
        Optional<Level> first = line.level();
        Optional<Level> last = line.level();
        int count = Integer.parseInt(line.text());
        String serial = line.optional().orElse("");
        return first.map(level -> new Held(level, last.orElse(level), count, serial));
    }

    /**
     * Writes it.
     *
     * @param meters everything to keep
     * @throws IOException if the disk takes it not; what was kept before is still there
     */
    void write(Iterable<Meter> meters) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                Writer text = Channels.newWriter(channel, StandardCharsets.UTF_8)) {
            for (Meter meter : meters) {
                write(text, meter);
            }
            text.flush();
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(Writer text, Meter meter) throws IOException {
        line(text, "meter", meter.name(), meter.isAsset(), meter.expiry().map(Duration::toString));
        for (Map.Entry<String, String> fact : meter.facts().entrySet()) {
            line(text, "fact", meter.name(), fact.getKey(), fact.getValue());
        }
        for (String channel : meter.ownChannels()) {
            line(text, "own", meter.name(), channel);
        }
        for (Entity entity : meter.entities().values()) {
            line(text, "entity", meter.name(), entity.channel(), entity.kind(), entity.unit());
        }
        for (Map.Entry<String, Counter> entry : meter.counters().entrySet()) {
            Counter counter = entry.getValue();
            line(
                    text,
                    "counter",
                    meter.name(),
                    entry.getKey(),
                    counter.register().register(),
                    counter.register().time(),
                    counter.base(),
                    counter.since(),
                    optional(counter.serial()),
                    counter.fastest(),
                    counter.rises(),
                    counter.held().map(held -> held.first().register()),
                    counter.held().map(held -> held.first().time()),
                    counter.held().map(held -> held.last().register()),
                    counter.held().map(held -> held.last().time()),
                    counter.held().map(Held::count).orElse(0),
                    counter.held().flatMap(held -> optional(held.serial())),
                    counter.before().map(Level::register),
                    counter.before().map(Level::time));
        }
    }

    private static Optional<String> optional(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static void line(Writer text, Object... fields) throws IOException {
        String separator = "";
        for (Object field : fields) {
            Object value = field instanceof Optional<?> optional
                    ? optional.map(Object.class::cast).orElse(null)
                    : field;
            text.append(separator)
                    .append(value == null ? NONE : "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
            separator = " ";
        }
        text.append('\n');
    }

    /** The fields of a line, one after the other. */
    private static final class Fields {
        private final String[] fields;
        private int next;

        private Fields(String line) {
            fields = line.split(" ");
        }

        private Optional<String> optional() {
            String field = fields[next++];
            return field.equals(NONE)
                    ? Optional.empty()
                    : Optional.of(URLDecoder.decode(field.substring(1), StandardCharsets.UTF_8));
        }

        private String text() {
            return optional().orElseThrow(() -> new IllegalArgumentException("field " + next + " is missing"));
        }

        private BigDecimal number() {
            return new BigDecimal(text());
        }

        private Optional<Level> level() {
            Optional<BigDecimal> register = optional().map(BigDecimal::new);
            Optional<Instant> time = optional().map(Instant::parse);
            return register.map(value -> new Level(value, time.orElse(Instant.EPOCH)));
        }
    }
}
