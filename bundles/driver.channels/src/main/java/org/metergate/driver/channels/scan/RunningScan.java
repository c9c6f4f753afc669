package org.metergate.driver.channels.scan;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.metergate.transport.LineException;
import org.metergate.transport.MalformedFrameException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One scan and its thread, the same for all drivers; a driver says what is asked in {@link #scan}. */
public abstract class RunningScan implements MeterScan {
    private static final Logger LOG = LoggerFactory.getLogger(RunningScan.class);

    private final String id;
    private final String kind;
    private final String line;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Map<String, ScannedMeter> meters = new LinkedHashMap<>();
    private volatile boolean cancelled;
    private volatile State state = State.RUNNING;
    private volatile Optional<String> failure = Optional.empty();
    private volatile double progress;
    private volatile int requests;

    /**
     * @param id as the register of the scanner gave it
     * @param kind of the scanner
     * @param line address of the line
     */
    protected RunningScan(String id, String kind, String line) {
        this.id = id;
        this.kind = kind;
        this.line = line;
        this.thread = new Thread(this::run, kind + "-scan-" + line);
        this.thread.setDaemon(true);
    }

    /**
     * Asks all there is to ask, and ends soon after {@link #isCancelled}.
     *
     * @return why it failed, in one sentence; empty if it did not
     * @throws LineException if the line broke
     * @throws MalformedFrameException if what came is not the protocol
     */
    protected abstract Optional<String> scan() throws LineException, MalformedFrameException;

    /** @return what to tell of a line that broke */
    protected String why(LineException failed) {
        return failed.getMessage();
    }

    /** @return what to tell of bytes that are not the protocol */
    protected String why(MalformedFrameException failed) {
        return failed.getMessage();
    }

    final void start() {
        thread.start();
    }

    private void run() {
        State end = State.FAILED;
        try {
            failure = scan();
            end = cancelled ? State.CANCELLED : failure.isPresent() ? State.FAILED : State.COMPLETE;
        } catch (LineException e) {
            failure = Optional.of(why(e));
            end = cancelled ? State.CANCELLED : State.FAILED;
        } catch (MalformedFrameException e) {
            failure = Optional.of(why(e));
        } catch (RuntimeException e) { // outermost loop of the thread
            LOG.error("the scan of {} failed", line, e);
            failure = Optional.of("the scan failed: " + e);
        } finally {
            progress = end == State.COMPLETE ? 1 : progress;
            state = end;
            LOG.info("scan of {}: {}, {} meters, {} requests", line, end, meters().size(), requests);
            ended.countDown();
        }
    }

    /** @return whether to end as soon as possible */
    protected final boolean isCancelled() {
        return cancelled;
    }

    /** @param share that is done, 0 to 1; what lies behind the present one is not told */
    protected final void progress(double share) {
        progress = Math.max(progress, Math.min(1, share));
    }

    /** @param sent requests until now */
    protected final void requests(int sent) {
        requests = sent;
    }

    /** @param meter that was found; replaces what was told before of the same address */
    protected final void found(ScannedMeter meter) {
        synchronized (meters) {
            meters.put(meter.address(), meter);
        }
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final String kind() {
        return kind;
    }

    @Override
    public final String line() {
        return line;
    }

    @Override
    public final State state() {
        return state;
    }

    @Override
    public final double progress() {
        return progress;
    }

    @Override
    public final int requests() {
        return requests;
    }

    @Override
    public final List<ScannedMeter> meters() {
        synchronized (meters) {
            return List.copyOf(meters.values());
        }
    }

    @Override
    public final Optional<String> failure() {
        return failure;
    }

    @Override
    public final void cancel() {
        cancelled = true;
    }

    @Override
    public final boolean await(Duration patience) throws InterruptedException {
        return ended.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Breaks off, and waits a little for the thread to end. */
    final void stop() {
        cancel();
        thread.interrupt();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
