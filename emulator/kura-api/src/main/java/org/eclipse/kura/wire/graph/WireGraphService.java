package org.eclipse.kura.wire.graph;

import org.eclipse.kura.KuraException;
import org.osgi.annotation.versioning.ProviderType;

/** Keeps the one wire graph of the gateway. */
@ProviderType
public interface WireGraphService {
    /** Makes the graph what the configuration says: creates and deletes components and wires. */
    void update(WireGraphConfiguration graphConfiguration) throws KuraException;

    void delete() throws KuraException;

    WireGraphConfiguration get() throws KuraException;
}
