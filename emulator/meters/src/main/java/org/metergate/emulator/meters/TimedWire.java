package org.metergate.emulator.meters;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A half duplex wire with real byte timing over a link that has none.
 *
 * <p>A byte reaches the meter when its last bit would have, counted from its arrival or from the end of the byte before
 * it, whichever is later. Bytes sent reach the gateway when their last bit would have, in slices of at most 5 ms so that
 * fast wires do not become one packet a byte. An answer begins no earlier than the turnaround time after the last byte
 * received. One thread at a time.
 */
public final class TimedWire implements Wire {
    private static final Duration SLICE = Duration.ofMillis(5);

    private final Link link;
    private final Duration turnaround;
    private final Fault fault;
    private final Pacer pacer;
    private final byte[] received = new byte[4096];

    private ByteTiming timing;
    private int next;
    private int end;
    private long arrived;
    private long free;
    private boolean listening;

    TimedWire(Link link, ByteTiming timing, Duration turnaround, Fault fault, Pacer pacer) {
        this.link = link;
        this.timing = timing;
        this.turnaround = turnaround;
        this.fault = fault;
        this.pacer = pacer;
        this.free = pacer.now();
        link.timing(timing);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The wait is for the byte to begin; one that begins in time is waited for to its last bit.
     */
    @Override
    public OptionalInt read(Duration within) throws IOException {
        if (next == end) {
            next = 0;
            end = link.read(received, within);
            arrived = pacer.now();
            if (end == 0) {
                return OptionalInt.empty();
            }
        }
        int heard = received[next++] & 0xFF;
        free = link.isTimed() ? arrived : later(free, arrived) + timing.of(1).toNanos();
        listening = true;
        pacer.until(free);
        byte[] echo = fault.echo(heard);
        if (echo.length > 0) {
            link.write(echo, 0, echo.length);
        }
        return OptionalInt.of(heard);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        write(bytes, Duration.ZERO);
    }

    @Override
    public void write(byte[] bytes, Duration later) throws IOException {
        Fault.Passage passage = fault.passage(bytes);
        byte[] through = passage.bytes();
        if (through.length > 0) {
            send(through, later.plus(passage.late()));
        }
        if (passage.cut()) {
            throw new EOFException("the wire was cut on purpose");
        }
    }

    private void send(byte[] through, Duration late) throws IOException {
        long start = later((listening ? free + turnaround.toNanos() : free) + late.toNanos(), pacer.now());
        listening = false;
        pacer.until(start);
        int slice = sliceOf(through.length);
        for (int from = 0; from < through.length; from += slice) {
            int count = Math.min(slice, through.length - from);
            free = start + timing.of(from + count).toNanos();
            pacer.until(free);
            link.write(through, from, count);
        }
    }

    @Override
    public void change(ByteTiming timing) {
        this.timing = Objects.requireNonNull(timing, "timing");
        link.timing(timing);
    }

    private int sliceOf(int bytes) {
        long each = timing.of(1).toNanos();
        return each == 0 ? bytes : (int) Math.max(1, SLICE.toNanos() / each);
    }

    /** Times may wrap around, so only their difference has a sign. */
    private static long later(long a, long b) {
        return a - b > 0 ? a : b;
    }
}
