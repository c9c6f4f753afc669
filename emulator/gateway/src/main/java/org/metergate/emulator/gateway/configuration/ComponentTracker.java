package org.metergate.emulator.gateway.configuration;

import static org.eclipse.kura.configuration.ConfigurationService.KURA_SERVICE_PID;
import static org.osgi.framework.Constants.OBJECTCLASS;
import static org.osgi.framework.Constants.SERVICE_PID;
import static org.osgi.service.cm.ConfigurationAdmin.SERVICE_FACTORYPID;

import java.util.Arrays;
import java.util.Optional;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.configuration.SelfConfiguringComponent;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Watches the components that can be configured, by their service properties; the components are not touched.
 *
 * <p>A service.pid that is a list is taken as the text of the list, as Kura takes it. That is the trap of components with
 * DS 1.3 or later that declare the property: their instances get a bogus configuration after a restart of the bundle.
 */
final class ComponentTracker extends ServiceTracker<Object, Boolean> {
    private static final String FILTER = "(|(objectClass=" + ConfigurableComponent.class.getName() + ")(objectClass="
            + SelfConfiguringComponent.class.getName() + "))";

    private final GatewayConfigurationService configurations;

    ComponentTracker(BundleContext context, GatewayConfigurationService configurations) throws InvalidSyntaxException {
        super(context, FrameworkUtil.createFilter(FILTER), null);
        this.configurations = configurations;
    }

    @Override
    public Boolean addingService(ServiceReference<Object> reference) {
        String servicePid = text(reference, SERVICE_PID);
        if (servicePid == null) {
            return false;
        }
        String pid = text(reference, KURA_SERVICE_PID);
        if (Arrays.asList((String[]) reference.getProperty(OBJECTCLASS))
                .contains(ConfigurableComponent.class.getName())) {
            configurations.addInstance(pid, servicePid, Optional.ofNullable(text(reference, SERVICE_FACTORYPID)));
        } else {
            configurations.addSelfConfiguring(pid, servicePid);
        }
        return true;
    }

    @Override
    public void modifiedService(ServiceReference<Object> reference, Boolean configurable) {
        // a component keeps the PIDs it came with
    }

    @Override
    public void removedService(ServiceReference<Object> reference, Boolean configurable) {
        if (configurable) {
            configurations.removeInstance(text(reference, KURA_SERVICE_PID), reference.getProperty(SERVICE_PID));
        }
    }

    private static String text(ServiceReference<?> reference, String property) {
        Object value = reference.getProperty(property);
        return value == null ? null : value.toString();
    }
}
