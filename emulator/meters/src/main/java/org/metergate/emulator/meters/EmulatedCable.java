package org.metergate.emulator.meters;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.metergate.emulator.meters.Wire.ByteTiming;

/**
 * A cable to a station in emulated time: real byte timing, and no waiting. The methods are the gateway's end, for one
 * thread that takes part in the time; the station serves on a thread of its own.
 */
public final class EmulatedCable implements AutoCloseable {
    private static final long JOIN_MILLIS = 5_000;

    private final EmulatedTime time;
    private final Queue<Byte> toMeter = new ArrayDeque<>();
    private final Queue<Byte> toGateway = new ArrayDeque<>();
    private final Thread thread;
    private boolean closed;
    private boolean ended;

    private EmulatedCable(EmulatedTime time, Station station, PortSettings settings, Fault fault) {
        this.time = time;
        TimedWire wire = new TimedWire(new MeterEnd(), settings.timing(), settings.turnaround(), fault, time);
        thread = new Thread(() -> serve(station, wire), "meter-emulated-time");
        thread.setDaemon(true);
    }

    /**
     * Plugs a cable in.
     *
     * @param time that passes on it
     * @param station at its other end
     * @param settings byte timing and turnaround; host and port have no meaning
     * @param fault what the wire does to the bytes
     * @return the cable
     */
    public static EmulatedCable plug(EmulatedTime time, Station station, PortSettings settings, Fault fault) {
        EmulatedCable cable = new EmulatedCable(time, station, settings, fault);
        time.join();
        cable.thread.start();
        return cable;
    }

    /**
     * Sends bytes as a serial server takes them: at once. They reach the meter when their last bit would have.
     *
     * @param bytes in the order of the wire
     */
    public void send(byte[] bytes) {
        time.change(() -> {
            for (byte each : bytes) {
                toMeter.add(each);
            }
        });
    }

    /**
     * Waits for bytes.
     *
     * @param into takes what has come, from index 0
     * @param within longest wait
     * @return how many; 0 if none came for that long
     * @throws IOException if the station broke the connection
     */
    public int read(byte[] into, Duration within) throws IOException {
        return take(toGateway, into, within, () -> ended);
    }

    /** Drops what has come and was not read. */
    public void drop() {
        time.change(toGateway::clear);
    }

    /** Pulls the cable out and waits for the station to notice. */
    @Override
    public void close() {
        time.change(() -> closed = true);
        time.leave(); // whoever waits for the station no longer keeps its time
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        time.join();
    }

    private void serve(Station station, Wire wire) {
        try {
            station.serve(wire);
        } catch (IOException unplugged) {
            // that is how every conversation ends
        } finally {
            time.change(() -> ended = true);
            time.leave();
        }
    }

    private int take(Queue<Byte> from, byte[] into, Duration within, BooleanSupplier gone) throws IOException {
        long deadline = time.now() + Math.max(0, within.toNanos());
        time.await(() -> !from.isEmpty() || gone.getAsBoolean(), deadline);
        int[] count = {0};
        boolean[] over = {false};
        time.change(() -> {
            while (count[0] < into.length && !from.isEmpty()) {
                into[count[0]++] = from.remove();
            }
            over[0] = gone.getAsBoolean();
        });
        if (count[0] == 0 && over[0]) {
            throw new EOFException("the cable was pulled out");
        }
        return count[0];
    }

    private final class MeterEnd implements Link {
        @Override
        public int read(byte[] into, Duration within) throws IOException {
            return take(toMeter, into, within, () -> closed);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            if (thread.isInterrupted()) {
                throw new InterruptedIOException("interrupted");
            }
            time.change(() -> {
                for (int i = from; i < from + count; i++) {
                    toGateway.add(bytes[i]);
                }
            });
        }
    }

    /**
     * @param baud bits a second
     * @param bits a character
     * @param turnaround of the meter
     * @return settings of a wire that is no TCP port
     */
    public static PortSettings wire(int baud, int bits, Duration turnaround) {
        return new PortSettings("127.0.0.1", 0, new ByteTiming(baud, bits), turnaround);
    }
}
