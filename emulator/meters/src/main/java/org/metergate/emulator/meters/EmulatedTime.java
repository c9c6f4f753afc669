package org.metergate.emulator.meters;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Time that moves only while everybody waits, and then at once to the first moment that somebody waits for: an hour on a
 * slow wire takes milliseconds, and the figures are the same on every machine.
 *
 * <p>The thread that makes it takes part; others join before they start and leave when they end. What they wait for is
 * changed under this object's lock, with {@link #change}.
 */
public final class EmulatedTime implements Pacer {
    /** Far from where a counter wraps around. */
    private static final long START = 1_000_000_000L;

    private record Waiter(BooleanSupplier condition, long until) {}

    private final List<Waiter> waiters = new ArrayList<>();
    private long now = START;
    private int participants = 1;

    @Override
    public synchronized long now() {
        return now;
    }

    /** @return what has passed since the beginning */
    public Duration elapsed() {
        return Duration.ofNanos(now() - START);
    }

    @Override
    public void until(long time) throws InterruptedIOException {
        await(() -> false, time);
    }

    /** Another thread takes part from now on; called before it starts. */
    public synchronized void join() {
        participants++;
    }

    /** The calling thread takes part no longer. */
    public synchronized void leave() {
        participants--;
        moveOn();
    }

    /**
     * Changes something that others wait for.
     *
     * @param change what is done under the lock
     */
    synchronized void change(Runnable change) {
        change.run();
        notifyAll();
    }

    /**
     * Waits for a condition.
     *
     * @param condition asked under the lock
     * @param time what {@link #now()} says at the latest
     * @return whether the condition holds
     * @throws InterruptedIOException if the thread is interrupted
     */
    synchronized boolean await(BooleanSupplier condition, long time) throws InterruptedIOException {
        Waiter self = new Waiter(condition, time);
        waiters.add(self);
        try {
            while (!condition.getAsBoolean() && now < time) {
                moveOn();
                if (!condition.getAsBoolean() && now < time) {
                    wait();
                }
            }
            return condition.getAsBoolean();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting in emulated time");
        } finally {
            waiters.remove(self);
        }
    }

    /** Moves to the first moment that somebody waits for, if nobody has anything to do before. */
    private void moveOn() {
        boolean somebodyRuns = waiters.size() < participants
                || waiters.stream()
                        .anyMatch(waiter ->
                                waiter.until() <= now || waiter.condition().getAsBoolean());
        if (!somebodyRuns) {
            now = waiters.stream().mapToLong(Waiter::until).min().orElse(now);
            notifyAll();
        }
    }
}
