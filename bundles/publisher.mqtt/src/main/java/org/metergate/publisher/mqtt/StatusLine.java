package org.metergate.publisher.mqtt;

import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a publisher does or why it does nothing: one line in the log for each change. Safe for many threads. */
final class StatusLine {

    private static final Logger LOG = LoggerFactory.getLogger(StatusLine.class);

    private final String name;
    private final LongSupplier waiting;
    private String text = "";

    /**
     * @param name of the publisher
     * @param waiting tells how many readings wait
     */
    StatusLine(String name, LongSupplier waiting) {
        this.name = name;
        this.waiting = waiting;
    }

    /** @param why nothing, or not everything, goes on */
    void waits(String why) {
        if (isNews(why)) {
            LOG.warn("{} waits: {}; {} readings are kept", name, why, waiting.getAsLong());
        }
    }

    /** Everything goes on. */
    void delivers() {
        if (isNews("delivers")) {
            LOG.info("{} delivers", name);
        }
    }

    /** @return the text of now */
    synchronized String text() {
        return text;
    }

    private synchronized boolean isNews(String now) {
        boolean news = !now.equals(text);
        text = now;
        return news;
    }
}
