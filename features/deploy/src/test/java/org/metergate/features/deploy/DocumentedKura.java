package org.metergate.features.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A gateway that gives the answers documented for Kura 5.6 and installs nothing: what it is handed counts as installed,
 * with bundles in the states that the test wants. The same command meets real deployment in the tests in the container.
 */
final class DocumentedKura implements AutoCloseable {

    static final String USER = "deployer";
    static final String PASSWORD = "correct horse";

    /** What may happen to a package that was handed over. */
    enum Fate {
        INSTALLED,
        REFUSED,
        NEVER_DONE
    }

    final List<String> requests = new ArrayList<>();
    final Map<String, PackageFile> installed = new TreeMap<>();
    final Map<String, String> states = new TreeMap<>();
    final Map<String, Fate> fates = new TreeMap<>();
    final Map<String, Integer> answers = new TreeMap<>();

    /** Called before each list of packages: what a gateway may do by itself. */
    Runnable byItself = () -> {};

    String body = "";
    Optional<String> location = Optional.empty();

    private final Path folder;
    private final HttpServer server;
    private boolean busy;

    DocumentedKura(Path folder) throws IOException {
        this(folder, HttpServer.create());
    }

    DocumentedKura(Path folder, HttpServer server) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.server = server;
        server.bind(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        requests.add(request);
        byte[] content = exchange.getRequestBody().readAllBytes();
        Integer prescribed = answers.entrySet().stream()
                .filter(entry -> request.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(200);
        location.ifPresent(to -> exchange.getResponseHeaders().add("Location", to));
        if (prescribed != 200) {
            answer(exchange, prescribed, body);
        } else if (!isRight(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "");
        } else {
            answer(exchange, request, content);
        }
    }

    private void answer(HttpExchange exchange, String request, byte[] content) throws IOException {
        if (!body.isEmpty()) {
            answer(exchange, 200, body);
            return;
        }
        switch (request) {
            case "GET /services/deploy/v2/" -> {
                byItself.run();
                answer(exchange, 200, list());
            }
            case "GET /services/inventory/v1/deploymentPackages" -> answer(exchange, 200, packages());
            case "GET /services/inventory/v1/bundles" -> answer(
                    exchange, 200, "{\"bundles\":[" + bundles(installed.values()) + "]}");
            case "POST /services/deploy/v2/_upload" -> {
                take(file(content));
                answer(exchange, 200, "\"REQUEST_RECEIVED\"");
            }
            default -> answer(
                    exchange,
                    request.startsWith("DELETE /services/deploy/v2/") ? 200 : 404,
                    busy ? "\"UNINSTALLING\"" : "\"REQUEST_RECEIVED\"");
        }
    }

    private void take(Path file) throws IOException {
        PackageFile taken = PackageFile.read(file);
        switch (fates.getOrDefault(taken.name() + " " + taken.version(), Fate.INSTALLED)) {
            case INSTALLED -> installed.put(taken.name(), taken);
            case REFUSED -> {}
            case NEVER_DONE -> busy = true;
        }
    }

    /** Takes the file out of the form: what lies between the empty line and the boundary. */
    private Path file(byte[] content) throws IOException {
        String form = new String(content, StandardCharsets.ISO_8859_1);
        String boundary = form.substring(0, form.indexOf("\r\n"));
        String part = form.substring(0, form.indexOf("\r\n\r\n"));
        if (!part.contains("form-data; name=\"file\"; filename=")) {
            throw new IOException("no part 'file': " + part);
        }
        int from = form.indexOf("\r\n\r\n") + 4;
        int to = form.indexOf("\r\n" + boundary + "--", from);
        Path file = Files.createTempFile(folder, "upload", ".dp");
        return Files.write(file, form.substring(from, to).getBytes(StandardCharsets.ISO_8859_1));
    }

    private String list() {
        return installed.values().stream()
                .map(one -> "{\"name\":\"" + one.name() + "\",\"version\":\"" + one.version() + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private String packages() {
        return installed.values().stream()
                .map(one -> "{\"name\":\"" + one.name() + "\",\"version\":\"" + one.version() + "\",\"bundles\":["
                        + bundles(List.of(one)) + "],\"signed\":false}")
                .collect(Collectors.joining(",", "{\"deploymentPackages\":[", "]}"));
    }

    private String bundles(Iterable<PackageFile> packages) {
        List<String> found = new ArrayList<>();
        for (PackageFile one : packages) {
            for (PackageFile.Content bundle : one.bundles()) {
                String state = states.getOrDefault(bundle.name() + " " + bundle.version(), "ACTIVE");
                found.add("{\"name\":\"" + bundle.name() + "\",\"version\":\"" + bundle.version()
                        + "\",\"id\":7,\"state\":\"" + state + "\",\"signed\":false}");
            }
        }
        return String.join(",", found);
    }

    private static boolean isRight(String header) {
        String pair = USER + ":" + PASSWORD;
        return ("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))).equals(header);
    }

    private static void answer(HttpExchange exchange, int status, String text) {
        try (exchange) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
