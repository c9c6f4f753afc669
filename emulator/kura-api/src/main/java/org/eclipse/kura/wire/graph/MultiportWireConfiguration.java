package org.eclipse.kura.wire.graph;

import java.util.Objects;
import org.eclipse.kura.wire.WireConfiguration;
import org.osgi.annotation.versioning.ProviderType;

/** A wire between two ports, which are counted from 0. */
@ProviderType
public class MultiportWireConfiguration extends WireConfiguration {
    private int emitterPort;
    private int receiverPort;

    public MultiportWireConfiguration(String emitterPid, String receiverPid, int emitterPort, int receiverPort) {
        super(emitterPid, receiverPid);
        this.emitterPort = emitterPort;
        this.receiverPort = receiverPort;
    }

    public int getEmitterPort() {
        return emitterPort;
    }

    public void setEmitterPort(int emitterPort) {
        this.emitterPort = emitterPort;
    }

    public int getReceiverPort() {
        return receiverPort;
    }

    public void setReceiverPort(int receiverPort) {
        this.receiverPort = receiverPort;
    }

    /** Compares the two PIDs and the two ports. */
    @Override
    public boolean equals(Object other) {
        if (!super.equals(other)) {
            return false;
        }
        MultiportWireConfiguration that = (MultiportWireConfiguration) other;
        return emitterPort == that.emitterPort && receiverPort == that.receiverPort;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), emitterPort, receiverPort);
    }
}
