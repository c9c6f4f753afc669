package org.eclipse.kura.driver;

import org.osgi.annotation.versioning.ProviderType;

/** Tells which properties a driver needs of a channel. */
@ProviderType
public interface ChannelDescriptor {
    /** A list of {@code Tad} objects. */
    Object getDescriptor();
}
