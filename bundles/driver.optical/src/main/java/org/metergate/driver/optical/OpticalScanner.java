package org.metergate.driver.optical;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.metergate.driver.channels.scan.MeterScanner;
import org.metergate.driver.channels.scan.ScanOption;
import org.metergate.driver.channels.scan.ScanOption.Kind;
import org.metergate.driver.channels.scan.ScanRegister;
import org.metergate.driver.channels.scan.Wishes;
import org.metergate.iec62056p21.Pause;
import org.metergate.settings.Properties;
import org.metergate.transport.LineAddress;
import org.metergate.transport.Lines;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Looks for meters at optical ports and on buses of their twins. Any thread may call. */
@Component(
        name = "org.metergate.driver.optical.scanner",
        service = MeterScanner.class,
        property = "scan.kind=" + OpticalScanner.KIND)
public final class OpticalScanner implements MeterScanner {
    static final String KIND = "optical";

    private static final String SPEEDS = "speeds";
    private static final String ADDRESS = "device.address";
    private static final List<ScanOption> OPTIONS = List.of(
            ScanOption.of(
                    Kind.TEXT,
                    SPEEDS,
                    "Speeds of the sign-on (baud)",
                    "One or more of 300 to 115200, separated by blanks; 300 by the standard",
                    "300 9600"),
            ScanOption.of(
                    Kind.TEXT,
                    ADDRESS,
                    "Device addresses",
                    "Up to 32 letters and digits each, several separated by blanks; empty if the meter is alone",
                    ""),
            ScanOption.of(
                    Kind.NUMBER,
                    "baud.max",
                    "Highest speed (baud)",
                    "Highest speed to agree on, 300 to 19200; 0 to stay at that of the sign-on",
                    "9600"),
            ScanOption.of(
                    Kind.NUMBER,
                    "reaction.timeout",
                    "Reaction timeout (ms)",
                    "Longest wait for a message, 100 to 60000; 1500 by the standard",
                    "1500"));

    private final Lines lines;
    private final Pause pause;
    private final ScanRegister<OpticalScan> scans = new ScanRegister<>(KIND);

    /** @param lines owner of the lines */
    @Activate
    public OpticalScanner(@Reference(name = "lines") Lines lines) {
        this(lines, Pause.SLEEP);
    }

    OpticalScanner(Lines lines, Pause pause) {
        this.lines = lines;
        this.pause = pause;
    }

    @Override
    public OpticalScan start(String line, Map<String, String> options) {
        Properties wishes = Wishes.of(line, options, OPTIONS);
        Optional<LineAddress> address = wishes.parsed("line", null, LineAddress::parse);
        List<Integer> speeds = wishes.parsed(
                        SPEEDS, null, text -> words(text).map(Integer::valueOf).toList())
                .orElse(List.of());
        int highest = wishes.integer("baud.max", 9600, 0, 19_200);
        Duration reaction = Duration.ofMillis(wishes.integer("reaction.timeout", 1500, 100, 60_000));
        Wishes.demand(wishes);
        ScanPlan plan = new ScanPlan(
                address.orElseThrow(), words(wishes.text(ADDRESS, "")).toList(), speeds, highest, reaction);
        return scans.start(plan.line().toString(), id -> new OpticalScan(id, plan, lines, pause));
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(text.split("[\\s,]+")).filter(word -> !word.isEmpty());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String driver() {
        return OpticalConfig.PID;
    }

    @Override
    public List<ScanOption> options() {
        return OPTIONS;
    }

    @Override
    public List<OpticalScan> scans() {
        return scans.scans();
    }

    /** Ends every scan and its thread. */
    @Deactivate
    void stop() {
        scans.stop();
    }
}
