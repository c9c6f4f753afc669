package org.metergate.wire.analysis;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.wire.WireComponent;
import org.eclipse.kura.wire.WireEmitter;
import org.eclipse.kura.wire.WireHelperService;
import org.eclipse.kura.wire.WireReceiver;
import org.metergate.settings.DataFolder;
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
 * Power and power quality of each record by itself, and of weeks of them if that is wanted: these are on disk every ten
 * minutes and at the end. With wrong settings it lets records pass as they are.
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
public final class AnalysisComponent extends WireStage {
    private record Judged(AnalysisSettings settings, Waveforms waveforms) {}

    private static final Duration BETWEEN_SAVES = Duration.ofMinutes(9);

    private final Clock clock;
    private final Optional<Path> folder;
    private final SupplyWeeks weeks = new SupplyWeeks();
    private KeptState state;
    private volatile Judged judged;

    /**
     * @param context of the bundle, for its place on disk
     * @param wires of the gateway
     */
    @Activate
    public AnalysisComponent(BundleContext context, @Reference(name = "wires") WireHelperService wires) {
        this(wires, Clock.systemUTC(), DataFolder.of(context, "quality"));
    }

    AnalysisComponent(WireHelperService wires, Clock clock, Optional<Path> folder) {
        super(wires, AnalysisConfig.PID);
        this.clock = clock;
        this.folder = folder;
    }

    @Activate
    void activate(ComponentContext context, Map<String, Object> properties) {
        updated(properties);
        synchronized (weeks) {
            state = new KeptState(name(), clock);
            state.load(folder, weeks::restore);
        }
        connect(context);
    }

    @Deactivate
    void deactivate() {
        synchronized (weeks) {
            state.save(weeks::save);
        }
    }

    @Modified
    void updated(Map<String, Object> properties) {
        AnalysisSettings wanted = AnalysisSettings.from(properties);
        named(properties);
        if (judged == null || !wanted.equals(judged.settings())) {
            judged = new Judged(wanted, new Waveforms(wanted.quality()));
            tell(wanted.problems());
        }
    }

    @Override
    protected boolean emitsInput() {
        return judged.settings().emitInput();
    }

    @Override
    protected Map<String, TypedValue<?>> results(Map<String, TypedValue<?>> input) {
        Judged by = judged;
        AnalysisSettings now = by.settings();
        if (!now.problems().isEmpty()) {
            return Map.of();
        }
        Map<String, TypedValue<?>> results = new LinkedHashMap<>(new RecordAnalysis(now).of(input));
        if (now.quality().on()) {
            new QualityAnalysis(now, by.waveforms()).of(input).forEach(results::putIfAbsent);
            if (now.quality().week()) {
                results.putAll(week(now, input, results));
            }
        }
        return results;
    }

    private Map<String, TypedValue<?>> week(
            AnalysisSettings now, Map<String, TypedValue<?>> input, Map<String, TypedValue<?>> results) {
        Map<String, TypedValue<?>> all = new LinkedHashMap<>(results);
        all.putAll(input);
        TypedValue<?> asset = input.get("assetName");
        synchronized (weeks) {
            RecordWeek week =
                    new RecordWeek(now, weeks.of(asset == null ? "" : String.valueOf(asset.getValue())), clock, all);
            Map<String, TypedValue<?>> said = week.results();
            state.changed();
            if (week.hasEnded()) {
                state.saveAfter(BETWEEN_SAVES, weeks::save);
            }
            return said;
        }
    }
}
