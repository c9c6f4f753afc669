package org.metergate.wire.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.wire.WireComponent;
import org.eclipse.kura.wire.WireEmitter;
import org.eclipse.kura.wire.WireEnvelope;
import org.eclipse.kura.wire.WireHelperService;
import org.eclipse.kura.wire.WireReceiver;
import org.eclipse.kura.wire.WireRecord;
import org.eclipse.kura.wire.WireSupport;
import org.metergate.settings.Properties.Problem;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.wireadmin.Consumer;
import org.osgi.service.wireadmin.Producer;
import org.osgi.service.wireadmin.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wire component: analyses every record that comes and sends it on with the results, on the thread of the sender.
 * With wrong settings it lets records pass as they are.
 */
@Component(
        name = AnalysisConfig.PID,
        service = {
            ConfigurableComponent.class,
            WireComponent.class,
            WireEmitter.class,
            WireReceiver.class,
            Producer.class,
            Consumer.class
        },
        property = "kura.ui.service.hide:Boolean=true",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = AnalysisConfig.class, factory = true)
public final class AnalysisComponent implements ConfigurableComponent, WireEmitter, WireReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(AnalysisComponent.class);

    private final WireHelperService wires;
    private volatile WireSupport support;
    private volatile AnalysisSettings settings;
    private volatile String name = AnalysisConfig.PID;
    private volatile boolean failing;

    /** @param wires of the gateway */
    @Activate
    public AnalysisComponent(@Reference WireHelperService wires) {
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
        AnalysisSettings wanted = AnalysisSettings.from(properties);
        name = String.valueOf(properties.getOrDefault("kura.service.pid", AnalysisConfig.PID));
        if (wanted.equals(settings)) {
            return;
        }
        settings = wanted;
        if (!wanted.problems().isEmpty()) {
            LOG.error(
                    "{} analyses nothing, its settings are wrong: {}",
                    name,
                    wanted.problems().stream().map(Problem::toString).collect(Collectors.joining("; ")));
        }
    }

    @Override
    public void onWireReceive(WireEnvelope envelope) {
        try {
            AnalysisSettings now = settings;
            List<WireRecord> records = new ArrayList<>();
            for (WireRecord record : envelope.getRecords()) {
                Map<String, TypedValue<?>> emitted = emitted(record.getProperties(), now);
                if (!emitted.isEmpty() || now.emitInput()) {
                    records.add(new WireRecord(emitted));
                }
            }
            if (!records.isEmpty() || now.emitInput()) {
                support.emit(records);
            }
            if (failing) {
                failing = false;
                LOG.info("{} analyses again", name);
            }
        } catch (RuntimeException e) { // the sender would not log it
            if (!failing) {
                failing = true;
                LOG.error("{} could not analyse an envelope; it is lost, further losses are not logged", name, e);
            }
        }
    }

    private static Map<String, TypedValue<?>> emitted(Map<String, TypedValue<?>> input, AnalysisSettings settings) {
        Map<String, TypedValue<?>> results =
                settings.problems().isEmpty() ? new RecordAnalysis(settings).of(input) : Map.of();
        Map<String, TypedValue<?>> emitted = new LinkedHashMap<>();
        if (settings.emitInput()) {
            emitted.putAll(input);
            results.forEach(emitted::putIfAbsent); // what the meter measured is never replaced
        } else if (!results.isEmpty()) {
            for (String ofAsset : List.of("assetName", "assetTimestamp")) {
                if (input.containsKey(ofAsset)) {
                    emitted.put(ofAsset, input.get(ofAsset));
                }
            }
            emitted.putAll(results);
        }
        return emitted;
    }

    @Override
    public void updated(Wire wire, Object value) {
        support.updated(wire, value);
    }

    @Override
    public Object polled(Wire wire) {
        return support.polled(wire);
    }

    @Override
    public void consumersConnected(Wire[] connected) {
        support.consumersConnected(connected);
    }

    @Override
    public void producersConnected(Wire[] connected) {
        support.producersConnected(connected);
    }
}
