package org.metergate.publisher.outbox;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.metergate.publisher.outbox.store.StoreWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells in the log what was lost: the first of a kind at once, what follows in one line every ten minutes. */
final class Losses implements StoreWatch {

    private static final Logger LOG = LoggerFactory.getLogger(Losses.class);
    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(10);

    private static final class Tally {
        private long entries;
        private long toldAt;
        private boolean told;
    }

    private final LongSupplier nanoTime;
    private final Map<String, Tally> tallies = new HashMap<>();

    Losses(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public void dropped(String destination, long entries, Cause cause) {
        String what =
                switch (cause) {
                    case AGE -> "older than the outbox keeps them";
                    case SIZE -> "more than the outbox keeps";
                    case DAMAGE -> "damaged on the disk";
                };
        tell(destination + ": {} readings were lost, " + what, entries);
    }

    @Override
    public void damaged(String where, long bytes) {
        tell("{} bytes that are no reading were stepped over, " + where, bytes);
    }

    private void tell(String line, long count) {
        Tally tally = tallies.computeIfAbsent(line, key -> new Tally());
        tally.entries += count;
        long now = nanoTime.getAsLong();
        if (!tally.told || now - tally.toldAt > PAUSE_NANOS) {
            LOG.warn(line, tally.entries);
            tally.told = true;
            tally.toldAt = now;
            tally.entries = 0;
        }
    }
}
