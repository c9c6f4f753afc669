package org.metergate.emulator.gateway.asset;

import org.eclipse.kura.channel.Channel;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.listener.ChannelEvent;
import org.eclipse.kura.channel.listener.ChannelListener;

/**
 * What a driver is given to call: applies scale and offset to a copy of the event's record and passes it on. Two are equal
 * if they stand for the same channel name and the same listener object.
 */
final class ScalingListener implements ChannelListener {
    private final Channel channel;
    private final ChannelListener listener;

    ScalingListener(Channel channel, ChannelListener listener) {
        this.channel = channel;
        this.listener = listener;
    }

    String channelName() {
        return channel.getName();
    }

    boolean passesTo(ChannelListener other) {
        return listener == other;
    }

    boolean passesToOneOf(Class<? extends ChannelListener> kind) {
        return kind.isInstance(listener);
    }

    @Override
    public void onChannelEvent(ChannelEvent event) {
        ChannelRecord record = event.getChannelRecord();
        if (!ScaleAndOffset.changes(record, channel)) {
            listener.onChannelEvent(event);
            return;
        }
        ChannelRecord scaled = ChannelRecord.createReadRecord(record.getChannelName(), record.getValueType());
        scaled.setValue(record.getValue());
        scaled.setTimestamp(record.getTimestamp());
        if (record.getChannelConfig() != null) {
            scaled.setChannelConfig(record.getChannelConfig());
        }
        if (record.getChannelStatus() != null) {
            scaled.setChannelStatus(record.getChannelStatus());
        }
        ScaleAndOffset.apply(scaled, channel);
        listener.onChannelEvent(new ChannelEvent(scaled));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScalingListener that
                && channelName().equals(that.channelName())
                && listener == that.listener;
    }

    @Override
    public int hashCode() {
        return 31 * channelName().hashCode() + listener.hashCode();
    }
}
