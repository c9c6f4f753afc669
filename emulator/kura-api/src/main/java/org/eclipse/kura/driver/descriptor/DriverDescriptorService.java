package org.eclipse.kura.driver.descriptor;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Finds the descriptors of the drivers. */
@ProviderType
public interface DriverDescriptorService {
    List<DriverDescriptor> listDriverDescriptors();

    Optional<DriverDescriptor> getDriverDescriptor(String driverPid);
}
