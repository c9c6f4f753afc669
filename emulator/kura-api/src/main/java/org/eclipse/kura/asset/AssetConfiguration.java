package org.eclipse.kura.asset;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import org.eclipse.kura.channel.Channel;
import org.osgi.annotation.versioning.ProviderType;

/** The driver and the channels of an asset. */
@ProviderType
public class AssetConfiguration {
    private final String driverPid;
    private final Map<String, Channel> channels;
    private String description;

    public AssetConfiguration(String description, String driverPid, Map<String, Channel> channels) {
        this.description = Objects.requireNonNull(description, "description");
        this.driverPid = Objects.requireNonNull(driverPid, "driverPid");
        this.channels = Collections.unmodifiableMap(Objects.requireNonNull(channels, "channels"));
    }

    /** The channels by name; cannot be modified. */
    public Map<String, Channel> getAssetChannels() {
        return channels;
    }

    public String getAssetDescription() {
        return description;
    }

    public String getDriverPid() {
        return driverPid;
    }

    public void setAssetDescription(String description) {
        this.description = Objects.requireNonNull(description, "description");
    }

    @Override
    public String toString() {
        return "AssetConfiguration[driver " + driverPid + ", " + channels.size() + " channels, " + description + "]";
    }
}
