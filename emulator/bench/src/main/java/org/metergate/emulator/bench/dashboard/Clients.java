package org.metergate.emulator.bench.dashboard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Clients of a dashboard in a process of their own. Arguments: address, listeners, meters, meters of each listener, requests a
 * second. From its input it reads the first password, {@code measure} and {@code stop}; it says {@code ready}, and the
 * figures at the end.
 */
public final class Clients {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern ACCEPTED = Pattern.compile("\"name\":\"" + Gateway.ACCEPTED + "\",\"value\":([0-9]+)");
    private static final Pattern TOKEN = Pattern.compile("\"accessToken\":\"([^\"]+)\"");

    private final String address;
    private final int meters;
    private final HttpClient client;
    private final Times updates = new Times();
    private final Times requests = new Times();
    private final AtomicInteger failed = new AtomicInteger();
    /** Browsers ask few things at once, and each takes a connection. */
    private final Semaphore underWay = new Semaphore(100);

    private volatile boolean going = true;
    /** What was due before, while everything was warming up, does not count. */
    private volatile long measured = Long.MAX_VALUE;

    private String token = "";

    private Clients(String address, int meters) throws GeneralSecurityException {
        this.address = address;
        this.meters = meters;
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[] {new Everybody()}, null);
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Executors.newFixedThreadPool(4))
                .sslContext(trusting)
                .build();
    }

    /** @param arguments see the class */
    public static void main(String[] arguments) throws Exception {
        BufferedReader said = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Clients clients = new Clients(arguments[0], Integer.parseInt(arguments[2]));
        clients.enter(said.readLine());
        clients.listen(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[3]));
        Thread asking = new Thread(() -> clients.ask(Integer.parseInt(arguments[4])), "asking");
        asking.setDaemon(true);
        asking.start();
        System.out.println("ready");
        for (String order = said.readLine(); order != null && !order.equals("stop"); order = said.readLine()) {
            clients.updates.clear();
            clients.requests.clear();
            clients.failed.set(0);
            clients.measured = System.nanoTime();
        }
        clients.going = false;
        clients.tell();
        System.exit(0);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + "/api/v1" + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token);
    }

    private void enter(String password) throws IOException, InterruptedException {
        HttpResponse<String> granted = client.send(
                request("/session")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"user\":\"admin\",\"password\":\"" + password + "\"}"))
                        .build(),
                BodyHandlers.ofString());
        Matcher found = TOKEN.matcher(granted.body());
        if (!found.find()) {
            throw new IOException("no login: " + granted.body());
        }
        token = found.group(1);
        HttpResponse<String> changed = client.send(
                request("/session/password")
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(
                                "{\"present\":\"" + password + "\",\"wanted\":\"" + password + "x\"}"))
                        .build(),
                BodyHandlers.ofString());
        if (changed.statusCode() != 200) {
            throw new IOException("no change of the password: " + changed.body());
        }
    }

    private void listen(int listeners, int each) throws InterruptedException {
        CountDownLatch snapshots = new CountDownLatch(listeners);
        for (int i = 0; i < listeners; i++) {
            int first = i * each;
            String names = IntStream.range(first, first + each)
                    .mapToObj(one -> "\"" + Gateway.name(one % meters) + "\"")
                    .collect(Collectors.joining(","));
            client.newWebSocketBuilder()
                    .subprotocols("metergate.v1", "bearer." + token)
                    .buildAsync(URI.create(address.replaceFirst("http", "ws") + "/api/v1/live"), new Ear(snapshots))
                    .join()
                    .sendText("{\"subscribe\":[" + names + "]}", true)
                    .join();
        }
        if (!snapshots.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(snapshots.getCount() + " listeners got no snapshot");
        }
    }

    /** One listener. */
    private final class Ear implements WebSocket.Listener {
        private final CountDownLatch snapshots;
        private final StringBuilder text = new StringBuilder();

        private Ear(CountDownLatch snapshots) {
            this.snapshots = snapshots;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                long now = System.nanoTime();
                if (text.indexOf("{\"type\":\"snapshot\"") == 0) {
                    snapshots.countDown();
                } else {
                    Matcher found = ACCEPTED.matcher(text);
                    while (found.find()) {
                        updates.add(now - Long.parseLong(found.group(1)));
                    }
                }
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            failed.incrementAndGet();
            System.out.println("a listener was closed: " + status + " " + reason);
            return null;
        }
    }

    /**
     * In an even rhythm, so many at once at the most; how long one took counts from when it was due. The rhythm begins anew
     * when it is measured: what could not be asked while the virtual machines were warming up is not made up for.
     */
    private void ask(int perSecond) {
        long begin = System.nanoTime();
        long first = 0;
        for (long i = 0; going; i++) {
            if (begin < measured && measured != Long.MAX_VALUE) {
                begin = measured;
                first = i;
            }
            long due = begin + (i - first) * 1_000_000_000L / perSecond;
            LockSupport.parkNanos(due - System.nanoTime());
            underWay.acquireUninterruptibly();
            client.sendAsync(request(path(i)).build(), BodyHandlers.ofByteArray())
                    .whenComplete((answer, failure) -> {
                        underWay.release();
                        if (failure != null || answer.statusCode() != 200) {
                            failed.incrementAndGet();
                        } else if (due >= measured) {
                            requests.add(System.nanoTime() - due);
                        }
                    });
        }
    }

    /** Of ten requests, four ask what a meter says, three for a page of meters, three for two hours of history. */
    private String path(long i) {
        int meter = (int) (i * 31 % meters);
        if (i % 10 < 4) {
            return "/meters/" + Gateway.name(meter);
        }
        return i % 10 < 7
                ? "/meters?limit=50&offset=" + meter / 50 * 50
                : "/meters/" + Gateway.name(meter % Math.min(meters, Gateway.WITH_HISTORY)) + "/channels/"
                        + Gateway.CHANNEL + "/history";
    }

    private void tell() {
        long cpu = ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toMillis)
                .orElse(0L);
        System.out.printf(
                "figures %d %d %d %.1f %.1f %.1f %.1f %d%n",
                updates.count(),
                requests.count(),
                failed.get(),
                updates.millis(0.5),
                updates.millis(0.99),
                requests.millis(0.5),
                requests.millis(0.99),
                cpu);
    }

    /** The bench looks at times, not at who vouches for the certificate. */
    private static final class Everybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
