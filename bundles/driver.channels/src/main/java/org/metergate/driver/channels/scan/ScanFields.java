package org.metergate.driver.channels.scan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Scans as maps and lists that become JSON, with the same fields wherever a scan is told. */
public final class ScanFields {

    private ScanFields() {}

    /** @return {@code kind}, {@code driver} and {@code options} */
    public static Map<String, Object> of(MeterScanner scanner) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", scanner.kind());
        fields.put("driver", scanner.driver());
        fields.put("options", scanner.options().stream().map(ScanFields::of).toList());
        return fields;
    }

    private static Map<String, Object> of(ScanOption option) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("key", option.key());
        fields.put("name", option.name());
        fields.put("description", option.description());
        fields.put("initial", option.initial());
        fields.put("kind", option.kind().name());
        fields.put("choices", option.choices());
        return fields;
    }

    /**
     * @return {@code id}, {@code kind}, {@code line}, {@code state}, {@code progress}, {@code requests}, {@code error} (null if
     *     there is none), {@code meters}
     */
    public static Map<String, Object> of(MeterScan scan) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", scan.id());
        fields.put("kind", scan.kind());
        fields.put("line", scan.line());
        fields.put("state", scan.state().name());
        fields.put("progress", scan.progress());
        fields.put("requests", scan.requests());
        fields.put("error", scan.failure().orElse(null));
        fields.put("meters", meters(scan));
        return fields;
    }

    /** @return the meters of a scan, each with its channels */
    public static List<Map<String, Object>> meters(MeterScan scan) {
        return scan.meters().stream().map(ScanFields::of).toList();
    }

    private static Map<String, Object> of(ScannedMeter meter) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("address", meter.address());
        fields.put("name", meter.name());
        fields.put("description", meter.description());
        fields.put("problem", meter.problem().isEmpty() ? null : meter.problem());
        fields.put("settings", meter.settings());
        fields.put("channels", meter.channels().stream().map(ScanFields::of).toList());
        return fields;
    }

    private static Map<String, Object> of(ProposedChannel channel) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", channel.name());
        fields.put("type", channel.valueType());
        fields.put("unit", channel.unit());
        fields.put("value", channel.value());
        fields.put("usual", channel.usual());
        fields.put("settings", channel.settings());
        return fields;
    }
}
