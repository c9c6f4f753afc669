package org.eclipse.kura.wire;

import org.osgi.annotation.versioning.ProviderType;
import org.osgi.framework.ServiceReference;

/** Helps components to take part in the wire graph. */
@ProviderType
public interface WireHelperService {
    /** The kura.service.pid, or null. */
    String getPid(WireComponent wireComponent);

    String getServicePid(WireComponent wireComponent);

    /** The service.pid of the component with that kura.service.pid, or null. */
    String getServicePid(String wireComponentPid);

    boolean isEmitter(String wireComponentPid);

    boolean isReceiver(String wireComponentPid);

    /** Makes the support that the component hands its wire calls to. */
    WireSupport newWireSupport(WireComponent wireComponent, ServiceReference<WireComponent> wireComponentRef);
}
