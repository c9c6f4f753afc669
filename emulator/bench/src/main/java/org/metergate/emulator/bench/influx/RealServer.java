package org.metergate.emulator.bench.influx;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The InfluxDB 1 of this machine, with a folder and ports of its own; may be closed and started again. */
public final class RealServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern COUNT = Pattern.compile("\\[\\[\\d+,(\\d+)]]");
    private static final String JSON = "application/json";

    private final Path program;
    private final Path folder;
    private final int port = freePort();
    private Process process;

    /**
     * @param folder for what it stores
     * @throws IOException if none is installed
     */
    public RealServer(Path folder) throws IOException {
        this.program = Stream.of("/usr/bin/influxd", "/usr/local/bin/influxd")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException("influxd is not installed"));
        this.folder = folder;
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    /** @return its address */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Returns when it answers and has the database {@code metergate}. */
    public void start() throws IOException {
        Path configuration = folder.resolve("influxdb.conf");
        Files.writeString(
                configuration,
                "reporting-disabled = true\nbind-address = \"127.0.0.1:" + freePort() + "\"\n[meta]\ndir = \""
                        + folder.resolve("meta") + "\"\n[data]\ndir = \"" + folder.resolve("data") + "\"\nwal-dir = \""
                        + folder.resolve("wal") + "\"\n[http]\nbind-address = \"127.0.0.1:" + port
                        + "\"\nlog-enabled = false\n[monitor]\nstore-enabled = false\n");
        process = new ProcessBuilder(program.toString(), "-config", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("influxd.log").toFile()))
                .start();
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                query("CREATE DATABASE metergate", JSON);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > giveUp || !process.isAlive()) {
                    throw new IOException(Files.readString(folder.resolve("influxd.log")), e);
                }
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }

    /** @return how many numbers it holds */
    long count() throws IOException {
        Matcher count = COUNT.matcher(query("SELECT COUNT(value) FROM meter", JSON));
        return count.find() ? Long.parseLong(count.group(1)) : 0;
    }

    /**
     * Asks.
     *
     * @param query in InfluxQL
     * @return the rows as text, after one with the names of the columns; times in milliseconds
     */
    public String csv(String query) throws IOException {
        return query(query, "application/csv");
    }

    private String query(String query, String form) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create(url() + "/query?db=metergate&epoch=ms").toURL().openConnection();
        connection.setRequestProperty("Accept", form);
        connection.setDoOutput(true);
        connection
                .getOutputStream()
                .write(("q=" + URLEncoder.encode(query, StandardCharsets.UTF_8)).getBytes(StandardCharsets.US_ASCII));
        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Ends it as a power cut would. */
    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }
}
