package org.eclipse.kura.wire;

import org.osgi.annotation.versioning.ProviderType;

/** Marks a component that wires can connect. */
@ProviderType
public interface WireComponent {}
