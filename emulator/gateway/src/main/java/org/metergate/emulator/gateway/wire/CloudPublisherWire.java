package org.metergate.emulator.gateway.wire;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;
import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;

import java.time.Clock;
import java.util.Map;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.publisher.CloudPublisher;
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

/**
 * Publishes each received record through the cloud publisher that {@code CloudPublisher.target} selects, on the wire's
 * thread. While there is none, envelopes are dropped without a word; after a failed publish the rest of the envelope is.
 */
@Component(
        name = CloudPublisherConfig.PID,
        service = {ConfigurableComponent.class, WireComponent.class, WireReceiver.class, Consumer.class},
        configurationPolicy = REQUIRE,
        immediate = true,
        property = "kura.ui.service.hide:Boolean=true")
@Designate(ocd = CloudPublisherConfig.class, factory = true)
public final class CloudPublisherWire implements WireReceiver, ConfigurableComponent {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(CloudPublisherWire.class);

    private final WireSupport wires;
    private final Clock clock = Clock.systemUTC();
    private volatile RecordMessage message;
    private volatile CloudPublisher publisher;

    @Activate
    @SuppressWarnings("unchecked")
    public CloudPublisherWire(
            @Reference WireHelperService helper, ComponentContext context, Map<String, Object> properties) {
        this.wires = helper.newWireSupport(this, (ServiceReference<WireComponent>) context.getServiceReference());
        updated(properties);
    }

    @Modified
    void updated(Map<String, Object> properties) {
        message = RecordMessage.from(properties);
    }

    @Reference(name = "CloudPublisher", cardinality = OPTIONAL, policy = DYNAMIC)
    void setCloudPublisher(CloudPublisher added) {
        publisher = added;
    }

    void unsetCloudPublisher(CloudPublisher removed) {
        if (publisher == removed) {
            publisher = null;
        }
    }

    @Override
    public void onWireReceive(WireEnvelope envelope) {
        CloudPublisher current = publisher;
        if (current == null) {
            return;
        }
        try {
            for (WireRecord record : envelope.getRecords()) {
                current.publish(message.of(record, clock));
            }
        } catch (KuraException | RuntimeException e) { // a publisher may throw what it likes
            LOG.error("Error in publishing wire records using cloud publisher..", e);
        }
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
