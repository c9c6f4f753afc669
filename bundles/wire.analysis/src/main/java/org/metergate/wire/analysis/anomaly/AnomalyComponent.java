package org.metergate.wire.analysis.anomaly;

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
 * Scores and findings of the meters whose records pass. What it learnt is on disk every quarter of an hour, after each
 * finding and at the end; a kill takes what a quarter of an hour taught.
 */
@Component(
        name = AnomalyConfig.PID,
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
@Designate(ocd = AnomalyConfig.class, factory = true)
public final class AnomalyComponent extends WireStage {
    private static final Duration BETWEEN_SAVES = Duration.ofMinutes(15);
    private static final Duration LEAST_BETWEEN_SAVES = Duration.ofMinutes(1);

    private final Clock clock;
    private final Optional<Path> folder;
    private final Watched watched = new Watched();
    private volatile AnomalySettings settings;
    private KeptState state;
    private boolean urgent;

    /**
     * @param context of the bundle, for its place on disk
     * @param wires of the gateway
     */
    @Activate
    public AnomalyComponent(BundleContext context, @Reference(name = "wires") WireHelperService wires) {
        this(wires, Clock.systemUTC(), DataFolder.of(context, "anomaly"));
    }

    AnomalyComponent(WireHelperService wires, Clock clock, Optional<Path> folder) {
        super(wires, AnomalyConfig.PID);
        this.clock = clock;
        this.folder = folder;
    }

    @Activate
    synchronized void activate(ComponentContext context, Map<String, Object> properties) {
        updated(properties);
        state = new KeptState(name(), clock);
        state.load(folder, lines -> watched.restore(lines, BETWEEN_SAVES));
        if (!watched.isEmpty()) {
            state.changed();
            state.save(watched::save); // from now on it is not what was there at the end
        }
        connect(context);
    }

    @Modified
    synchronized void updated(Map<String, Object> properties) {
        AnomalySettings wanted = AnomalySettings.from(properties);
        named(properties);
        if (!wanted.equals(settings)) {
            settings = wanted;
            tell(wanted.problems());
        }
    }

    @Deactivate
    synchronized void deactivate() {
        state.changed();
        state.save(watched::saveAtTheEnd);
    }

    @Override
    protected boolean emitsInput() {
        return settings.emitInput();
    }

    @Override
    protected synchronized Map<String, TypedValue<?>> results(Map<String, TypedValue<?>> input) {
        AnomalySettings now = settings;
        if (!now.problems().isEmpty()) {
            return Map.of();
        }
        RecordAnomalies record = new RecordAnomalies(now, watched, clock.instant());
        Map<String, TypedValue<?>> results = record.of(input);
        state.changed();
        urgent |= record.hasFound();
        state.saveAfter(urgent ? LEAST_BETWEEN_SAVES : BETWEEN_SAVES, watched::save);
        urgent &= !state.isSaved();
        return results;
    }
}
