package org.metergate.driver.mbus;

import java.util.Optional;
import org.metergate.driver.channels.ChannelKind;
import org.metergate.driver.channels.ChannelSetting;

/** What a channel of an M-Bus meter tells. */
enum MBusKind {
    /** What a record holds. */
    VALUE("Value of the record", Optional.empty()),
    /** The status byte of the header in words, as STRING; its number as LONG or INTEGER. */
    STATUS("Status of the meter", Optional.empty()),
    /** How far the record, or without one the meter, can be trusted, as STRING. */
    QUALITY("Quality of the record, or of the meter", Optional.of(ChannelKind.QUALITY)),
    /** In one sentence why there is no data and what to try, as STRING. Never fails. */
    DIAGNOSIS("Why there is no data", Optional.of(ChannelKind.DIAGNOSIS)),
    /** The meter's own clock: LONG milliseconds since 1970, or STRING in ISO 8601. */
    CLOCK("Time of the meter's clock", Optional.of(ChannelKind.CLOCK)),
    /** Seconds that the meter's clock is ahead of the gateway's. */
    DRIFT("Seconds that the meter's clock is ahead", Optional.of(ChannelKind.DRIFT)),
    /** How strong the last wireless telegram came in, in dBm. */
    SIGNAL("Signal strength (dBm), wireless only", Optional.empty());

    /** The key of the channel setting. */
    static final String KEY = ChannelKind.KEY;

    private final String label;
    private final Optional<ChannelKind> common;

    MBusKind(String label, Optional<ChannelKind> common) {
        this.label = label;
        this.common = common;
    }

    /** @return the same of every driver, if there is one */
    Optional<ChannelKind> common() {
        return common;
    }

    /** @return the column of the channel table */
    static ChannelSetting setting() {
        return ChannelSetting.choice(KEY, "Kind", "What the channel tells", VALUE, kind -> kind.label);
    }
}
