package org.metergate.emulator.cloud;

import io.moquette.broker.Server;
import io.moquette.broker.config.MemoryConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A broker that can be stopped and started again on the same port. */
public interface TestBroker extends AutoCloseable {

    int port();

    void start() throws IOException;

    void stop();

    @Override
    default void close() {
        stop();
    }

    default String address() {
        return "mqtt://127.0.0.1:" + port();
    }

    /** The kind of broker that a test runs against. */
    enum Kind {
        MOQUETTE {
            @Override
            public TestBroker at(Path folder) throws IOException {
                return new Moquette(folder, freePort());
            }
        },
        MOSQUITTO {
            @Override
            public boolean isInstalled() {
                return mosquitto().isPresent();
            }

            @Override
            public TestBroker at(Path folder) throws IOException {
                return new Mosquitto(mosquitto().orElseThrow(), folder, freePort());
            }
        };

        public boolean isInstalled() {
            return true;
        }

        /** Makes a broker that is not started yet. */
        public abstract TestBroker at(Path folder) throws IOException;
    }

    /** The library of the embedded broker. */
    final class Moquette implements TestBroker {
        private final Path folder;
        private final int port;
        private Server server;

        Moquette(Path folder, int port) {
            this.folder = folder;
            this.port = port;
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public void start() throws IOException {
            Properties settings = new Properties();
            settings.setProperty("host", "127.0.0.1");
            settings.setProperty("port", Integer.toString(port));
            settings.setProperty("allow_anonymous", "true");
            settings.setProperty("telemetry_enabled", "false");
            settings.setProperty("persistence_enabled", "false");
            settings.setProperty("data_path", folder.toString());
            settings.setProperty("netty.tcp_nodelay", "true");
            settings.setProperty("immediate_buffer_flush", "true");
            server = new Server();
            server.startServer(new MemoryConfig(settings));
        }

        @Override
        public void stop() {
            if (server != null) {
                server.stopServer();
                server = null;
            }
        }
    }

    /** The one that most gateways meet. */
    final class Mosquitto implements TestBroker {
        private final Path program;
        private final Path folder;
        private final int port;
        private Process process;

        Mosquitto(Path program, Path folder, int port) {
            this.program = program;
            this.folder = folder;
            this.port = port;
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public void start() throws IOException {
            Path configuration = folder.resolve("mosquitto.conf");
            Files.writeString(
                    configuration,
                    "listener " + port + " 127.0.0.1\nallow_anonymous true\npersistence false\nuser root\n"
                            + "max_queued_messages 0\n");
            process = new ProcessBuilder(program.toString(), "-c", configuration.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("mosquitto.log").toFile())
                    .start();
            long giveUp = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (!accepts()) {
                if (System.nanoTime() > giveUp || !process.isAlive()) {
                    throw new IOException(Files.readString(folder.resolve("mosquitto.log")));
                }
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
        }

        @Override
        public void stop() {
            if (process != null) {
                process.destroy();
                process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
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
    }

    private static Optional<Path> mosquitto() {
        return Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(":")),
                        Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, "mosquitto"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
