package org.metergate.emulator.bench.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts what arrives at the broker, by key. */
final class Arrivals implements AutoCloseable {

    private static final Pattern KEY =
            Pattern.compile("\\{\"meter\":\"([^\"]+)\",\"time\":\"([^\"]+)\".*\"name\":\\{\"value\":\"([^\"]+)\".*");

    private final Map<String, String> names = new ConcurrentHashMap<>();
    private final AtomicInteger repeated = new AtomicInteger();
    private final AtomicInteger conflicts = new AtomicInteger();
    private Listener listener;

    /** At QoS 0 the broker passes a message on before it confirms it to the sender. */
    void listen(int port) throws IOException, InterruptedException {
        listener = new Listener(port, "metergate/#", this::count);
    }

    private void count(byte[] payload) {
        Matcher json = KEY.matcher(new String(payload, StandardCharsets.UTF_8));
        if (!json.matches()) {
            conflicts.incrementAndGet();
            return;
        }
        String before = names.put(json.group(1) + " " + json.group(2), json.group(3));
        if (before != null) {
            (before.equals(json.group(3)) ? repeated : conflicts).incrementAndGet();
        }
    }

    /** The broker was killed; what it had written is taken. */
    void leave() throws IOException, InterruptedException {
        listener.awaitEnd();
        listener.close();
    }

    /** @return names of readings by key */
    Map<String, String> names() {
        return Map.copyOf(names);
    }

    /** @return readings that came again with the same key and the same content */
    int repeated() {
        return repeated.get();
    }

    /** @return messages with a key that another reading had, or no readings at all */
    int conflicts() {
        return conflicts.get();
    }

    @Override
    public void close() throws IOException {
        if (listener != null) {
            listener.close();
        }
    }
}
