package org.metergate.dashboard.control;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.kura.asset.Asset;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.ChannelStatus;
import org.eclipse.kura.type.TypedValue;
import org.metergate.dashboard.model.Channel;

/** What an asset's channels are and say, in the words of the model. */
final class AssetChannels {

    private static final String KIND = "kind";

    private AssetChannels() {}

    /** @return names of the channels of one kind, such as {@code DIAGNOSIS}; none while the asset is not configured */
    static TreeSet<String> ofKind(Asset asset, String kind) {
        TreeSet<String> names = new TreeSet<>();
        if (asset.getAssetConfiguration() != null) {
            for (Map.Entry<String, org.eclipse.kura.channel.Channel> one :
                    asset.getAssetConfiguration().getAssetChannels().entrySet()) {
                if (kind.equals(one.getValue().getConfiguration().get(KIND))) {
                    names.add(one.getKey());
                }
            }
        }
        return names;
    }

    /** @return whether it is configured with a channel of that name */
    static boolean has(Asset asset, String channel) {
        return asset.getAssetConfiguration() != null
                && asset.getAssetConfiguration().getAssetChannels().containsKey(channel);
    }

    static Channel channel(ChannelRecord record, Instant now) {
        Instant time = record.getTimestamp() > 0 ? Instant.ofEpochMilli(record.getTimestamp()) : now;
        ChannelStatus status = record.getChannelStatus();
        TypedValue<?> value = record.getValue();
        if (status == null || status.getChannelFlag() != ChannelFlag.SUCCESS || value == null) {
            String why = status == null || status.getExceptionMessage() == null ? "" : status.getExceptionMessage();
            return failed(record, why.isBlank() ? "no value" : why, time);
        }
        Object plain = value.getValue();
        if (plain instanceof Number number) {
            boolean whole = plain instanceof Integer || plain instanceof Long;
            if (!whole && !Double.isFinite(number.doubleValue())) {
                return failed(record, "the value is no finite number", time);
            }
            plain = whole ? (Object) number.longValue() : Double.parseDouble(number.toString());
        } else if (plain instanceof byte[] bytes) {
            plain = HexFormat.of().withUpperCase().formatHex(bytes);
        } else if (!(plain instanceof Boolean)) {
            plain = String.valueOf(plain);
        }
        String unit = record.getUnit() == null ? "" : record.getUnit();
        return new Channel(record.getChannelName(), Optional.of(plain), unit, time, "");
    }

    private static Channel failed(ChannelRecord record, String why, Instant time) {
        return new Channel(record.getChannelName(), Optional.empty(), "", time, why);
    }
}
