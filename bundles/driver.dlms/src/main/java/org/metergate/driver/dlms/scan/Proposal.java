package org.metergate.driver.dlms.scan;

import java.util.Map;

/**
 * A channel that can be made of an object of a meter.
 *
 * @param name for the channel: the dictionary's, such as {@code active_power_import_total}, or the code in dots; no two
 *     proposals of a scan have the same
 * @param object OBIS code, {@code 1-0:1.8.0*255}
 * @param valueType {@code DOUBLE}, {@code LONG}, {@code BOOLEAN}, {@code STRING} or {@code BYTE_ARRAY}
 * @param unit of the value, such as {@code Wh}; empty if it has none
 * @param value that the meter gave now, as text
 * @param settings of the channel: the driver's own keys, all as text
 */
public record Proposal(
        String name, String object, String valueType, String unit, String value, Map<String, String> settings) {

    /** Keeps its own copy. */
    public Proposal {
        settings = Map.copyOf(settings);
    }
}
