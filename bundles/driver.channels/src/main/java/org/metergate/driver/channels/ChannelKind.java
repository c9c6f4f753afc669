package org.metergate.driver.channels;

import org.metergate.settings.Properties;

/** What a channel tells: what a register of the meter holds, or how the meter and its line are. */
public enum ChannelKind {
    /** What the register holds. */
    VALUE("Value of the register"),
    /** How far the register, or without one the meter, can be trusted: the name of a quality, as STRING. */
    QUALITY("Quality of the register, or of the meter"),
    /** In one sentence why there is no data and what to try, as STRING. Never fails. */
    DIAGNOSIS("Why there is no data"),
    /** Seconds that the meter's clock is ahead of the gateway's; negative if it is behind. */
    DRIFT("Seconds that the meter's clock is ahead"),
    /** The meter's own clock: LONG milliseconds since 1970, or STRING in ISO 8601. */
    CLOCK("Time of the meter's clock");

    /** The key of the channel setting. */
    public static final String KEY = "kind";

    private final String label;

    ChannelKind(String label) {
        this.label = label;
    }

    /** @return the column of the channel table */
    public static ChannelSetting setting() {
        return ChannelSetting.choice(KEY, "Kind", "What the channel tells", VALUE, kind -> kind.label);
    }

    /**
     * Reads the setting of a channel; a wrong one is noted as a problem.
     *
     * @param channel its settings
     * @return the kind; {@link #VALUE} if none is set
     */
    public static ChannelKind of(Properties channel) {
        return channel.choice(KEY, VALUE);
    }
}
