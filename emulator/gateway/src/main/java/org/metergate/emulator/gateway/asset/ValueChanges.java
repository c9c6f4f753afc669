package org.metergate.emulator.gateway.asset;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.type.TypedValue;

/** Remembers the last good value of each channel. A failure always counts as a change and forgets the value. */
final class ValueChanges {
    private final Map<String, TypedValue<?>> last = new HashMap<>();

    synchronized List<ChannelRecord> among(List<ChannelRecord> records) {
        return records.stream().filter(this::isChange).toList();
    }

    private boolean isChange(ChannelRecord record) {
        String name = record.getChannelName();
        if (record.getChannelStatus().getChannelFlag() != ChannelFlag.SUCCESS) {
            last.remove(name);
            return true;
        }
        return !Objects.equals(last.put(name, record.getValue()), record.getValue());
    }
}
