package org.metergate.dashboard;

import java.time.Clock;
import java.util.Map;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.wire.WireComponent;
import org.eclipse.kura.wire.WireEnvelope;
import org.eclipse.kura.wire.WireHelperService;
import org.eclipse.kura.wire.WireReceiver;
import org.eclipse.kura.wire.WireRecord;
import org.eclipse.kura.wire.WireSupport;
import org.metergate.settings.Properties;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.wireadmin.Consumer;
import org.osgi.service.wireadmin.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wire component: hands on what comes in, on the thread of the sender. Without a dashboard it does nothing. */
@Component(
        name = ReceiverConfig.PID,
        service = {ConfigurableComponent.class, WireComponent.class, WireReceiver.class, Consumer.class},
        property = "kura.ui.service.hide:Boolean=true",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = ReceiverConfig.class, factory = true)
public final class WireToDashboard implements ConfigurableComponent, WireReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(WireToDashboard.class);

    private final WireHelperService wires;
    private final Clock clock = Clock.systemUTC();
    private volatile WireSupport support;
    private volatile boolean shown;
    private volatile boolean full;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile Readings dashboard;

    /** @param wires of the gateway */
    @Activate
    public WireToDashboard(@Reference WireHelperService wires) {
        this.wires = wires;
    }

    @Activate
    @SuppressWarnings("unchecked") // the service is registered as a WireComponent, see above
    void activate(ComponentContext context, Map<String, Object> properties) {
        updated(properties);
        support = wires.newWireSupport(this, (ServiceReference<WireComponent>) context.getServiceReference());
    }

    @Modified
    void updated(Map<String, Object> properties) {
        Properties values = new Properties(properties);
        shown = values.flag("shown", true);
        if (!values.problems().isEmpty()) {
            LOG.error("the wire to the dashboard takes defaults for {}", values.problems());
        }
    }

    @Override
    public void onWireReceive(WireEnvelope envelope) {
        Readings to = dashboard;
        if (to == null || !shown) {
            return;
        }
        WireAnalyses analyses = new WireAnalyses(
                envelope.getRecords().stream().map(WireRecord::getProperties).toList(), clock.instant());
        analyses.found().forEach(to::accept);
        boolean all = true;
        for (Map<String, TypedValue<?>> record : analyses.readings()) {
            all &= WireUpdates.of(record, clock.instant()).map(to::accept).orElse(true);
        }
        if (all == full) {
            full = !all;
            if (full) {
                LOG.warn("the dashboard remembers no more meters or channels; what is new is not shown");
            }
        }
    }

    @Override
    public void updated(Wire wire, Object value) {
        support.updated(wire, value);
    }

    @Override
    public void producersConnected(Wire[] connected) {
        support.producersConnected(connected);
    }
}
