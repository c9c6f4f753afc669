package org.metergate.emulator.meters;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.metergate.emulator.meters.Wire.ByteTiming;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A station at a pseudo-terminal of Linux: what a gateway opens as a serial port. The gateway's speed counts: with
 * another one than the meter's, either side hears what a UART makes of it. Parity and 7 data bits do not get through a
 * pseudo-terminal and are taken as right. Any thread may call.
 */
public final class PtyStation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PtyStation.class);
    private static final int LOOK_MILLIS = 20;
    private static final long LOOK_NANOS = 500_000;
    private static final long JOIN_MILLIS = 5_000;

    private final String name;
    private final Path link;
    private final PortSettings settings;
    private final Station station;
    private final Fault fault;
    private final Pacer pacer;
    private final Duration grace;
    private Plugged plugged;
    private boolean closed;

    private PtyStation(
            String name, Path link, PortSettings settings, Station station, Fault fault, Pacer pacer, Duration grace) {
        this.name = name;
        this.link = link;
        this.settings = settings;
        this.station = station;
        this.fault = fault;
        this.pacer = pacer;
        this.grace = grace;
    }

    /** @return whether this machine has pseudo-terminals that can be used here */
    public static boolean isSupported() {
        return Pty.isSupported();
    }

    /**
     * Plugs a station in.
     *
     * @param name what people call the station; part of its thread's name
     * @param link a symbolic link that is made to the device, and goes with it
     * @param settings byte timing and turnaround; host and port have no meaning
     * @param station serves the wire
     * @param fault what the wire does to the bytes; if it breaks the connection the device is pulled out and plugged in
     *     again at once
     * @param pacer waits for the bytes
     * @param grace zero for a real meter; tests that must not depend on how busy the machine is give the gateway that
     *     long to follow the meter to another speed, and let what it sends be understood at any speed
     * @return the station
     * @throws IOException if there are no pseudo-terminals here, or the link cannot be made
     */
    public static PtyStation open(
            String name, Path link, PortSettings settings, Station station, Fault fault, Pacer pacer, Duration grace)
            throws IOException {
        PtyStation open = new PtyStation(name, link, settings, station, fault, pacer, grace);
        open.plug();
        return open;
    }

    /** @return the address for a driver on this machine, {@code serial:} and the link */
    public String address() {
        return "serial:" + link;
    }

    /**
     * Plugs the device in; nothing happens if it is.
     *
     * @throws IOException if it cannot be made, or the station is closed
     */
    public synchronized void plug() throws IOException {
        if (closed) {
            throw new IOException(name + " is closed");
        }
        if (plugged == null) {
            plugged = new Plugged(Pty.open());
            try {
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, Path.of(plugged.pty.device()));
            } catch (IOException e) {
                unplug();
                throw e;
            }
            plugged.thread.start();
        }
    }

    /** Pulls the device out: its link is gone, and so is whatever the gateway has opened. Waits for the thread to end. */
    public void unplug() {
        Plugged pulled;
        synchronized (this) {
            pulled = plugged;
            plugged = null;
            if (pulled == null) {
                return;
            }
            try {
                Files.deleteIfExists(link);
            } catch (IOException e) {
                LOG.warn("{}: cannot remove {}: {}", name, link, e.getMessage());
            }
            pulled.pty.close();
        }
        pulled.thread.interrupt();
        try {
            if (pulled.thread != Thread.currentThread()) {
                pulled.thread.join(JOIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Pulls the device out for good. Closing twice does nothing. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        unplug();
    }

    /** The device from one plugging in to the next pulling out. */
    private final class Plugged implements Link {
        final Pty pty;
        final Thread thread;
        private ByteTiming meter = ByteTiming.NETWORK;

        Plugged(Pty pty) {
            this.pty = pty;
            thread = new Thread(this::serve, "meter-" + name + "-pty");
            thread.setDaemon(true);
        }

        private void serve() {
            try {
                station.serve(new TimedWire(this, settings.timing(), settings.turnaround(), fault, pacer));
            } catch (IOException e) {
                LOG.debug("{}: the wire ended: {}", name, e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("{} at {}: the emulated meter failed; its device is plugged in anew", name, address(), e);
            }
            again();
        }

        /** The fault cut the wire: it comes back. */
        private void again() {
            synchronized (PtyStation.this) {
                if (plugged != this || closed) {
                    return;
                }
                unplug();
                try {
                    plug();
                } catch (IOException e) {
                    LOG.error("{}: cannot be plugged in again: {}", name, e.getMessage());
                }
            }
        }

        @Override
        public int read(byte[] into, Duration within) throws IOException {
            long end = System.nanoTime() + within.toNanos();
            byte[] chunk = new byte[into.length];
            while (true) {
                int left = (int) Math.min(LOOK_MILLIS, Math.max(0, (end - System.nanoTime()) / 1_000_000));
                int count = pty.read(chunk, left);
                if (count > 0) {
                    byte[] came = Arrays.copyOf(chunk, count);
                    byte[] heard = grace.isZero() ? Uart.heard(came, gateway(), meter()) : came;
                    System.arraycopy(heard, 0, into, 0, heard.length);
                    if (heard.length > 0) {
                        return heard.length;
                    }
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("interrupted while waiting for a byte");
                }
                if (System.nanoTime() - end >= 0) {
                    return 0;
                }
            }
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            long end = System.nanoTime() + grace.toNanos();
            while (meter().baud() != gateway().baud() && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
            pty.write(Uart.heard(Arrays.copyOfRange(bytes, from, from + count), meter(), gateway()));
        }

        @Override
        public void timing(ByteTiming timing) {
            meter = timing;
        }

        private Uart.Settings meter() throws IOException {
            return new Uart.Settings(meter.baud() == 0 ? gateway().baud() : meter.baud(), CharacterFormat.F8N1);
        }

        private Uart.Settings gateway() throws IOException {
            int speed = pty.speed();
            return new Uart.Settings(speed == 0 ? 9600 : speed, CharacterFormat.F8N1);
        }
    }
}
