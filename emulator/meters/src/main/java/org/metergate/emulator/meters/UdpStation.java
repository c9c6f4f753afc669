package org.metergate.emulator.meters;

import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A station behind a UDP port. Every peer is a wire of its own, served on a thread of its own from its first datagram on;
 * what the station writes at once is one datagram. Closing leaves neither a thread nor a socket behind. Any thread may
 * call.
 */
public final class UdpStation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UdpStation.class);
    private static final int LONGEST = 65_507;
    private static final int MOST_PEERS = 64;
    private static final long JOIN_MILLIS = 5_000;
    private static final byte[] END = {};

    private final String name;
    private final PortSettings settings;
    private final Station station;
    private final Fault fault;
    private final DatagramSocket socket;
    private final Thread receiver;
    private final Map<SocketAddress, Peer> peers = new HashMap<>();

    private UdpStation(String name, PortSettings settings, Station station, Fault fault) throws IOException {
        this.name = name;
        this.settings = settings;
        this.station = station;
        this.fault = fault;
        try {
            socket = new DatagramSocket(new InetSocketAddress(settings.host(), settings.port()));
        } catch (BindException e) {
            throw new IOException(
                    "cannot listen on UDP " + settings.host() + ":" + settings.port() + ": " + e.getMessage()
                            + "; stop the program that uses the port, or set another one (0 takes any free one)",
                    e);
        }
        receiver = new Thread(this::receiveAll, "meter-" + name + "-udp");
    }

    /**
     * Listens.
     *
     * @param name what people call the station; part of its threads' names
     * @param settings where, and how the wire behaves
     * @param station serves the peers
     * @param fault what the wire does to the bytes; all peers share it
     * @return the open station
     * @throws IOException if the port cannot be had; the message names it and says what to do
     */
    public static UdpStation open(String name, PortSettings settings, Station station, Fault fault) throws IOException {
        UdpStation open = new UdpStation(name, settings, station, fault);
        open.receiver.start();
        return open;
    }

    /** @return the address for a driver on this machine, {@code udp://127.0.0.1:4059} */
    public String address() {
        boolean any = socket.getLocalAddress().isAnyLocalAddress();
        String host = any ? "127.0.0.1" : socket.getLocalAddress().getHostAddress();
        return "udp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + socket.getLocalPort();
    }

    /** Closes the port and waits for the threads to end. Closing twice does nothing. */
    @Override
    public void close() {
        socket.close();
        List<Thread> threads = new ArrayList<>(List.of(receiver));
        synchronized (peers) {
            peers.values().forEach(peer -> {
                peer.datagrams.add(END);
                threads.add(peer.thread);
            });
        }
        try {
            for (Thread thread : threads) {
                thread.join(JOIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void receiveAll() {
        byte[] buffer = new byte[LONGEST];
        while (!socket.isClosed()) {
            DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(datagram);
            } catch (IOException e) {
                LOG.debug("{}: {}", name, e.getMessage());
                continue;
            }
            byte[] bytes = new byte[datagram.getLength()];
            System.arraycopy(buffer, datagram.getOffset(), bytes, 0, bytes.length);
            if (bytes.length > 0) {
                peer(datagram.getSocketAddress()).datagrams.add(bytes);
            }
        }
    }

    private Peer peer(SocketAddress address) {
        synchronized (peers) {
            Peer known = peers.get(address);
            if (known == null) {
                if (peers.size() >= MOST_PEERS) { // the peers of UDP never say that they go
                    peers.values().forEach(peer -> peer.datagrams.add(END));
                    peers.clear();
                }
                known = new Peer(address);
                peers.put(address, known);
                known.thread.start();
            }
            return known;
        }
    }

    /** A link to one peer. */
    private final class Peer implements Link {
        private final SocketAddress address;
        private final LinkedBlockingQueue<byte[]> datagrams = new LinkedBlockingQueue<>();
        private final Thread thread;
        private byte[] unread = {};

        Peer(SocketAddress address) {
            this.address = address;
            this.thread = new Thread(this::converse, "meter-" + name + "-" + address);
        }

        private void converse() {
            try {
                station.serve(new TimedWire(this, settings.timing(), settings.turnaround(), fault, Pacer.REAL));
            } catch (IOException e) {
                LOG.debug("{}: conversation with {} ended: {}", name, address, e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("{} at {}: the emulated meter failed", name, address(), e);
            } finally {
                synchronized (peers) {
                    peers.remove(address, this);
                }
            }
        }

        @Override
        public int read(byte[] into, Duration within) throws IOException {
            if (unread.length == 0) {
                try {
                    byte[] next = datagrams.poll(within.toNanos(), TimeUnit.NANOSECONDS);
                    if (next == null) {
                        return 0;
                    }
                    unread = next;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new EOFException("interrupted");
                }
            }
            if (unread.length == 0) {
                throw new EOFException("the port is closed");
            }
            int count = Math.min(into.length, unread.length);
            System.arraycopy(unread, 0, into, 0, count);
            unread = java.util.Arrays.copyOfRange(unread, count, unread.length);
            return count;
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            socket.send(new DatagramPacket(bytes, from, count, address));
        }
    }
}
