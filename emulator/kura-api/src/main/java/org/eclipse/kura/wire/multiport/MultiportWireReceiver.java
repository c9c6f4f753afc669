package org.eclipse.kura.wire.multiport;

import org.eclipse.kura.wire.WireComponent;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.service.wireadmin.Consumer;

/** A component that tells its input ports apart. */
@ConsumerType
public interface MultiportWireReceiver extends Consumer, WireComponent {}
