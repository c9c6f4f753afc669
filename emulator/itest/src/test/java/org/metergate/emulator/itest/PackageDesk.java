package org.metergate.emulator.itest;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventHandler;
import org.osgi.util.tracker.ServiceTracker;

/** Installs and removes packages as any user does: through the endpoints, waiting for the agent's event. */
final class PackageDesk implements AutoCloseable {

    static final String USER = "admin";
    static final String PASSWORD = "only-for-this-test";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CONSOLE = "org.metergate.emulator.console.Console";

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    /** One thread: what the tests count must not grow. */
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> new Thread(work, "package-desk"));

    private final HttpClient client = HttpClient.newBuilder().executor(thread).build();
    private final ServiceRegistration<EventHandler> handler;
    private final String gateway;

    PackageDesk(BundleContext context) throws IOException, InterruptedException {
        Dictionary<String, Object> topics =
                new Hashtable<>(Map.of("event.topics", "org/eclipse/kura/deployment/agent/*"));
        handler = context.registerService(EventHandler.class, events::add, topics);
        ServiceTracker<Object, Object> console = new ServiceTracker<>(context, CONSOLE, null);
        console.open();
        if (console.waitForService(PATIENCE.toMillis()) == null) {
            throw new AssertionError("no console");
        }
        URI address = URI.create((String) console.getServiceReference().getProperty("address"));
        gateway = address.getScheme() + "://" + address.getAuthority();
        console.close();
        get("/services/deploy/v2/");
    }

    /** Makes the password known to the gateway that is about to start on a data folder. */
    static void lockUp(Path data) {
        byte[] salt = "salt of the test".getBytes(StandardCharsets.UTF_8);
        int iterations = 1000;
        try {
            byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(PASSWORD.toCharArray(), salt, iterations, 256))
                    .getEncoded();
            Base64.Encoder base64 = Base64.getEncoder();
            Files.writeString(
                    data.resolve("console.password"),
                    "pbkdf2-sha256$" + iterations + "$" + base64.encodeToString(salt) + "$"
                            + base64.encodeToString(hash));
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** @return where the gateway is, without a path */
    String gateway() {
        return gateway;
    }

    void install(Path file) throws IOException, InterruptedException {
        Event told = tryToInstall(file);
        assertEquals(file + ": " + told.getProperty("exception"), true, told.getProperty("successful"));
    }

    /** @return the event that tells how it went */
    Event tryToInstall(Path file) throws IOException, InterruptedException {
        String boundary = "----itest";
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"it.dp\"\r\n\r\n";
        events.clear();
        HttpResponse<String> answer = client.send(
                request("/services/deploy/v2/_upload")
                        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                        .POST(BodyPublishers.concat(
                                BodyPublishers.ofString(head),
                                BodyPublishers.ofFile(file),
                                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")))
                        .build(),
                BodyHandlers.ofString());
        assertEquals(200 + " \"REQUEST_RECEIVED\"", answer.statusCode() + " " + answer.body());
        return event("INSTALLED");
    }

    void uninstall(String name) throws IOException, InterruptedException {
        events.clear();
        HttpResponse<String> answer =
                client.send(request("/services/deploy/v2/" + name).DELETE().build(), BodyHandlers.ofString());
        assertEquals(200 + " \"REQUEST_RECEIVED\"", answer.statusCode() + " " + answer.body());
        Event told = event("UNINSTALLED");
        assertEquals(name + ": " + told.getProperty("exception"), true, told.getProperty("successful"));
    }

    /** @return what an endpoint answers */
    String get(String path) throws IOException, InterruptedException {
        return client.send(request(path).GET().build(), BodyHandlers.ofString()).body();
    }

    private Event event(String what) throws InterruptedException {
        Event told = events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (told == null || !told.getTopic().endsWith("/" + what)) {
            throw new AssertionError("expected the event " + what + ", found " + told);
        }
        return told;
    }

    private HttpRequest.Builder request(String path) {
        String pair = USER + ":" + PASSWORD;
        return HttpRequest.newBuilder(URI.create(gateway + path))
                .timeout(PATIENCE)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        handler.unregister();
        thread.shutdownNow();
    }
}
