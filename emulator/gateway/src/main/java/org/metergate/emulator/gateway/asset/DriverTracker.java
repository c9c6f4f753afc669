package org.metergate.emulator.gateway.asset;

import static org.eclipse.kura.configuration.ConfigurationService.KURA_SERVICE_PID;

import java.util.function.Consumer;
import org.eclipse.kura.driver.Driver;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the driver with one kura.service.pid. A change of the driver's service properties counts as leaving and
 * coming. A Driver service without kura.service.pid, whosoever it is, breaks the tracker, as in Kura.
 */
final class DriverTracker extends ServiceTracker<Driver, Driver> {
    private static final Logger LOG = LoggerFactory.getLogger(DriverTracker.class);

    private final String driverPid;
    private final Consumer<Driver> came;
    private final Runnable left;

    DriverTracker(BundleContext bundle, String driverPid, Consumer<Driver> came, Runnable left) {
        super(bundle, Driver.class, null);
        this.driverPid = driverPid;
        this.came = came;
        this.left = left;
    }

    @Override
    public Driver addingService(ServiceReference<Driver> reference) {
        Driver driver = context.getService(reference);
        if (isWanted(reference)) {
            LOG.info("Driver {} has been found by the driver tracker... ==> adding service", driverPid);
            came.accept(driver);
        }
        return driver;
    }

    @Override
    public void modifiedService(ServiceReference<Driver> reference, Driver driver) {
        removedService(reference, driver);
        addingService(reference);
    }

    @Override
    public void removedService(ServiceReference<Driver> reference, Driver driver) {
        context.ungetService(reference);
        if (isWanted(reference)) {
            LOG.info("Driver {} has been removed by the driver tracker...", driverPid);
            left.run();
        }
    }

    private boolean isWanted(ServiceReference<Driver> reference) {
        return reference.getProperty(KURA_SERVICE_PID).equals(driverPid);
    }
}
