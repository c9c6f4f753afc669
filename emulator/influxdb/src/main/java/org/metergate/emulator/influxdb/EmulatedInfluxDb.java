package org.metergate.emulator.influxdb;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;

/**
 * A server that takes points as InfluxDB 1, 2 and 3 do, on this machine only. Points survive {@link #stop} and {@link
 * #start}. Safe for many threads.
 */
public final class EmulatedInfluxDb implements AutoCloseable {

    /** An answer that is given instead of the true one. */
    private record Scripted(int status, String retryAfter, String body, long delayMillis, boolean writesFirst) {}

    /** What a request was. */
    public record Request(
            String path, Map<String, String> query, String authorization, boolean compressed, int lines) {}

    private final Map<String, StoredPoint> points = new LinkedHashMap<>();
    private final Map<String, Integer> arrivals = new HashMap<>();
    private final Map<String, Class<?>> types = new HashMap<>();
    private final List<Request> requests = new ArrayList<>();
    private final Deque<Scripted> script = new ArrayDeque<>();
    private HttpServer server;
    private ExecutorService threads;
    private int port;
    private boolean secure;
    private String authorization = "";
    private String database = "metergate";
    private int mostBytes = Integer.MAX_VALUE;
    private long oldest = Long.MIN_VALUE;

    /**
     * Listens, on the port that it had before if there was one.
     *
     * @throws IOException if it cannot
     */
    public synchronized void start() throws IOException {
        secure = false;
        start(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0));
    }

    /**
     * Listens with TLS.
     *
     * @param tls holds the certificate
     * @throws IOException if it cannot
     */
    public synchronized void start(SSLContext tls) throws IOException {
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(tls));
        secure = true;
        start(https);
    }

    private void start(HttpServer made) {
        server = made;
        port = server.getAddress().getPort();
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "emulated influxdb");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Goes away in the middle of whatever it is doing. */
    public synchronized void stop() {
        if (server != null) {
            server.stop(0);
            threads.shutdownNow();
            server = null;
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** @return its address */
    public synchronized String url() {
        return (secure ? "https" : "http") + "://127.0.0.1:" + port;
    }

    /** @param header wanted in each request; empty for none */
    public synchronized void authorize(String header) {
        authorization = header;
    }

    /** @param name of the only database or bucket */
    public synchronized void hasDatabase(String name) {
        database = name;
    }

    /** @param bytes of a body, uncompressed, that are still taken */
    public synchronized void limit(int bytes) {
        mostBytes = bytes;
    }

    /** @param time in the precision of the requests before which points are refused */
    public synchronized void retain(long time) {
        oldest = time;
    }

    /**
     * Answers the next request otherwise, without storing anything.
     *
     * @param status of HTTP
     * @param retryAfter header; empty for none
     * @param body of the answer
     */
    public synchronized void answerNext(int status, String retryAfter, String body) {
        script.add(new Scripted(status, retryAfter, body, 0, false));
    }

    /**
     * Answers the next request late, after storing it.
     *
     * @param millis how late
     */
    public synchronized void answerNextLate(long millis) {
        script.add(new Scripted(0, "", "", millis, true));
    }

    /** @return the points, in the order of their first arrival */
    public synchronized List<StoredPoint> points() {
        return List.copyOf(points.values());
    }

    /** @return how often points arrived, those that came again counted each time */
    public synchronized int arrivals() {
        return arrivals.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** @return the requests that were read */
    public synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    /**
     * Waits for points.
     *
     * @param count how many different ones at least
     * @param seconds how long
     * @return whether they came
     * @throws InterruptedException if the thread is to end
     */
    public synchronized boolean awaitPoints(int count, int seconds) throws InterruptedException {
        return await(() -> points.size() >= count, seconds);
    }

    /**
     * Waits for requests.
     *
     * @param count how many at least
     * @param seconds how long
     * @return whether they came
     * @throws InterruptedException if the thread is to end
     */
    public synchronized boolean awaitRequests(int count, int seconds) throws InterruptedException {
        return await(() -> requests.size() >= count, seconds);
    }

    private boolean await(java.util.function.BooleanSupplier condition, int seconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    private record Reply(int status, String retryAfter, String body) {}

    private void answer(HttpExchange exchange) throws IOException {
        boolean compressed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        byte[] body;
        try (InputStream in = compressed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
            body = in.readAllBytes();
        }
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        String path = exchange.getRequestURI().getPath();
        String text = new String(body, StandardCharsets.UTF_8);
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        Reply reply;
        long delay = 0;
        synchronized (this) {
            requests.add(new Request(path, query, header == null ? "" : header, compressed, lines.size()));
            Scripted scripted = lines.isEmpty() ? null : script.poll();
            if (scripted != null && !scripted.writesFirst()) {
                reply = new Reply(scripted.status(), scripted.retryAfter(), scripted.body());
            } else {
                reply = reply(path, query, header == null ? "" : header, body.length, lines);
            }
            delay = scripted == null ? 0 : scripted.delayMillis();
            notifyAll();
        }
        pause(delay);
        if (!reply.retryAfter().isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", reply.retryAfter());
        }
        byte[] out = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), out.length == 0 ? -1 : out.length);
        if (out.length > 0) {
            exchange.getResponseBody().write(out);
        }
        exchange.close();
    }

    private void pause(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        synchronized (threads) {
            try {
                for (long left = millis; left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
                    threads.wait(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Reply reply(String path, Map<String, String> query, String header, int bytes, List<String> lines) {
        boolean two = path.equals("/api/v2/write");
        boolean three = path.equals("/api/v3/write_lp");
        if (!two && !three && !path.equals("/write")) {
            return error(404, "not found", "path not found", two);
        }
        if (!authorization.isEmpty() && !authorization.equals(header)) {
            return error(401, "unauthorized", two ? "unauthorized access" : "authorization failed", two);
        }
        String place = query.getOrDefault(two ? "bucket" : "db", "");
        if (!place.equals(database)) {
            String quoted = "\"" + place + "\"";
            return error(
                    404, "not found", two ? "bucket " + quoted + " not found" : "database not found: " + quoted, two);
        }
        String precision = query.getOrDefault("precision", "");
        if (!List.of("ns", "us", "ms", "s", "nanosecond", "microsecond", "millisecond", "second")
                .contains(precision)) {
            return error(400, "invalid", "invalid precision", two);
        }
        if (bytes > mostBytes) {
            return error(413, "request too large", "Request Entity Too Large", two);
        }
        if (lines.isEmpty()) {
            return two ? error(400, "invalid", "writing requires points", true) : new Reply(204, "", "");
        }
        return write(lines, two, three);
    }

    private Reply write(List<String> lines, boolean two, boolean three) {
        Map<Integer, String> wrong = new LinkedHashMap<>();
        List<StoredPoint> good = new ArrayList<>();
        String notParsed = "";
        String conflict = "";
        int dropped = 0;
        Map<String, Class<?>> fresh = new HashMap<>(types);
        for (int i = 0; i < lines.size(); i++) {
            try {
                StoredPoint point = LineParser.parse(lines.get(i));
                String why = point.time() < oldest ? "points beyond retention policy" : conflict(point, fresh);
                if (why.isEmpty()) {
                    good.add(point);
                } else {
                    conflict = why;
                    dropped++;
                    wrong.put(i, why);
                }
            } catch (IllegalArgumentException e) {
                notParsed +=
                        (notParsed.isEmpty() ? "" : "\n") + "unable to parse '" + lines.get(i) + "': " + e.getMessage();
                wrong.put(i, e.getMessage());
            }
        }
        if (two && !notParsed.isEmpty()) {
            return error(400, "invalid", notParsed, true);
        }
        types.putAll(fresh);
        for (StoredPoint point : good) {
            points.merge(point.key(), point, EmulatedInfluxDb::merged);
            arrivals.merge(point.key(), 1, Integer::sum);
        }
        if (wrong.isEmpty()) {
            return new Reply(204, "", "");
        }
        if (three) {
            StringBuilder data = new StringBuilder();
            wrong.forEach((line, why) -> data.append(data.isEmpty() ? "" : ",")
                    .append("{\"original_line\":")
                    .append(quoted(lines.get(line)))
                    .append(",\"line_number\":")
                    .append(line + 1)
                    .append(",\"error_message\":")
                    .append(quoted(why))
                    .append('}'));
            return new Reply(
                    400, "", "{\"error\":\"partial write of line protocol occurred\",\"data\":[" + data + "]}");
        }
        String said = notParsed.isEmpty()
                ? "partial write: " + conflict + " dropped=" + dropped
                : (good.isEmpty() && dropped == 0 ? "" : "partial write: ")
                        + notParsed
                        + (dropped == 0 ? "" : " dropped=" + dropped);
        return two
                ? error(422, "unprocessable entity", "failure writing points to database: " + said, true)
                : error(400, "", said, false);
    }

    private static StoredPoint merged(StoredPoint before, StoredPoint after) {
        Map<String, Object> fields = new java.util.TreeMap<>(before.fields());
        fields.putAll(after.fields());
        return new StoredPoint(after.measurement(), after.tags(), fields, after.time());
    }

    private static String conflict(StoredPoint point, Map<String, Class<?>> types) {
        for (Map.Entry<String, Object> field : point.fields().entrySet()) {
            Class<?> known = types.putIfAbsent(
                    point.measurement() + " " + field.getKey(), field.getValue().getClass());
            if (known != null && known != field.getValue().getClass()) {
                return "field type conflict: input field \"" + field.getKey() + "\" on measurement \""
                        + point.measurement() + "\" is type "
                        + name(field.getValue().getClass()) + ", already exists as type " + name(known);
            }
        }
        return "";
    }

    private static String name(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "Double" -> "float";
            case "Long" -> "integer";
            case "Boolean" -> "boolean";
            default -> "string";
        };
    }

    private static Reply error(int status, String code, String message, boolean two) {
        return new Reply(
                status,
                "",
                two
                        ? "{\"code\":" + quoted(code) + ",\"message\":" + quoted(message) + "}"
                        : "{\"error\":" + quoted(message) + "}");
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String part : raw == null ? new String[0] : raw.split("&")) {
            String[] pair = part.split("=", 2);
            query.put(pair[0], pair.length < 2 ? "" : URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        return query;
    }
}
