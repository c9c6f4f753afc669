package org.metergate.emulator.bench.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A Mosquitto of our own, to be killed and started again. */
final class RealBroker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path program;
    private final Path folder;
    private final int port;
    private final String extra;
    private Process process;

    /** @param extra further lines of its configuration */
    RealBroker(Path folder, String extra) throws IOException {
        this.program = program().orElseThrow(() -> new IOException("mosquitto is not installed"));
        this.folder = folder;
        this.extra = extra;
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = any.getLocalPort();
        }
    }

    static Optional<Path> program() {
        return Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(":")),
                        Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(place -> Path.of(place, "mosquitto"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    int port() {
        return port;
    }

    void start() throws IOException {
        Path configuration = folder.resolve("mosquitto.conf");
        Files.writeString(
                configuration,
                "listener " + port + " 127.0.0.1\npersistence false\nuser root\nmax_queued_messages 0\n"
                        + "set_tcp_nodelay true\n" + extra);
        process = new ProcessBuilder(program.toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("mosquitto.log").toFile()))
                .start();
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (!accepts()) {
            if (System.nanoTime() > giveUp || !process.isAlive()) {
                throw new IOException(Files.readString(folder.resolve("mosquitto.log")));
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
            process = null;
        }
    }

    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        kill();
    }
}
