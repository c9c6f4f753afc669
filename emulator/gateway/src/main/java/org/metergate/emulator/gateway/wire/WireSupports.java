package org.metergate.emulator.gateway.wire;

import static org.eclipse.kura.configuration.ConfigurationService.KURA_SERVICE_PID;
import static org.eclipse.kura.wire.graph.Constants.EMITTER_PORT_COUNT_PROP_NAME;
import static org.eclipse.kura.wire.graph.Constants.RECEIVER_PORT_COUNT_PROP_NAME;
import static org.osgi.framework.Constants.SERVICE_PID;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.kura.wire.WireComponent;
import org.eclipse.kura.wire.WireEmitter;
import org.eclipse.kura.wire.WireHelperService;
import org.eclipse.kura.wire.WireReceiver;
import org.eclipse.kura.wire.WireSupport;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Hands each wire component its ports and knows the components by name. */
@Component(name = "org.eclipse.kura.wire.WireHelperService", service = WireHelperService.class)
public final class WireSupports implements WireHelperService {
    private final BundleContext bundle;

    @Activate
    public WireSupports(BundleContext bundle) {
        this.bundle = bundle;
    }

    /**
     * The number of ports comes from {@code receiver.port.count} and {@code emitter.port.count} if they are Integers,
     * otherwise a receiver has one input and an emitter one output.
     *
     * @throws IllegalArgumentException if the component's service.pid is a list, that is, if it declares one with a DS
     *     namespace of 1.3 or later
     */
    @Override
    public WireSupport newWireSupport(WireComponent component, ServiceReference<WireComponent> reference) {
        if (reference == null) {
            return null; // as in Kura
        }
        Object servicePid = reference.getProperty(SERVICE_PID);
        if (servicePid instanceof List) {
            throw new IllegalArgumentException("service.pid is a list, " + servicePid
                    + ", and should be a String: the component declares it with DS 1.3 or later; leave it out there");
        }
        return new PortedWireSupport(
                component,
                (String) servicePid,
                count(reference, RECEIVER_PORT_COUNT_PROP_NAME.value(), component instanceof WireReceiver),
                count(reference, EMITTER_PORT_COUNT_PROP_NAME.value(), component instanceof WireEmitter));
    }

    private static int count(ServiceReference<?> reference, String property, boolean oneByDefault) {
        Object given = reference.getProperty(property);
        return given instanceof Integer count ? count : oneByDefault ? 1 : 0;
    }

    @Override
    public String getPid(WireComponent component) {
        return property(reference -> is(reference, component), KURA_SERVICE_PID);
    }

    @Override
    public String getServicePid(WireComponent component) {
        return property(reference -> is(reference, component), SERVICE_PID);
    }

    @Override
    public String getServicePid(String pid) {
        return property(reference -> pid.equals(reference.getProperty(KURA_SERVICE_PID)), SERVICE_PID);
    }

    @Override
    public boolean isEmitter(String pid) {
        return isA(WireEmitter.class, pid);
    }

    @Override
    public boolean isReceiver(String pid) {
        return isA(WireReceiver.class, pid);
    }

    private boolean isA(Class<?> kind, String pid) {
        return references().stream()
                .filter(reference -> pid.equals(reference.getProperty(KURA_SERVICE_PID)))
                .anyMatch(reference -> kind.isInstance(component(reference)));
    }

    private String property(Predicate<ServiceReference<WireComponent>> wanted, String property) {
        return references().stream()
                .filter(wanted)
                .map(reference -> String.valueOf(reference.getProperty(property)))
                .findFirst()
                .orElse(null); // as in Kura
    }

    private boolean is(ServiceReference<WireComponent> reference, WireComponent component) {
        return component(reference) == component;
    }

    private WireComponent component(ServiceReference<WireComponent> reference) {
        WireComponent component = bundle.getService(reference);
        bundle.ungetService(reference);
        return component;
    }

    private Collection<ServiceReference<WireComponent>> references() {
        try {
            return bundle.getServiceReferences(WireComponent.class, null);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e); // there is no filter to be wrong
        }
    }
}
