package org.metergate.emulator.gateway.asset;

import java.util.Map;

/** What a wire asset emits. A value of the wrong type counts as the default. */
record EmitOptions(
        boolean allChannels, boolean errors, boolean onChange, boolean emptyEnvelopes, TimestampMode timestamps) {
    static final String ALL_CHANNELS = "emit.all.channels";
    static final String ERRORS = "emit.errors";
    static final String ON_CHANGE = "emit.on.change";
    static final String EMPTY_ENVELOPES = "emit.empty.envelopes";
    static final String TIMESTAMP_MODE = "timestamp.mode";

    static EmitOptions from(Map<String, Object> properties) {
        return new EmitOptions(
                Boolean.TRUE.equals(properties.get(ALL_CHANNELS)),
                Boolean.TRUE.equals(properties.get(ERRORS)),
                Boolean.TRUE.equals(properties.get(ON_CHANGE)),
                !Boolean.FALSE.equals(properties.get(EMPTY_ENVELOPES)),
                TimestampMode.named(properties.get(TIMESTAMP_MODE)));
    }
}
