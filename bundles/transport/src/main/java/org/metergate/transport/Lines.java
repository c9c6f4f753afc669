package org.metergate.transport;

import org.osgi.annotation.versioning.ProviderType;

/** The one owner of all physical lines of the gateway. Any thread may call. */
@ProviderType
public interface Lines {

    /**
     * Claims a share of a line. Nothing is opened yet: the first conversation does that, and the line stays open
     * between conversations until the last claim on its address is closed.
     *
     * @param address which line
     * @param settings speed and format every conversation of this claim starts with; without meaning over TCP
     * @return the claim, to be closed by the caller
     */
    Claim claim(LineAddress address, SerialSettings settings);
}
