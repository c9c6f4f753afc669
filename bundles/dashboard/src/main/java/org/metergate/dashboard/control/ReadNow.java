package org.metergate.dashboard.control;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.asset.Asset;
import org.eclipse.kura.channel.ChannelRecord;
import org.metergate.dashboard.control.Problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads meters because somebody asks, through the gateway's assets: one reading of a meter at a time, a few meters at once,
 * and nobody waits for longer than the patience. Any thread.
 */
final class ReadNow implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadNow.class);

    /** Readings that may go on at once: each holds a thread of ours and perhaps a line. */
    static final int AT_ONCE = 4;

    private final Duration patience;
    private final Set<String> going = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(0, AT_ONCE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                Thread thread = new Thread(work, "metergate-dashboard-read");
                thread.setDaemon(true);
                return thread;
            });

    /** @param patience longest wait for a reading */
    ReadNow(Duration patience) {
        this.patience = patience;
    }

    /**
     * Reads all channels of a meter.
     *
     * @throws ProblemException if it is being read, too many are, it takes too long (the reading goes on then), or the
     *     gateway fails
     */
    List<ChannelRecord> read(String meter, Asset asset) throws ProblemException {
        if (!going.add(meter)) {
            throw Problem.conflict(meter + " is being read just now: wait for that")
                    .thrown();
        }
        Future<List<ChannelRecord>> reading;
        try {
            reading = threads.submit(() -> {
                try {
                    return asset.readAllChannels();
                } finally {
                    going.remove(meter);
                }
            });
        } catch (RejectedExecutionException e) {
            going.remove(meter);
            throw Problem.unavailable(AT_ONCE + " meters are being read just now: try again in some seconds")
                    .thrown();
        }
        try {
            return reading.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw Problem.unavailable(meter + " has not been read after " + patience.toSeconds()
                            + " s: its line may be slow or held by others; the reading goes on")
                    .thrown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("the dashboard is ending").thrown();
        } catch (ExecutionException e) {
            throw failed(meter, e.getCause()).thrown();
        }
    }

    private static Problem failed(String meter, Throwable cause) {
        if (cause instanceof KuraException) {
            return Problem.unavailable("the gateway could not read " + meter + ": " + cause.getMessage());
        }
        LOG.error("{} could not be read", meter, cause);
        return Problem.internal();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
