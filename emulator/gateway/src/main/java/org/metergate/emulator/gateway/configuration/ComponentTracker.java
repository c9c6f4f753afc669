package org.metergate.emulator.gateway.configuration;

import static org.eclipse.kura.configuration.ConfigurationService.KURA_SERVICE_PID;
import static org.osgi.framework.Constants.SERVICE_PID;
import static org.osgi.service.cm.ConfigurationAdmin.SERVICE_FACTORYPID;

import java.util.Optional;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.configuration.SelfConfiguringComponent;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Watches the components that can be configured. It takes each service, as Kura does, and so wakes components that nobody
 * else asks for.
 *
 * <p>A service.pid that is a list is taken as the text of the list, as Kura takes it. That is the trap of components with
 * DS 1.3 or later that declare the property: their instances get a bogus configuration after a restart of the bundle.
 */
final class ComponentTracker extends ServiceTracker<Object, Object> {
    private static final String FILTER = "(|(objectClass=" + ConfigurableComponent.class.getName() + ")(objectClass="
            + SelfConfiguringComponent.class.getName() + "))";

    private final GatewayConfigurationService configurations;

    ComponentTracker(BundleContext context, GatewayConfigurationService configurations) throws InvalidSyntaxException {
        super(context, FrameworkUtil.createFilter(FILTER), null);
        this.configurations = configurations;
    }

    @Override
    public Object addingService(ServiceReference<Object> reference) {
        Object service = super.addingService(reference);
        String servicePid = text(reference, SERVICE_PID);
        if (servicePid != null && service instanceof ConfigurableComponent) {
            configurations.addInstance(
                    text(reference, KURA_SERVICE_PID),
                    servicePid,
                    Optional.ofNullable(text(reference, SERVICE_FACTORYPID)));
        } else if (servicePid != null && service instanceof SelfConfiguringComponent) {
            configurations.addSelfConfiguring(text(reference, KURA_SERVICE_PID), servicePid);
        }
        return service;
    }

    @Override
    public void modifiedService(ServiceReference<Object> reference, Object service) {
        // a component keeps the PIDs it came with
    }

    @Override
    public void removedService(ServiceReference<Object> reference, Object service) {
        if (service instanceof ConfigurableComponent) {
            configurations.removeInstance(text(reference, KURA_SERVICE_PID), reference.getProperty(SERVICE_PID));
        }
        super.removedService(reference, service);
    }

    private static String text(ServiceReference<?> reference, String property) {
        Object value = reference.getProperty(property);
        return value == null ? null : value.toString();
    }
}
