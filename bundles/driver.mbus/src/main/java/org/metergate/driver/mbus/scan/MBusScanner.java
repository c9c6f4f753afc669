package org.metergate.driver.mbus.scan;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.metergate.driver.channels.scan.MeterScanner;
import org.metergate.driver.channels.scan.ScanOption;
import org.metergate.driver.channels.scan.ScanOption.Kind;
import org.metergate.driver.channels.scan.Wishes;
import org.metergate.settings.Properties;
import org.metergate.transport.LineAddress;
import org.metergate.transport.SerialSettings.Parity;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Scans of a bus for whoever knows no M-Bus: the meters that are found are read, and channels proposed. */
@Component(
        name = "org.metergate.driver.mbus.scanner",
        service = MeterScanner.class,
        property = "scan.kind=" + ScanService.KIND)
public final class MBusScanner implements MeterScanner {

    private static final List<ScanOption> OPTIONS = List.of(
            ScanOption.of(
                    Kind.TEXT,
                    "speeds",
                    "Speeds (baud)",
                    "One or more of 300 600 1200 2400 4800 9600 19200 38400, separated by blanks",
                    "2400"),
            ScanOption.choice(
                    "way", "Addresses", "Secondary addresses, primary ones, or both", ScanRequest.Way.SECONDARY),
            ScanOption.choice("parity", "Parity", "EVEN on a bus", Parity.EVEN),
            ScanOption.of(
                    Kind.FLAG,
                    "thorough",
                    "Thorough",
                    "Look everywhere for the digit F, which hides behind its neighbours; twice the time",
                    "true"),
            ScanOption.of(
                    Kind.NUMBER,
                    "margin",
                    "Answer margin (ms)",
                    "Waited in addition to what the standard gives a meter, 0 to 10000; more over networks",
                    "30"));

    private final ScanService scans;

    /** @param scans that go on */
    @Activate
    public MBusScanner(@Reference(name = "scans") ScanService scans) {
        this.scans = scans;
    }

    @Override
    public MBusScan start(String line, Map<String, String> options) {
        Properties wishes = Wishes.of(line, options, OPTIONS);
        Optional<LineAddress> address = wishes.parsed("line", null, LineAddress::parse);
        List<Integer> speeds =
                wishes.parsed("speeds", "2400", MBusScanner::speeds).orElse(List.of());
        ScanRequest.Way way = wishes.choice("way", ScanRequest.Way.SECONDARY);
        Parity parity = wishes.choice("parity", Parity.EVEN);
        boolean thorough = wishes.flag("thorough", true);
        Duration margin = Duration.ofMillis(wishes.integer("margin", 30, 0, 10_000));
        Wishes.demand(wishes);
        ScanRequest request =
                new ScanRequest(address.orElseThrow(), parity, speeds, way, ScanRequest.EVERYBODY, thorough, margin);
        return scans.start(request, true);
    }

    private static List<Integer> speeds(String text) {
        return Stream.of(text.split("[\\s,]+")).map(Integer::valueOf).toList();
    }

    @Override
    public String kind() {
        return ScanService.KIND;
    }

    @Override
    public String driver() {
        return "org.metergate.driver.mbus";
    }

    @Override
    public List<ScanOption> options() {
        return OPTIONS;
    }

    @Override
    public List<MBusScan> scans() {
        return scans.running();
    }
}
