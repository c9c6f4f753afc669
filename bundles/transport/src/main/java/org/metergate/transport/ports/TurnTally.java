package org.metergate.transport.ports;

import java.time.Duration;
import java.time.Instant;
import org.metergate.transport.LineUse;
import org.metergate.transport.SerialSettings;

/** Counts what one conversation does. Any thread may call. */
final class TurnTally {
    private static final double SECOND = 1e9; // ns

    private final String holder;
    private final Instant began;
    private final Duration waited;
    private final boolean timed;
    private final long start = System.nanoTime();
    private long end;
    private boolean over;
    private long asked;
    private boolean quiet;
    private long quietFor;
    private double wire; // s
    private int exchanges;
    private long sent;
    private long received;

    /** @param timed whether bytes take the time that speed and format say */
    TurnTally(String holder, Instant began, Duration waited, boolean timed) {
        this.holder = holder;
        this.began = began;
        this.waited = waited;
        this.timed = timed;
    }

    /** A frame has gone out. */
    synchronized void sent(int bytes, SerialSettings settings) {
        sent += bytes;
        exchanges++;
        wire += time(bytes, settings);
        asked = System.nanoTime();
        quiet = true;
    }

    /** Bytes came; 0 if a wait for them is over. */
    synchronized void heard(int bytes, SerialSettings settings) {
        received += bytes;
        wire += time(bytes, settings);
        if (quiet) {
            quietFor += System.nanoTime() - asked;
            quiet = false;
        }
    }

    synchronized void end() {
        if (!over) {
            over = true;
            end = System.nanoTime();
        }
    }

    synchronized LineUse.Turn turn() {
        long took = (over ? end : System.nanoTime()) - start;
        return new LineUse.Turn(
                holder,
                began,
                waited,
                Duration.ofNanos(took),
                over,
                Duration.ofNanos(Math.round(wire * SECOND)),
                Duration.ofNanos(quietFor),
                exchanges,
                sent,
                received);
    }

    private double time(int bytes, SerialSettings settings) {
        return timed ? (double) bytes * settings.bitsPerCharacter() / settings.baud() : 0;
    }
}
