package org.metergate.emulator.gateway.asset;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.eclipse.kura.channel.ChannelRecord;

/** Which timestamps go into an envelope. */
enum TimestampMode {
    NO_TIMESTAMPS,
    PER_CHANNEL,
    SINGLE_ASSET_GENERATED,
    SINGLE_DRIVER_GENERATED_MAX,
    SINGLE_DRIVER_GENERATED_MIN;

    /** PER_CHANNEL for anything unknown. */
    static TimestampMode named(Object name) {
        return Arrays.stream(values())
                .filter(mode -> mode.name().equals(String.valueOf(name)))
                .findFirst()
                .orElse(PER_CHANNEL);
    }

    /** The one timestamp of an envelope in milliseconds, if this mode has one. Without records: 0 and the far future. */
    OptionalLong single(List<ChannelRecord> records, Clock clock) {
        return switch (this) {
            case NO_TIMESTAMPS, PER_CHANNEL -> OptionalLong.empty();
            case SINGLE_ASSET_GENERATED -> OptionalLong.of(clock.millis());
            case SINGLE_DRIVER_GENERATED_MAX -> OptionalLong.of(
                    records.stream().mapToLong(ChannelRecord::getTimestamp).reduce(0, Math::max));
            case SINGLE_DRIVER_GENERATED_MIN -> OptionalLong.of(
                    records.stream().mapToLong(ChannelRecord::getTimestamp).reduce(Long.MAX_VALUE, Math::min));
        };
    }
}
