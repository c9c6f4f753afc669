package org.metergate.emulator.influxdb;

import java.util.Map;

/**
 * A point as it is stored.
 *
 * @param measurement its name
 * @param tags name to value
 * @param fields name to Double, Long, Boolean or String
 * @param time in the precision of the request; -1 if the line had none
 */
public record StoredPoint(String measurement, Map<String, String> tags, Map<String, Object> fields, long time) {

    /** @return what makes it the same point as another: that one is overwritten */
    public String key() {
        return measurement + tags + time;
    }
}
