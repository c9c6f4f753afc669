package org.metergate.driver.channels.scan;

import java.util.Map;

/**
 * A channel that can be made of what a meter told.
 *
 * @param name for the channel; no two of a meter have the same
 * @param valueType {@code DOUBLE}, {@code LONG}, {@code BOOLEAN}, {@code STRING} or {@code BYTE_ARRAY}
 * @param unit of the value, such as {@code Wh}; empty if it has none
 * @param value that the meter gave now, as text; empty if it was not read
 * @param settings of the channel: the driver's own keys, all as text
 * @param usual whether most people want it: a present value with a unit
 */
public record ProposedChannel(
        String name, String valueType, String unit, String value, Map<String, String> settings, boolean usual) {

    private static final int MOST_SHOWN = 80;

    /** Keeps its own copy, and of a long value the beginning. */
    public ProposedChannel {
        settings = Map.copyOf(settings);
        value = value.length() > MOST_SHOWN ? value.substring(0, MOST_SHOWN) + "…" : value;
    }
}
