package org.metergate.emulator.gateway.wire;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import java.util.Map;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.wire.WireComponent;
import org.eclipse.kura.wire.WireEnvelope;
import org.eclipse.kura.wire.WireHelperService;
import org.eclipse.kura.wire.WireReceiver;
import org.eclipse.kura.wire.WireRecord;
import org.eclipse.kura.wire.WireSupport;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.wireadmin.Consumer;
import org.osgi.service.wireadmin.Wire;
import org.slf4j.LoggerFactory;

/** Writes what it receives to the log, with {@code log.verbosity} VERBOSE property by property, else one line. */
@Component(
        name = LoggerConfig.PID,
        service = {ConfigurableComponent.class, WireComponent.class, Consumer.class},
        configurationPolicy = REQUIRE,
        immediate = true,
        property = {
            "kura.ui.service.hide:Boolean=true",
            "input.cardinality.minimum:Integer=1",
            "input.cardinality.maximum:Integer=1",
            "input.cardinality.default:Integer=1",
            "output.cardinality.minimum:Integer=0",
            "output.cardinality.maximum:Integer=0",
            "output.cardinality.default:Integer=0"
        })
@Designate(ocd = LoggerConfig.class, factory = true)
public final class Logger implements WireReceiver, ConfigurableComponent {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Logger.class);

    private final WireSupport wires;
    private volatile boolean verbose;

    @Activate
    @SuppressWarnings("unchecked")
    public Logger(@Reference WireHelperService helper, ComponentContext context, Map<String, Object> properties) {
        this.wires = helper.newWireSupport(this, (ServiceReference<WireComponent>) context.getServiceReference());
        updated(properties);
    }

    @Modified
    void updated(Map<String, Object> properties) {
        verbose = "VERBOSE".equals(properties.get("log.verbosity"));
    }

    @Override
    public void onWireReceive(WireEnvelope envelope) {
        LOG.info("Received WireEnvelope from {}", envelope.getEmitterPid());
        if (!verbose) {
            return;
        }
        LOG.info("Record List content: ");
        for (WireRecord record : envelope.getRecords()) {
            LOG.info("  Record content: ");
            record.getProperties().forEach((name, value) -> LOG.info("    {} : {}", name, value.getValue()));
        }
        LOG.info("");
    }

    @Override
    public void producersConnected(Wire[] connected) {
        wires.producersConnected(connected);
    }

    @Override
    public void updated(Wire wire, Object value) {
        wires.updated(wire, value);
    }
}
