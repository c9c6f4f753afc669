package org.eclipse.kura.channel.listener;

import org.osgi.annotation.versioning.ConsumerType;

/** Gets the events of a channel, on the thread of the driver. */
@FunctionalInterface
@ConsumerType
public interface ChannelListener {
    void onChannelEvent(ChannelEvent event);
}
