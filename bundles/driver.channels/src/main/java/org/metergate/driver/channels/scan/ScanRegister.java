package org.metergate.driver.channels.scan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The scans of one scanner: one at a time for each place, and the last one of every place stays to be looked at. Any
 * thread may call.
 *
 * @param <S> the scans
 */
public final class ScanRegister<S extends RunningScan> {
    private static final int MOST_KEPT = 100;

    private final String kind;
    private final Map<String, S> scans = new LinkedHashMap<>();
    private int last;

    /** @param kind of the scanner, the first part of the ids */
    public ScanRegister(String kind) {
        this.kind = kind;
    }

    /**
     * Starts a scan.
     *
     * @param place that no two scans may have at once, such as the line
     * @param made makes the scan with the id that it gets
     * @return the scan
     * @throws IllegalStateException if a scan of this place is going on
     */
    public synchronized S start(String place, Function<String, S> made) {
        S before = scans.get(place);
        if (before != null && before.state() == MeterScan.State.RUNNING) {
            throw new IllegalStateException("a scan of " + place + " is going on; cancel it first");
        }
        last++;
        S scan = made.apply(kind + "-" + last);
        scans.remove(place);
        scans.put(place, scan);
        forgetTheOldest();
        scan.start();
        return scan;
    }

    private void forgetTheOldest() {
        while (scans.size() > MOST_KEPT) {
            Optional<String> ended = scans.entrySet().stream()
                    .filter(one -> one.getValue().state() != MeterScan.State.RUNNING)
                    .map(Map.Entry::getKey)
                    .findFirst();
            if (ended.isEmpty()) {
                return;
            }
            scans.remove(ended.get());
        }
    }

    /** @return the scans that go on, and the last one of every other place, in the order they were started */
    public synchronized List<S> scans() {
        return List.copyOf(scans.values());
    }

    /** @return the scan that was started last at this place; empty if there was none */
    public synchronized Optional<S> at(String place) {
        return Optional.ofNullable(scans.get(place));
    }

    /** Ends every scan and its thread, and forgets them. */
    public void stop() {
        List<S> open;
        synchronized (this) {
            open = List.copyOf(scans.values());
            scans.clear();
        }
        open.forEach(RunningScan::stop);
    }
}
