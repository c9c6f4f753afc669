package org.metergate.driver.dlms;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.metergate.driver.dlms.scan.Proposal;
import org.metergate.driver.dlms.scan.Scan;

/**
 * A scan of a driver's meter as whoever knows DLMS sees it.
 *
 * @param running it
 */
record StartedScan(RunningScan running) implements Scan {

    @Override
    public String driver() {
        return running.driver();
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
    public List<Proposal> proposals() {
        return running.proposals();
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
