package org.metergate.wire.analysis.energy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.wire.WireComponent;
import org.eclipse.kura.wire.WireEmitter;
import org.eclipse.kura.wire.WireHelperService;
import org.eclipse.kura.wire.WireReceiver;
import org.metergate.settings.DataFolder;
import org.metergate.wire.analysis.KeptState;
import org.metergate.wire.analysis.WireStage;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.wireadmin.Consumer;
import org.osgi.service.wireadmin.Producer;

/**
 * Energy of the meters whose records pass. What it remembers is on disk after each block of the demand, each event and at
 * the end; what a kill takes, the next reading of the counter brings back, for counters do not forget.
 */
@Component(
        name = EnergyConfig.PID,
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
@Designate(ocd = EnergyConfig.class, factory = true)
public final class EnergyComponent extends WireStage {
    private static final Duration LEAST_BETWEEN_SAVES = Duration.ofMinutes(1);

    private final Clock clock;
    private final Optional<Path> folder;
    private final Meters meters = new Meters();
    private volatile EnergySettings settings;
    private KeptState state;

    /**
     * @param context of the bundle, for its place on disk
     * @param wires of the gateway
     */
    @Activate
    public EnergyComponent(BundleContext context, @Reference(name = "wires") WireHelperService wires) {
        this(wires, Clock.systemUTC(), DataFolder.of(context, "energy"));
    }

    EnergyComponent(WireHelperService wires, Clock clock, Optional<Path> folder) {
        super(wires, EnergyConfig.PID);
        this.clock = clock;
        this.folder = folder;
    }

    @Activate
    synchronized void activate(ComponentContext context, Map<String, Object> properties) {
        updated(properties);
        state = new KeptState(name(), clock).savingTheFirst();
        state.load(folder, lines -> meters.restore(lines, settings));
        connect(context);
    }

    @Modified
    synchronized void updated(Map<String, Object> properties) {
        EnergySettings wanted = EnergySettings.from(properties);
        named(properties);
        if (!wanted.equals(settings)) {
            settings = wanted;
            tell(wanted.problems());
            if (wanted.problems().isEmpty()) {
                meters.apply(wanted);
            }
        }
    }

    @Deactivate
    synchronized void deactivate() {
        state.save(meters::save);
    }

    @Override
    protected boolean emitsInput() {
        return settings.emitInput();
    }

    @Override
    protected synchronized Map<String, TypedValue<?>> results(Map<String, TypedValue<?>> input) {
        EnergySettings now = settings;
        if (!now.problems().isEmpty()) {
            return Map.of();
        }
        RecordEnergy record = new RecordEnergy(now, meters, clock.instant());
        Map<String, TypedValue<?>> results = record.of(input);
        if (record.hasCounted()) {
            state.changed();
        }
        if (record.isWorthSaving()) {
            state.saveAfter(LEAST_BETWEEN_SAVES, meters::save);
        }
        return results;
    }
}
