package org.metergate.emulator.meters;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A station behind a TCP port. Every connection is a wire of its own, served on a thread of its own; closing leaves
 * neither a thread nor a socket behind. Any thread may call.
 */
public final class TcpStation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TcpStation.class);
    private static final int WAITING_CONNECTIONS = 16;
    private static final long JOIN_MILLIS = 5_000;

    private final String name;
    private final PortSettings settings;
    private final Station station;
    private final Fault fault;
    private final Pacer pacer;
    private final Protocol protocol;
    private final ServerSocket server;
    private final Thread acceptor;
    private final Map<Thread, Socket> connections = new HashMap<>();
    private boolean closed;
    private int accepted;

    /** What goes over a connection. */
    interface Protocol {
        /** The bytes as they are. */
        Protocol RAW = new Protocol() {
            @Override
            public String scheme() {
                return "tcp";
            }

            @Override
            public void serve(Socket socket, LinkServer server) throws IOException {
                server.serve(new SocketLink(socket));
            }
        };

        /** How addresses begin. */
        String scheme();

        /** Serves one connection until it ends. */
        void serve(Socket socket, LinkServer server) throws IOException;
    }

    /** Serves one link until it ends. */
    @FunctionalInterface
    interface LinkServer {
        void serve(Link link) throws IOException;
    }

    private TcpStation(String name, PortSettings settings, Station station, Fault fault, Pacer pacer, Protocol protocol)
            throws IOException {
        this.name = name;
        this.settings = settings;
        this.station = station;
        this.fault = fault;
        this.pacer = pacer;
        this.protocol = protocol;
        server = listen(settings);
        acceptor = new Thread(this::acceptAll, "meter-" + name);
    }

    /**
     * Listens, on a good wire.
     *
     * @param name what people call the station; part of its threads' names
     * @param settings where, and how the wire behaves
     * @param station serves the connections
     * @return the open station
     * @throws IOException if the port cannot be had; the message names it and says what to do
     */
    public static TcpStation open(String name, PortSettings settings, Station station) throws IOException {
        return open(name, settings, station, Fault.NONE, Pacer.REAL);
    }

    /**
     * Listens.
     *
     * @param name what people call the station; part of its threads' names
     * @param settings where, and how the wire behaves
     * @param station serves the connections
     * @param fault what the wire does to the bytes; all connections share it
     * @param pacer waits for the bytes
     * @return the open station
     * @throws IOException if the port cannot be had; the message names it and says what to do
     */
    public static TcpStation open(String name, PortSettings settings, Station station, Fault fault, Pacer pacer)
            throws IOException {
        return open(name, settings, station, fault, pacer, Protocol.RAW);
    }

    static TcpStation open(
            String name, PortSettings settings, Station station, Fault fault, Pacer pacer, Protocol protocol)
            throws IOException {
        TcpStation open = new TcpStation(name, settings, station, fault, pacer, protocol);
        open.acceptor.start();
        return open;
    }

    /** @return the port it listens on, 1 to 65535 */
    public int port() {
        return server.getLocalPort();
    }

    /** @return the address for a driver on this machine, {@code tcp://127.0.0.1:4059} */
    public String address() {
        InetAddress bound = server.getInetAddress();
        String host = bound.isAnyLocalAddress() ? "127.0.0.1" : bound.getHostAddress();
        return protocol.scheme() + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    /** Breaks every connection off, closes the port and waits for the threads to end. Closing twice does nothing. */
    @Override
    public void close() {
        List<Thread> threads = new ArrayList<>();
        synchronized (connections) {
            closed = true;
            closeQuietly(server);
            connections.forEach((thread, socket) -> {
                closeQuietly(socket);
                thread.interrupt();
                threads.add(thread);
            });
        }
        threads.add(acceptor);
        try {
            for (Thread thread : threads) {
                if (thread != Thread.currentThread()) {
                    thread.join(JOIN_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ServerSocket listen(PortSettings settings) throws IOException {
        String where = settings.host() + ":" + settings.port();
        ServerSocket server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            InetAddress host = InetAddress.getByName(settings.host());
            server.bind(new InetSocketAddress(host, settings.port()), WAITING_CONNECTIONS);
            return server;
        } catch (UnknownHostException e) {
            closeQuietly(server);
            throw new IOException(
                    "cannot listen on " + where + ": this machine has no address '" + settings.host()
                            + "'; use 127.0.0.1, or 0.0.0.0 for all addresses",
                    e);
        } catch (BindException e) {
            closeQuietly(server);
            throw new IOException(
                    "cannot listen on " + where + ": " + e.getMessage()
                            + "; stop the program that uses the port, or set another one (0 takes any free one)",
                    e);
        } catch (IOException e) {
            closeQuietly(server);
            throw e;
        }
    }

    private void acceptAll() {
        while (true) {
            try {
                serve(server.accept());
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
                LOG.warn("{} at {}: a connection failed before it began: {}", name, address(), e.getMessage());
            }
        }
    }

    private void serve(Socket socket) {
        synchronized (connections) {
            if (closed) {
                closeQuietly(socket);
                return;
            }
            Thread thread = new Thread(() -> converse(socket), "meter-" + name + "-" + ++accepted);
            connections.put(thread, socket);
            thread.start();
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            protocol.serve(
                    socket,
                    link -> station.serve(new TimedWire(link, settings.timing(), settings.turnaround(), fault, pacer)));
        } catch (IOException e) {
            LOG.debug("{}: connection ended: {}", name, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("{} at {}: the emulated meter failed; the connection is closed", name, address(), e);
        } finally {
            synchronized (connections) {
                connections.remove(Thread.currentThread());
            }
        }
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            LOG.debug("closing a socket: {}", e.getMessage());
        }
    }
}
