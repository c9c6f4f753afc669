package org.eclipse.kura.driver.descriptor;

import org.osgi.annotation.versioning.ProviderType;

/** A driver instance and the channel properties it asks for. */
@ProviderType
public class DriverDescriptor {
    private final String pid;
    private final String factoryPid;
    private final Object channelDescriptor;

    public DriverDescriptor(String pid, String factoryPid, Object channelDescriptor) {
        this.pid = pid;
        this.factoryPid = factoryPid;
        this.channelDescriptor = channelDescriptor;
    }

    public String getPid() {
        return pid;
    }

    public String getFactoryPid() {
        return factoryPid;
    }

    public Object getChannelDescriptor() {
        return channelDescriptor;
    }
}
