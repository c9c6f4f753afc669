package org.metergate.emulator.broker;

import io.moquette.broker.Server;
import io.moquette.broker.config.MemoryConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

/**
 * One running Moquette. Messages and sessions live in memory, nothing is written and nobody is told that it runs.
 *
 * <p>Starting and stopping take up to some seconds: call from a thread that may wait.
 */
final class EmbeddedBroker implements Broker, AutoCloseable {

    /** A wire record of a meter with many channels in error fits; Moquette's own default of 8 kB would not do. */
    private static final int LARGEST_MESSAGE = 1 << 20;

    private static final Duration PORT_KNOWN_WITHIN = Duration.ofSeconds(10);

    private final Server server;
    private final String host;
    private final int port;

    private EmbeddedBroker(Server server, String host, int port) {
        this.server = server;
        this.host = host;
        this.port = port;
    }

    /**
     * Starts a broker that accepts connections when this method returns.
     *
     * @param bind address to listen on
     * @param port TCP port, 0 for any free one
     * @param folder an existing folder, which stays empty
     * @return the running broker
     * @throws PortBusyException if another program listens there or the address is not this machine's
     * @throws IOException if the broker does not come up for another reason
     */
    static EmbeddedBroker start(String bind, int port, Path folder) throws IOException {
        probe(bind, port);
        Server server = new Server();
        try {
            server.startServer(configuration(bind, port, folder));
            return new EmbeddedBroker(server, reachable(bind), knownPort(server));
        } catch (RuntimeException e) {
            server.stopServer();
            throw new PortBusyException("cannot listen on " + bind + ":" + port + ": " + e.getMessage(), e);
        } catch (IOException e) {
            server.stopServer();
            throw e;
        }
    }

    @Override
    public String address() {
        return "mqtt://" + host + ":" + port;
    }

    int port() {
        return port;
    }

    /** Closes every connection and the port, and waits for the threads to end. */
    @Override
    public void close() {
        server.stopServer();
    }

    /** Moquette reports a busy port after its threads have started and with a stack trace, so ask first. */
    private static void probe(String bind, int port) throws PortBusyException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(bind), port));
        } catch (IOException e) {
            throw new PortBusyException("cannot listen on " + bind + ":" + port + ": " + e.getMessage(), e);
        }
    }

    private static MemoryConfig configuration(String bind, int port, Path folder) {
        Properties settings = new Properties();
        settings.setProperty("host", bind);
        settings.setProperty("port", Integer.toString(port));
        settings.setProperty("allow_anonymous", "true");
        settings.setProperty("allow_zero_byte_client_id", "true"); // mosquitto_sub sends none
        settings.setProperty("telemetry_enabled", "false");
        settings.setProperty("persistence_enabled", "false");
        settings.setProperty("data_path", folder.toString());
        settings.setProperty("netty.tcp_nodelay", "true");
        settings.setProperty("netty.epoll", "false");
        settings.setProperty("netty.mqtt.message_size", Integer.toString(LARGEST_MESSAGE));
        settings.setProperty("immediate_buffer_flush", "true");
        return new MemoryConfig(settings);
    }

    /** The port is known some time after the start returned. */
    private static int knownPort(Server server) throws IOException {
        long giveUp = System.nanoTime() + PORT_KNOWN_WITHIN.toNanos();
        while (System.nanoTime() < giveUp && !Thread.currentThread().isInterrupted()) {
            if (server.getPort() > 0) {
                return server.getPort();
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        throw new IOException("the broker started but did not say on which port");
    }

    private static String reachable(String bind) throws IOException {
        return InetAddress.getByName(bind).isAnyLocalAddress() ? "127.0.0.1" : bind;
    }
}
