package org.metergate.driver.mbus.scan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.metergate.mbus.FoundMeter;

/**
 * A scan as whoever knows M-Bus sees it.
 *
 * @param running it
 */
record StartedScan(RunningScan running) implements Scan {

    @Override
    public ScanRequest request() {
        return running.request();
    }

    @Override
    public State state() {
        return switch (running.state()) {
            case RUNNING -> State.RUNNING;
            case COMPLETE -> State.COMPLETE;
            case CANCELLED -> State.CANCELLED;
            case FAILED -> State.FAILED;
        };
    }

    @Override
    public double progress() {
        return running.progress();
    }

    @Override
    public int requests() {
        return running.requests();
    }

    @Override
    public List<FoundMeter> found() {
        return running.found();
    }

    @Override
    public Optional<String> failure() {
        return running.failure();
    }

    @Override
    public void cancel() {
        running.cancel();
    }

    @Override
    public boolean await(Duration patience) throws InterruptedException {
        return running.await(patience);
    }
}
