package org.metergate.wire.analysis.spectrum;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.wire.WireComponent;
import org.eclipse.kura.wire.WireEmitter;
import org.eclipse.kura.wire.WireHelperService;
import org.eclipse.kura.wire.WireReceiver;
import org.metergate.analysis.series.RegularSeries;
import org.metergate.analysis.spectrum.Cycle;
import org.metergate.analysis.spectrum.Spectrum;
import org.metergate.settings.DataFolder;
import org.metergate.settings.Properties;
import org.metergate.wire.analysis.series.SeriesSettings;
import org.metergate.wire.analysis.series.SeriesStage;
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

/** Finds the dominant periods of one channel, on the component's own thread. */
@Component(
        name = SpectrumConfig.PID,
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
@Designate(ocd = SpectrumConfig.class, factory = true)
public final class SpectrumComponent extends SeriesStage {
    private static final int MOST_STEPS = 200_000;
    private static final int FEWEST_STEPS = 16;

    /**
     * @param context of the bundle, for its place on disk
     * @param wires of the gateway
     */
    @Activate
    public SpectrumComponent(BundleContext context, @Reference(name = "wires") WireHelperService wires) {
        this(wires, Clock.systemUTC(), QUIET, DataFolder.of(context, "spectrum"));
    }

    SpectrumComponent(WireHelperService wires, Clock clock, Duration quiet, Optional<Path> folder) {
        super(wires, SpectrumConfig.PID, clock, quiet, folder);
    }

    @Activate
    void activate(ComponentContext context, Map<String, Object> properties) {
        updated(properties);
        connect(context);
        begin("spectrum");
    }

    @Modified
    void updated(Map<String, Object> given) {
        Properties properties = new Properties(given);
        SeriesSettings settings = SeriesSettings.from(properties, 300, 10, 42, 1, 360);
        long steps = settings.historyDays() * (86_400 / settings.step().toSeconds());
        if (steps > MOST_STEPS) {
            properties.note(
                    "history",
                    "is " + steps + " steps; expected " + MOST_STEPS
                            + " or fewer: a longer step, or a shorter history");
        }
        named(given);
        tell(properties.problems());
        apply(settings, properties.problems().isEmpty());
    }

    @Deactivate
    void deactivate() {
        end();
    }

    @Override
    protected String word() {
        return "cycle";
    }

    @Override
    protected List<Results> analyse(RegularSeries series, SeriesSettings settings) {
        String name = settings.channel() + ".cycle";
        if (series.size() - series.gaps() < FEWEST_STEPS) {
            return List.of(new Results()
                    .text(name + "_error", series.size() - series.gaps() + " steps are known; expected 16 or more"));
        }
        List<Cycle> cycles = Spectrum.of(series, settings.zone()).cycles();
        List<Results> results = new ArrayList<>();
        results.add(new Results().number(name + ".count", cycles.size(), "1"));
        for (Cycle cycle : cycles) {
            results.add(new Results()
                    .number(name + ".period", cycle.period().toMillis() / 1e3, "s")
                    .text(name + ".kind", cycle.kind().name())
                    .number(name + ".strength", 100 * cycle.strength(), "%")
                    .value(name + ".amplitude", cycle.amplitude())
                    .number(name + ".falseAlarm", cycle.falseAlarm(), "1"));
        }
        return results;
    }
}
