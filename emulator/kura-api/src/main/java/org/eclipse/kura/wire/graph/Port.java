package org.eclipse.kura.wire.graph;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.service.wireadmin.Wire;

/** An end of wires at a component. */
@ProviderType
public interface Port {
    List<Wire> listConnectedWires();
}
