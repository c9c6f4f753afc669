package org.metergate.wire.analysis;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.wire.WireComponent;
import org.eclipse.kura.wire.WireEmitter;
import org.eclipse.kura.wire.WireHelperService;
import org.eclipse.kura.wire.WireReceiver;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.wireadmin.Consumer;
import org.osgi.service.wireadmin.Producer;

/** Power and power quality of each record by itself. With wrong settings it lets records pass as they are. */
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

    private volatile Judged judged;

    /** @param wires of the gateway */
    @Activate
    public AnalysisComponent(@Reference WireHelperService wires) {
        super(wires, AnalysisConfig.PID);
    }

    @Activate
    void activate(ComponentContext context, Map<String, Object> properties) {
        updated(properties);
        connect(context);
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
        }
        return results;
    }
}
