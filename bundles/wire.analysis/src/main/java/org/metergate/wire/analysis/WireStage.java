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
import org.osgi.service.wireadmin.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every wire component here does: it takes records, adds results to each, and sends them on, on the thread of the
 * sender. A record that cannot be analysed goes on as it came; a receiver that fails does not reach the sender.
 */
public abstract class WireStage implements ConfigurableComponent, WireEmitter, WireReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(WireStage.class);

    private final WireHelperService wires;
    private volatile WireSupport support;
    private volatile String name;
    private volatile boolean failing;
    private volatile boolean unheard;

    /**
     * @param wires of the gateway
     * @param name until the gateway has told the instance's own
     */
    protected WireStage(WireHelperService wires, String name) {
        this.wires = wires;
        this.name = name;
    }

    /** Connects to the graph; to be called once, by the activation. */
    @SuppressWarnings("unchecked") // every component here is registered as a WireComponent
    protected final void connect(ComponentContext context) {
        support = wires.newWireSupport(this, (ServiceReference<WireComponent>) context.getServiceReference());
    }

    /** Takes the name that the gateway gave the instance. */
    protected final void named(Map<String, Object> properties) {
        name = String.valueOf(properties.getOrDefault("kura.service.pid", name));
    }

    /** @return the name of the instance */
    protected final String name() {
        return name;
    }

    /** Tells once what is wrong with new settings. */
    protected final void tell(List<Problem> problems) {
        if (!problems.isEmpty()) {
            LOG.error(
                    "{} analyses nothing, its settings are wrong: {}",
                    name,
                    problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        }
    }

    /** @return whether the readings received go on with the results */
    protected abstract boolean emitsInput();

    /**
     * Analyses one record.
     *
     * @param input by name, as a WireAsset makes it; not to be changed
     * @return results by name; empty if there are none
     */
    protected abstract Map<String, TypedValue<?>> results(Map<String, TypedValue<?>> input);

    @Override
    public final void onWireReceive(WireEnvelope envelope) {
        boolean emitsInput = emitsInput();
        List<WireRecord> records = new ArrayList<>();
        for (WireRecord record : envelope.getRecords()) {
            Map<String, TypedValue<?>> emitted = emitted(record.getProperties(), emitsInput);
            if (!emitted.isEmpty() || emitsInput) {
                records.add(new WireRecord(emitted));
            }
        }
        if (!records.isEmpty() || emitsInput) {
            emit(records);
        }
    }

    /**
     * Sends records on; a receiver that fails is logged once and does not reach the caller.
     *
     * @param records to be sent, in one envelope
     */
    protected final void emit(List<WireRecord> records) {
        try {
            support.emit(records);
            unheard = false;
        } catch (RuntimeException e) { // the sender would not log it
            if (!unheard) {
                unheard = true;
                LOG.error("{} could not hand an envelope on; it is lost, further losses are not logged", name, e);
            }
        }
    }

    private Map<String, TypedValue<?>> emitted(Map<String, TypedValue<?>> input, boolean emitsInput) {
        Map<String, TypedValue<?>> results = guarded(input);
        Map<String, TypedValue<?>> emitted = new LinkedHashMap<>();
        if (emitsInput) {
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

    private Map<String, TypedValue<?>> guarded(Map<String, TypedValue<?>> input) {
        try {
            Map<String, TypedValue<?>> results = results(input);
            if (failing) {
                failing = false;
                LOG.info("{} analyses again", name);
            }
            return results;
        } catch (RuntimeException e) { // a defect of ours must not stop the readings
            if (!failing) {
                failing = true;
                LOG.error("{} could not analyse a record, which goes on as it came; others are not logged", name, e);
            }
            return Map.of();
        }
    }

    @Override
    public final void updated(Wire wire, Object value) {
        support.updated(wire, value);
    }

    @Override
    public final Object polled(Wire wire) {
        return support.polled(wire);
    }

    @Override
    public final void consumersConnected(Wire[] connected) {
        support.consumersConnected(connected);
    }

    @Override
    public final void producersConnected(Wire[] connected) {
        support.producersConnected(connected);
    }
}
