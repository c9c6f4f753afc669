package org.metergate.publisher.outbox.connection;

import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.eclipse.kura.cloudconnection.CloudConnectionManager;
import org.eclipse.kura.cloudconnection.CloudEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a publisher does or why it does nothing, its cloud connection first of all: one line in the log for each change. The
 * state may be changed and read by any thread; the connection is looked after by one.
 */
public final class ConnectionStatus {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionStatus.class);

    private final String name;
    private final Supplier<String> meanwhile;
    private final LongSupplier nanoTime;
    private final Absence absence;
    private String text = "";

    /**
     * @param name of the publisher
     * @param meanwhile tells what becomes of readings while it waits, a clause such as {@code 3 readings are kept}
     * @param nanoTime a clock that is never set
     * @param random numbers from 0 to less than 1, for pauses
     */
    public ConnectionStatus(String name, Supplier<String> meanwhile, LongSupplier nanoTime, DoubleSupplier random) {
        this.name = name;
        this.meanwhile = meanwhile;
        this.nanoTime = nanoTime;
        this.absence = new Absence(random);
    }

    /**
     * Looks whether the connection is there. Says so if it is not for more than some seconds, with the reason.
     *
     * @param endpoint of the connection; empty if it is not there
     * @param pid kura.service.pid that it has or should have
     * @param look finds the reason why the endpoint is not connected, and may take seconds; empty if nobody can tell
     * @return whether something can be published
     */
    public boolean isThere(Optional<CloudEndpoint> endpoint, String pid, Supplier<Optional<String>> look) {
        if (endpoint.isEmpty()) {
            absent("there is no cloud endpoint '" + pid + "'", Optional::empty);
        } else if (endpoint.get() instanceof CloudConnectionManager manager && !manager.isConnected()) {
            absent(
                    "the cloud connection is not connected; the log of its DataService says why, and"
                            + " connect.auto-on-startup there must be true",
                    look);
        } else {
            absence.over();
            return true;
        }
        return false;
    }

    /** The reason is worth more than the fact. */
    private void absent(String fact, Supplier<Optional<String>> look) {
        if (absence.lasts(nanoTime.getAsLong())) {
            waits(absence.reason(nanoTime.getAsLong(), look).orElse(fact));
        }
    }

    /** @param why nothing, or not everything, goes on */
    public void waits(String why) {
        if (isNews(why)) {
            LOG.warn("{} waits: {}; {}", name, why, meanwhile.get());
        }
    }

    /** Everything goes on. */
    public void delivers() {
        if (isNews("delivers")) {
            LOG.info("{} delivers", name);
        }
    }

    /** @return what it does or why it does nothing, in one sentence; empty before anything is known */
    public synchronized String text() {
        return text;
    }

    private synchronized boolean isNews(String now) {
        boolean news = !now.equals(text);
        text = now;
        return news;
    }
}
