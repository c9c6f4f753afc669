package org.metergate.driver.dlms;

import java.util.function.Function;
import org.metergate.driver.channels.scan.MeterScanner;
import org.metergate.driver.channels.scan.ScanWishes;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Scans of DLMS meters as plain maps and lists, for remote requests. */
@Component(service = Function.class, property = "metering.request=scan")
public final class DlmsScanWishes extends ScanWishes {

    /** @param scanner that fulfils them */
    @Activate
    public DlmsScanWishes(
            @Reference(name = "scanner", target = "(scan.kind=" + ScanService.KIND + ")") MeterScanner scanner) {
        super(scanner);
    }
}
