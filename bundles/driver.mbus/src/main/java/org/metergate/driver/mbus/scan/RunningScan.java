package org.metergate.driver.mbus.scan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.metergate.mbus.BusScan;
import org.metergate.mbus.FoundMeter;
import org.metergate.mbus.ScanResult;
import org.metergate.mbus.ScanWatch;
import org.metergate.mbus.Timing;
import org.metergate.transport.Claim;
import org.metergate.transport.Echo;
import org.metergate.transport.LineException;
import org.metergate.transport.LineOptions;
import org.metergate.transport.Lines;
import org.metergate.transport.SerialSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One scan and its thread. */
final class RunningScan implements Scan, ScanWatch {
    private static final Logger LOG = LoggerFactory.getLogger(RunningScan.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int NO_RETRIES = 0;
    /** Silence is the usual answer to a scan: no reason to open the line anew. */
    private static final LineOptions LINE = new LineOptions("M-Bus scan", Echo.KEEP, 0);

    private final ScanRequest request;
    private final Lines lines;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<FoundMeter> found = new CopyOnWriteArrayList<>();
    private volatile boolean cancelled;
    private volatile State state = State.RUNNING;
    private volatile Optional<String> failure = Optional.empty();
    private volatile double progress;
    private volatile int requests;
    private double from;
    private double weight;
    private int requestsBefore;

    RunningScan(ScanRequest request, Lines lines) {
        this.request = request;
        this.lines = lines;
        this.thread = new Thread(this::run, "mbus-scan-" + request.line());
    }

    void start() {
        thread.start();
    }

    private void run() {
        State end = State.FAILED;
        try {
            end = scanned() ? State.COMPLETE : State.CANCELLED;
        } catch (LineException e) {
            failure = Optional.of(e.getMessage());
            end = cancelled ? State.CANCELLED : State.FAILED;
        } catch (RuntimeException e) { // outermost loop of the thread
            LOG.error("the scan of {} failed", request.line(), e);
            failure = Optional.of("the scan failed: " + e);
        } finally {
            state = end;
            progress = end == State.COMPLETE ? 1 : progress;
            LOG.info("scan of {}: {}, {} meters, {} requests", request.line(), end, found.size(), requests);
            ended.countDown();
        }
    }

    private boolean scanned() throws LineException {
        int speeds = request.speeds().size();
        for (int i = 0; i < speeds && !cancelled; i++) {
            from = (double) i / speeds;
            weight = 1.0 / speeds;
            scanAt(request.speeds().get(i));
        }
        return !cancelled;
    }

    private void scanAt(int baud) throws LineException {
        SerialSettings serial = new SerialSettings(baud, 8, request.parity(), 1);
        try (Claim claim = lines.claim(request.line(), serial, LINE)) {
            Timing timing = new Timing(baud, request.margin(), NO_RETRIES);
            BusScan scan = new BusScan(claim, timing, PATIENCE, this);
            boolean sweeps = request.speeds().size() > 1;
            if (sweeps && !scan.hearsAnybody()) {
                progress(1, 0);
                return;
            }
            double share = weight;
            if (request.way() == ScanRequest.Way.BOTH) {
                weight = share / 2;
            }
            if (request.way() != ScanRequest.Way.PRIMARY) {
                counted(scan.secondary(request.within(), request.thorough()));
            }
            if (request.way() == ScanRequest.Way.BOTH) {
                from += weight;
            }
            if (request.way() != ScanRequest.Way.SECONDARY && !cancelled) {
                counted(scan.primary(0, 250));
            }
        }
    }

    private void counted(ScanResult result) {
        requestsBefore += result.requests();
        requests = requestsBefore;
    }

    @Override
    public boolean goOn() {
        return !cancelled;
    }

    @Override
    public void progress(double share, int sent) {
        progress = Math.max(progress, from + weight * share);
        requests = requestsBefore + sent;
    }

    @Override
    public void found(FoundMeter meter) {
        found.add(meter);
    }

    @Override
    public ScanRequest request() {
        return request;
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public double progress() {
        return progress;
    }

    @Override
    public int requests() {
        return requests;
    }

    @Override
    public List<FoundMeter> found() {
        return List.copyOf(found);
    }

    @Override
    public Optional<String> failure() {
        return failure;
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public boolean await(Duration patience) throws InterruptedException {
        return ended.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Breaks off, and waits a little for the thread to end. */
    void stop() {
        cancel();
        thread.interrupt();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
