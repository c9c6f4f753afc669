package org.metergate.publisher.influxdb;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The InfluxDB 1 that is installed here, with a folder and ports of its own. */
final class RealInfluxDb {

    private static final int PATIENCE = 60;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path binary;
    private final Path folder;
    private final int port;
    private Process process;

    private RealInfluxDb(Path binary, Path folder) throws IOException {
        this.binary = binary;
        this.folder = folder;
        this.port = freePort();
        Files.writeString(
                folder.resolve("influxdb.conf"),
                "reporting-disabled = true\nbind-address = \"127.0.0.1:" + freePort() + "\"\n[meta]\ndir = \""
                        + folder.resolve("meta") + "\"\n[data]\ndir = \"" + folder.resolve("data") + "\"\nwal-dir = \""
                        + folder.resolve("wal") + "\"\n[http]\nbind-address = \"127.0.0.1:" + port
                        + "\"\nlog-enabled = false\n[monitor]\nstore-enabled = false\n");
    }

    /** @return the server, not yet started; empty if none is installed */
    static Optional<RealInfluxDb> in(Path folder) throws IOException {
        Optional<Path> binary = Stream.of("/usr/bin/influxd", "/usr/local/bin/influxd")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        return binary.isEmpty() ? Optional.empty() : Optional.of(new RealInfluxDb(binary.get(), folder));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    void start() throws IOException, InterruptedException {
        process = new ProcessBuilder(
                        binary.toString(),
                        "-config",
                        folder.resolve("influxdb.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("influxd.log").toFile()))
                .start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
        CountDownLatch never = new CountDownLatch(1);
        while (!answers()) {
            if (System.nanoTime() > end || never.await(50, TimeUnit.MILLISECONDS)) {
                throw new AssertionError(
                        "influxd does not come up: " + Files.readString(folder.resolve("influxd.log")));
            }
        }
    }

    private boolean answers() throws InterruptedException {
        try {
            return client.send(
                                    HttpRequest.newBuilder(URI.create(url() + "/ping"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 204;
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends it as a power cut would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** @return the answer as CSV */
    String query(String query) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(url() + "/query?db=metergate&epoch=ms"))
                        .header("Accept", "application/csv")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "q=" + URLEncoder.encode(query, StandardCharsets.UTF_8)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(query + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    void stop() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }
}
