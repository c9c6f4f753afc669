package org.eclipse.kura.asset;

import java.util.List;
import java.util.Set;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.listener.ChannelListener;
import org.osgi.annotation.versioning.ProviderType;

/** A device as a set of channels that are read and written through a driver. */
@ProviderType
public interface Asset {
    AssetConfiguration getAssetConfiguration();

    /** Reads the named channels; unknown, disabled and write-only ones are reported in their records. */
    List<ChannelRecord> read(Set<String> channelNames) throws KuraException;

    /** Reads every enabled channel that can be read. */
    List<ChannelRecord> readAllChannels() throws KuraException;

    void registerChannelListener(String channelName, ChannelListener channelListener) throws KuraException;

    void unregisterChannelListener(ChannelListener channelListener) throws KuraException;

    /** Writes; the outcome is left in the records. */
    void write(List<ChannelRecord> channelRecords) throws KuraException;
}
