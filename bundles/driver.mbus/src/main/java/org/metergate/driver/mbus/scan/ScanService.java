package org.metergate.driver.mbus.scan;

import java.util.List;
import org.metergate.driver.channels.scan.ScanRegister;
import org.metergate.transport.Lines;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Keeps the scans: one at a time for each line. */
@Component(
        name = "org.metergate.driver.mbus.scan",
        service = {MBusScans.class, ScanService.class})
public final class ScanService implements MBusScans {

    static final String KIND = "mbus";

    private final Lines lines;
    private final ScanRegister<MBusScan> scans = new ScanRegister<>(KIND);

    /** @param lines owner of the lines */
    @Activate
    public ScanService(@Reference(name = "lines") Lines lines) {
        this.lines = lines;
    }

    @Override
    public Scan start(ScanRequest request) {
        return start(request, false);
    }

    /** @param reads whether each meter that is found is read as well */
    MBusScan start(ScanRequest request, boolean reads) {
        return scans.start(request.line().toString(), id -> new MBusScan(id, request, reads, lines));
    }

    @Override
    public List<Scan> scans() {
        return List.copyOf(scans.scans());
    }

    List<MBusScan> running() {
        return scans.scans();
    }

    /** Ends every scan and its thread. */
    @Deactivate
    void stop() {
        scans.stop();
    }
}
