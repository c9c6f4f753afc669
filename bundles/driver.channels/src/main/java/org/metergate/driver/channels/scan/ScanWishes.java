package org.metergate.driver.channels.scan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Scans for whoever knows no type of this package: wishes as texts in, the scans as maps and lists out. Drivers offer one
 * as a plain function with the service property {@code metering.request} = {@code scan}.
 */
public class ScanWishes implements Function<Map<String, Object>, Map<String, Object>> {

    private final MeterScanner scanner;

    /** @param scanner that fulfils them */
    public ScanWishes(MeterScanner scanner) {
        this.scanner = scanner;
    }

    /**
     * Starts or breaks off a scan.
     *
     * @param wishes {@code line} to scan, and options of the scanner; or {@code line} and {@code cancel} = true. Without
     *     any, nothing is started. Keys of who asks ({@code request.}, {@code requester.}) are passed over
     * @return {@code kind}, and {@code scans} as they stand now, see {@link ScanFields}
     * @throws IllegalArgumentException if a wish cannot be fulfilled; the message says which and what would be right
     * @throws IllegalStateException if a scan of the line is going on
     */
    @Override
    public final Map<String, Object> apply(Map<String, Object> wishes) {
        Map<String, String> own = new LinkedHashMap<>();
        wishes.forEach((key, value) -> {
            if (!key.startsWith("request.") && !key.startsWith("requester.") && value != null) {
                own.put(key, value.toString().strip());
            }
        });
        if (!own.isEmpty()) {
            fulfil(own);
        }
        return Map.of(
                "kind",
                scanner.kind(),
                "scans",
                scanner.scans().stream().map(ScanFields::of).toList());
    }

    private void fulfil(Map<String, String> wishes) {
        String kind = wishes.getOrDefault("kind", "");
        wishes.remove("kind");
        if (!kind.equals(scanner.kind())) {
            throw new IllegalArgumentException("kind is '" + kind + "'; expected " + scanner.kind());
        }
        String line = wishes.getOrDefault("line", "");
        wishes.remove("line");
        if (line.isEmpty()) {
            throw new IllegalArgumentException("line is missing; expected something like serial:/dev/ttyUSB0");
        }
        if (Boolean.parseBoolean(wishes.remove("cancel"))) {
            scanner.scans().stream().filter(scan -> scan.line().equals(line)).forEach(MeterScan::cancel);
            return;
        }
        scanner.start(line, wishes);
    }
}
