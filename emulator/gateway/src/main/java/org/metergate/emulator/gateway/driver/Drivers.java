package org.metergate.emulator.gateway.driver;

import static org.eclipse.kura.configuration.ConfigurationService.KURA_SERVICE_PID;
import static org.osgi.service.cm.ConfigurationAdmin.SERVICE_FACTORYPID;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.kura.driver.ChannelDescriptor;
import org.eclipse.kura.driver.Driver;
import org.eclipse.kura.driver.DriverService;
import org.eclipse.kura.driver.descriptor.DriverDescriptor;
import org.eclipse.kura.driver.descriptor.DriverDescriptorService;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The drivers in the service registry, by kura.service.pid. A driver is handed out without being held. */
@SuppressWarnings("deprecation") // Kura would have no DriverService any more, and has users of it
@Component(
        name = "org.eclipse.kura.driver.DriverService",
        service = {DriverService.class, DriverDescriptorService.class})
public final class Drivers implements DriverService, DriverDescriptorService {
    private static final Logger LOG = LoggerFactory.getLogger(Drivers.class);

    private final BundleContext bundle;

    @Activate
    public Drivers(BundleContext bundle) {
        this.bundle = bundle;
    }

    /** @return {@code null}, as in Kura, if there is no such driver */
    @Override
    public Driver getDriver(String driverPid) {
        return references().stream()
                .filter(reference -> driverPid.equals(reference.getProperty(KURA_SERVICE_PID)))
                .map(this::driver)
                .findFirst()
                .orElse(null);
    }

    /** @return {@code null}, as in Kura, for a driver that is no service */
    @Override
    public String getDriverPid(Driver driver) {
        return references().stream()
                .filter(reference -> driver(reference) == driver)
                .map(reference -> String.valueOf(reference.getProperty(KURA_SERVICE_PID)))
                .findFirst()
                .orElse(null);
    }

    @Override
    public List<Driver> listDrivers() {
        return references().stream().map(this::driver).toList();
    }

    @Override
    public Optional<DriverDescriptor> getDriverDescriptor(String driverPid) {
        return references().stream()
                .filter(reference -> driverPid.equals(reference.getProperty(KURA_SERVICE_PID)))
                .map(this::descriptor)
                .findFirst();
    }

    @Override
    public List<DriverDescriptor> listDriverDescriptors() {
        return new ArrayList<>(references().stream().map(this::descriptor).toList());
    }

    private DriverDescriptor descriptor(ServiceReference<Driver> reference) {
        String pid = String.valueOf(reference.getProperty(KURA_SERVICE_PID));
        Object channels = null;
        try {
            ChannelDescriptor descriptor = driver(reference).getChannelDescriptor();
            channels = descriptor.getDescriptor();
        } catch (RuntimeException e) { // a driver may throw what it likes
            LOG.warn("Failed to get driver descriptor for pid: {}", pid, e);
        }
        return new DriverDescriptor(pid, String.valueOf(reference.getProperty(SERVICE_FACTORYPID)), channels);
    }

    private Driver driver(ServiceReference<Driver> reference) {
        Driver driver = bundle.getService(reference);
        bundle.ungetService(reference);
        return driver;
    }

    private Collection<ServiceReference<Driver>> references() {
        try {
            return bundle.getServiceReferences(Driver.class, null);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e); // there is no filter to be wrong
        }
    }
}
