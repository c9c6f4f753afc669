package org.metergate.emulator.meters.dlms;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a meter's push to where it was told to, again and again, on a thread of its own until it is closed. */
public final class Pusher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pusher.class);
    private static final int CONNECT_MILLIS = 2_000;

    private final DlmsMeter meter;
    private final Target target;
    private final Thread thread;
    private boolean reached = true;

    /**
     * Where pushes go.
     *
     * @param to {@code tcp://host:port} or {@code udp://host:port}
     * @param interval between two pushes
     */
    public record Target(String to, Duration interval) {
        /** @throws IllegalArgumentException if the address is none of the two */
        public Target {
            address(to);
        }

        private static InetSocketAddress address(String to) {
            if (!to.matches("(tcp|udp)://.+:[0-9]{1,5}")) {
                throw new IllegalArgumentException(
                        "'" + to + "' is no address; expected one like tcp://127.0.0.1:4059 or udp://127.0.0.1:4059");
            }
            URI uri = URI.create(to);
            return new InetSocketAddress(uri.getHost(), uri.getPort());
        }
    }

    private Pusher(String name, DlmsMeter meter, Target target) {
        this.meter = meter;
        this.target = target;
        this.thread = new Thread(this::pushAll, "meter-" + name + "-push");
    }

    /**
     * Starts to push.
     *
     * @param name of the meter, part of the thread's name
     * @param meter whose values
     * @param target where to, and how often
     * @return the pusher, to be closed
     */
    public static Pusher start(String name, DlmsMeter meter, Target target) {
        Pusher pusher = new Pusher(name, meter, target);
        pusher.thread.start();
        return pusher;
    }

    private void pushAll() {
        try {
            while (true) {
                push();
                Thread.sleep(target.interval().toMillis());
            }
        } catch (InterruptedException end) {
            LOG.debug("{} ends", thread.getName());
        }
    }

    private void push() {
        byte[] bytes = meter.push();
        InetSocketAddress to = Target.address(target.to());
        try {
            if (target.to().startsWith("udp")) {
                try (DatagramSocket socket = new DatagramSocket()) {
                    socket.send(new DatagramPacket(bytes, bytes.length, to));
                }
            } else {
                try (Socket socket = new Socket()) {
                    socket.connect(to, CONNECT_MILLIS);
                    socket.getOutputStream().write(bytes);
                }
            }
            reached = true;
        } catch (IOException e) {
            if (reached) {
                LOG.warn("{}: nobody takes the push at {}: {}", thread.getName(), target.to(), e.getMessage());
            }
            reached = false;
        }
    }

    /** Ends the thread. Closing twice does nothing. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
