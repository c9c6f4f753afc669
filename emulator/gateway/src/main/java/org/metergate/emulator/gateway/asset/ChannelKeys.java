package org.metergate.emulator.gateway.asset;

/** The keys of an asset's configuration that belong to the gateway; a driver's own start with no {@code +}. */
final class ChannelKeys {
    static final char SEPARATOR = '#';
    static final String FORBIDDEN_IN_NAMES = "#/+, ";
    static final String DESCRIPTION = "asset.desc";
    static final String DRIVER_PID = "driver.pid";

    static final String ENABLED = "+enabled";
    static final String NAME = "+name";
    static final String TYPE = "+type";
    static final String VALUE_TYPE = "+value.type";
    static final String SCALE_OFFSET_TYPE = "+scaleoffset.type";
    static final String SCALE = "+scale";
    static final String OFFSET = "+offset";
    static final String UNIT = "+unit";
    static final String LISTEN = "+listen";

    private ChannelKeys() {}
}
