package org.metergate.driver.dlms;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.metergate.driver.dlms.scan.DlmsScans;
import org.metergate.driver.dlms.scan.Scan;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Keeps the scans: one at a time for each driver. Any thread may call. */
@Component(
        name = "org.metergate.driver.dlms.scan",
        service = {DlmsScans.class, ScanService.class})
public final class ScanService implements DlmsScans {
    private final Map<String, Supplier<Optional<ConnectedMeter>>> drivers = new TreeMap<>();
    private final Map<String, RunningScan> scans = new LinkedHashMap<>();

    /**
     * A driver can be scanned from now on.
     *
     * @param driver its name
     * @param meter its meter now; empty if its settings are wrong
     */
    synchronized void add(String driver, Supplier<Optional<ConnectedMeter>> meter) {
        drivers.put(driver, meter);
    }

    /** @param driver that is gone */
    void remove(String driver) {
        RunningScan scan;
        synchronized (this) {
            drivers.remove(driver);
            scan = scans.get(driver);
        }
        if (scan != null) {
            scan.cancel();
        }
    }

    @Override
    public Scan start(String driver) {
        Supplier<Optional<ConnectedMeter>> meter;
        synchronized (this) {
            meter = drivers.get(driver);
        }
        if (meter == null) {
            throw new IllegalArgumentException("there is no driver '" + driver + "'; there are " + drivers());
        }
        ConnectedMeter connected = meter.get()
                .filter(one -> !one.settings().push().alone())
                .orElseThrow(() -> new IllegalArgumentException("the meter of " + driver
                        + " cannot be asked: its settings are wrong, or it only sends by itself"));
        synchronized (this) {
            RunningScan before = scans.get(driver);
            if (before != null && before.state() == Scan.State.RUNNING) {
                throw new IllegalStateException("a scan of " + driver + " is going on; cancel it first");
            }
            RunningScan scan = new RunningScan(driver, connected);
            scans.remove(driver);
            scans.put(driver, scan);
            scan.start();
            return scan;
        }
    }

    @Override
    public synchronized List<Scan> scans() {
        return List.copyOf(scans.values());
    }

    @Override
    public synchronized List<String> drivers() {
        return List.copyOf(drivers.keySet());
    }

    /** Ends every scan and its thread. */
    @Deactivate
    void stop() {
        List<RunningScan> open;
        synchronized (this) {
            open = List.copyOf(scans.values());
            scans.clear();
        }
        open.forEach(RunningScan::stop);
    }
}
