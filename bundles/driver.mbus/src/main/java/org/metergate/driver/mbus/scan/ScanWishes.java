package org.metergate.driver.mbus.scan;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.metergate.driver.channels.scan.MeterScanner;
import org.metergate.driver.channels.scan.ScanFields;
import org.metergate.mbus.FoundMeter;
import org.metergate.transport.LineAddress;
import org.metergate.transport.SerialSettings.Parity;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Scans for whoever knows no M-Bus: wishes as texts in, the scans as maps and lists out. Offered as a plain function with the
 * service property {@code metering.request} = {@code scan}, so that nobody needs this bundle to call it.
 */
@Component(service = Function.class, property = "metering.request=scan")
public final class ScanWishes implements Function<Map<String, Object>, Map<String, Object>> {

    private static final Set<String> KNOWN =
            Set.of("kind", "line", "speeds", "way", "parity", "thorough", "margin", "channels", "cancel");

    private final MBusScans scans;
    private final Optional<MeterScanner> scanner;

    /**
     * @param scans the service that scans
     * @param scanner the same for those who want channels
     */
    @Activate
    public ScanWishes(
            @Reference(name = "scans") MBusScans scans,
            @Reference(name = "scanner", target = "(scan.kind=" + ScanService.KIND + ")") MeterScanner scanner) {
        this.scans = scans;
        this.scanner = Optional.of(scanner);
    }

    ScanWishes(MBusScans scans) {
        this.scans = scans;
        this.scanner = Optional.empty();
    }

    /**
     * Starts or breaks off a scan.
     *
     * @param wishes {@code line} to scan, with {@code speeds} (baud, separated by blanks; 2400), {@code way} (PRIMARY,
     *     SECONDARY or BOTH; SECONDARY), {@code parity} (EVEN), {@code thorough} (true), {@code margin} (ms; 30) and
     *     {@code channels} (whether the meters are read as well; false); or {@code line} and {@code cancel} = true. Without
     *     any, nothing is started. Other keys of who asks are refused
     * @return {@code kind} = mbus, and {@code scans} as they stand now
     * @throws IllegalArgumentException if a wish cannot be fulfilled; the message says which and what would be right
     * @throws IllegalStateException if a scan of the line is going on
     */
    @Override
    public Map<String, Object> apply(Map<String, Object> wishes) {
        Map<String, Object> own = new LinkedHashMap<>(wishes);
        own.keySet().removeIf(key -> key.startsWith("request.") || key.startsWith("requester."));
        if (!own.isEmpty()) {
            fulfil(own);
        }
        return Map.of(
                "kind",
                "mbus",
                "scans",
                scans.scans().stream().map(ScanWishes::scan).toList());
    }

    private void fulfil(Map<String, Object> wishes) {
        Set<String> unknown = new TreeSet<>(wishes.keySet());
        unknown.removeAll(KNOWN);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(unknown + " is unknown; expected some of " + new TreeSet<>(KNOWN));
        }
        if (!text(wishes, "kind", "mbus").equals("mbus")) {
            throw new IllegalArgumentException("kind is '" + wishes.get("kind") + "'; expected mbus");
        }
        String line = text(wishes, "line", "");
        if (line.isEmpty()) {
            throw new IllegalArgumentException("line is missing; expected something like serial:/dev/ttyUSB0");
        }
        LineAddress address = LineAddress.parse(line);
        if (Boolean.parseBoolean(text(wishes, "cancel", "false"))) {
            scans.scans().stream()
                    .filter(scan -> scan.request().line().equals(address))
                    .forEach(Scan::cancel);
            return;
        }
        if (scanner.isPresent() && Boolean.parseBoolean(text(wishes, "channels", "false"))) {
            scanner.get().start(line, options(wishes));
            return;
        }
        ScanRequest usual = ScanRequest.usual(address);
        scans.start(new ScanRequest(
                address,
                Parity.valueOf(text(wishes, "parity", "EVEN").toUpperCase(Locale.ROOT)),
                Stream.of(text(wishes, "speeds", "2400").split("[\\s,]+"))
                        .map(Integer::valueOf)
                        .toList(),
                ScanRequest.Way.valueOf(text(wishes, "way", "SECONDARY").toUpperCase(Locale.ROOT)),
                usual.within(),
                Boolean.parseBoolean(text(wishes, "thorough", "true")),
                Duration.ofMillis(Long.parseLong(text(wishes, "margin", "30")))));
    }

    private static Map<String, String> options(Map<String, Object> wishes) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String key : List.of("speeds", "way", "parity", "thorough", "margin")) {
            options.put(key, text(wishes, key, ""));
        }
        return options;
    }

    private static String text(Map<String, Object> wishes, String key, String absent) {
        return Optional.ofNullable(wishes.get(key))
                .map(value -> value.toString().strip())
                .orElse(absent);
    }

    private static Map<String, Object> scan(Scan scan) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("line", scan.line());
        fields.put("state", scan.state().name());
        fields.put("progress", scan.progress());
        fields.put("requests", scan.requests());
        scan.failure().ifPresent(why -> fields.put("error", why));
        fields.put("found", scan.found().stream().map(ScanWishes::found).toList());
        if (scan.meters().stream().anyMatch(meter -> !meter.channels().isEmpty())) {
            fields.put("meters", ScanFields.meters(scan));
        }
        return fields;
    }

    private static Map<String, Object> found(FoundMeter meter) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("address", meter.address().toString());
        meter.secondary().ifPresent(address -> fields.put("secondary", address.toString()));
        fields.put("baud", meter.baud());
        fields.put("state", meter.state().name());
        return fields;
    }
}
