package org.metergate.transport.ports;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every line once a second. One thread looks; a line that has to be opened, which may take seconds, gets a
 * thread for that time, so that no line waits for another.
 */
final class Watch {
    static final Duration EVERY_SECOND = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final Supplier<List<SharedLine>> lines;
    private final Duration every;
    private final ScheduledExecutorService looker;
    private final ExecutorService openers;
    private final Set<SharedLine> opening = ConcurrentHashMap.newKeySet();
    private boolean started;

    Watch(Supplier<List<SharedLine>> lines, Duration every) {
        this.lines = lines;
        this.every = every;
        looker = Executors.newSingleThreadScheduledExecutor(task -> thread(task, "lines-watch"));
        // no thread outlives its line's opening
        openers = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                0,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> thread(task, "lines-open"));
    }

    /** Begins to look. Starting twice, or after the end, does nothing. */
    synchronized void start() {
        if (!started && !every.isZero()) {
            started = true;
            looker.scheduleWithFixedDelay(this::look, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Ends; what is being opened is broken off by closing the lines. */
    synchronized void stop() {
        started = true;
        looker.shutdownNow();
        openers.shutdownNow();
    }

    /** Waits for the threads to end. */
    void await() {
        try {
            looker.awaitTermination(5, TimeUnit.SECONDS);
            openers.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            long now = System.nanoTime();
            for (SharedLine line : lines.get()) {
                if (!line.isDueToOpen(now)) {
                    line.tend(now);
                } else if (opening.add(line)) {
                    openers.execute(() -> open(line, now));
                }
            }
        } catch (RejectedExecutionException stopped) {
            LOG.debug("the lines are being closed");
        } catch (RuntimeException e) { // the thread goes on: it looks after every line
            LOG.error("looking after the lines failed", e);
        }
    }

    private void open(SharedLine line, long now) {
        try {
            line.tend(now);
        } catch (RuntimeException e) {
            LOG.error("{}: opening it failed", line.address(), e);
        } finally {
            opening.remove(line);
        }
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
