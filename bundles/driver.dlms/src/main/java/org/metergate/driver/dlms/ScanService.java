package org.metergate.driver.dlms;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.metergate.driver.channels.scan.ScanRegister;
import org.metergate.driver.dlms.scan.DlmsScans;
import org.metergate.driver.dlms.scan.Scan;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Keeps the scans: one at a time for each driver, and one for each line that no driver is named for. Any thread may call. */
@Component(
        name = "org.metergate.driver.dlms.scan",
        service = {DlmsScans.class, ScanService.class})
public final class ScanService implements DlmsScans {
    static final String KIND = "dlms";

    private final Map<String, Supplier<Optional<ConnectedMeter>>> drivers = new TreeMap<>();
    private final ScanRegister<DlmsScan> scans = new ScanRegister<>(KIND);

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
        synchronized (this) {
            drivers.remove(driver);
        }
        scans.at(driver).ifPresent(DlmsScan::cancel);
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
        Map<String, String> settings =
                Map.of("line", connected.settings().line().toString());
        return scans.start(driver, id -> new DlmsScan(id, driver, connected, false, settings));
    }

    /**
     * Starts the scan of a meter that no driver reads yet.
     *
     * @param line it is at
     * @param made makes the scan
     * @return the scan
     * @throws IllegalStateException if a scan of that line is going on
     */
    DlmsScan start(String line, Function<String, DlmsScan> made) {
        return scans.start(line, made);
    }

    @Override
    public List<Scan> scans() {
        return scans.scans().stream()
                .<Scan>map(one -> one)
                .filter(one -> !one.driver().isEmpty())
                .toList();
    }

    List<DlmsScan> running() {
        return scans.scans();
    }

    @Override
    public synchronized List<String> drivers() {
        return List.copyOf(drivers.keySet());
    }

    /** Ends every scan and its thread. */
    @Deactivate
    void stop() {
        scans.stop();
    }
}
