package org.metergate.wire.analysis.forecast;

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
import org.metergate.analysis.forecast.Forecast;
import org.metergate.analysis.forecast.Forecaster;
import org.metergate.analysis.forecast.Receipt;
import org.metergate.analysis.series.RegularSeries;
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

/** Forecasts one channel. Each forecast learns the kept history anew, on the component's own thread. */
@Component(
        name = ForecastConfig.PID,
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
@Designate(ocd = ForecastConfig.class, factory = true)
public final class ForecastComponent extends SeriesStage {
    private volatile int horizonHours;

    /**
     * @param context of the bundle, for its place on disk
     * @param wires of the gateway
     */
    @Activate
    public ForecastComponent(BundleContext context, @Reference(name = "wires") WireHelperService wires) {
        this(wires, Clock.systemUTC(), QUIET, DataFolder.of(context, "forecast"));
    }

    ForecastComponent(WireHelperService wires, Clock clock, Duration quiet, Optional<Path> folder) {
        super(wires, ForecastConfig.PID, clock, quiet, folder);
    }

    @Activate
    void activate(ComponentContext context, Map<String, Object> properties) {
        updated(properties);
        connect(context);
        begin("forecast");
    }

    @Modified
    void updated(Map<String, Object> given) {
        Properties properties = new Properties(given);
        SeriesSettings settings = SeriesSettings.from(properties, 900, 300, 400, Forecaster.FEWEST_DAYS, 60);
        horizonHours = properties.integer("horizon", 24, 1, 24 * Forecaster.MOST_DAYS_AHEAD);
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
        return "forecast";
    }

    @Override
    protected List<Results> analyse(RegularSeries series, SeriesSettings settings) {
        long steps = Math.max(Duration.ofHours(horizonHours).dividedBy(series.step()), 1);
        Forecaster forecaster = new Forecaster(series.start(), series.step(), settings.zone(), (int) steps, 1, 0);
        for (double value : series.values()) {
            forecaster.add(value);
        }
        String name = settings.channel() + ".forecast";
        return forecaster
                .forecast()
                .map(forecast -> results(forecast, name))
                .orElseGet(() -> List.of(new Results()
                        .text(
                                name + "_error",
                                String.format(
                                        "%.1f days of history are known; expected %d or more, and a value within the last 7",
                                        series.size() * series.step().toSeconds() / 86_400.0,
                                        Forecaster.FEWEST_DAYS))));
    }

    private static List<Results> results(Forecast forecast, String name) {
        List<Results> results = new ArrayList<>();
        results.add(receipt(forecast.receipt(), name));
        for (Forecast.Point point : forecast.points()) {
            results.add(new Results()
                    .time(name + ".time", point.time())
                    .value(name, point.value())
                    .value(name + ".lower80", point.lower80())
                    .value(name + ".upper80", point.upper80())
                    .value(name + ".lower95", point.lower95())
                    .value(name + ".upper95", point.upper95())
                    .value(name + ".baseline", point.baseline()));
        }
        return results;
    }

    private static Results receipt(Receipt receipt, String name) {
        return new Results()
                .number(name + ".receipt.days", receipt.days(), "d")
                .text(name + ".receipt.baseline", receipt.baseline().name())
                .flag(name + ".receipt.fellBack", receipt.fellBack())
                .number(name + ".receipt.MASE", receipt.mase().orElse(Double.NaN), "1")
                .number(name + ".receipt.MASE.baseline", receipt.baselineMase().orElse(Double.NaN), "1")
                .number(name + ".receipt.coverage80", 100 * receipt.coverage80().orElse(Double.NaN), "%")
                .number(name + ".receipt.coverage95", 100 * receipt.coverage95().orElse(Double.NaN), "%");
    }
}
