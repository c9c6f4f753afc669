package org.metergate.driver.mbus.scan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.metergate.transport.LineAddress;
import org.metergate.transport.Lines;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Keeps the scans: one at a time for each line. */
@Component(name = "org.metergate.driver.mbus.scan", service = MBusScans.class)
public final class ScanService implements MBusScans {

    private final Lines lines;
    private final Map<LineAddress, RunningScan> scans = new LinkedHashMap<>();

    /** @param lines owner of the lines */
    @Activate
    public ScanService(@Reference(name = "lines") Lines lines) {
        this.lines = lines;
    }

    @Override
    public synchronized Scan start(ScanRequest request) {
        RunningScan before = scans.get(request.line());
        if (before != null && before.state() == Scan.State.RUNNING) {
            throw new IllegalStateException("a scan of " + request.line() + " is going on; cancel it first");
        }
        RunningScan scan = new RunningScan(request, lines);
        scans.remove(request.line());
        scans.put(request.line(), scan);
        scan.start();
        return scan;
    }

    @Override
    public synchronized List<Scan> scans() {
        return List.copyOf(scans.values());
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
