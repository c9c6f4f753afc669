package org.eclipse.kura.driver;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Finds drivers by their kura.service.pid.
 *
 * @deprecated track the {@link Driver} services
 */
@Deprecated
@ProviderType
public interface DriverService {
    Driver getDriver(String driverPid);

    String getDriverPid(Driver driver);

    List<Driver> listDrivers();
}
