package org.metergate.wire.analysis;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.metergate.settings.Properties;
import org.metergate.settings.Properties.Problem;

/**
 * What to analyse, and what to emit.
 *
 * @param phases 1 or 3
 * @param voltage channel name, {n} for the phase
 * @param current channel name, {n} for the phase
 * @param active channel name, {n} for the phase
 * @param reactive channel name, {n} for the phase
 * @param activeTotal channel name
 * @param reactiveTotal channel name
 * @param quality what power quality is judged by
 * @param emitInput whether the readings received go on
 * @param emitErrors whether reasons are emitted
 * @param problems what is wrong; if not empty nothing is analysed
 */
record AnalysisSettings(
        int phases,
        String voltage,
        String current,
        String active,
        String reactive,
        String activeTotal,
        String reactiveTotal,
        QualitySettings quality,
        boolean emitInput,
        boolean emitErrors,
        List<Problem> problems) {

    private static final String PHASE = "{n}";

    static AnalysisSettings from(Map<String, ?> values) {
        Properties properties = new Properties(values);
        int phases = properties.integer("phases", 3, 1, 3);
        if (phases == 2) {
            properties.note("phases", "is '2'; expected 1 or 3");
        }
        AnalysisSettings settings = new AnalysisSettings(
                phases,
                perPhase(properties, "channel.voltage", "U{n}", phases),
                perPhase(properties, "channel.current", "I{n}", phases),
                perPhase(properties, "channel.active", "P{n}", phases),
                perPhase(properties, "channel.reactive", "Q{n}", phases),
                properties.text("channel.active.total", "P"),
                properties.text("channel.reactive.total", "Q"),
                QualitySettings.from(properties, phases),
                properties.flag("emit.input", true),
                properties.flag("emit.errors", true),
                List.of());
        settings.noteNamesUsedTwice(properties);
        return settings.with(properties.problems());
    }

    /** @return the channel name of a phase, 1 to 3 */
    static String ofPhase(String pattern, int phase) {
        return pattern.replace(PHASE, Integer.toString(phase));
    }

    /** Reads the pattern of a channel name; of three phases it must hold {n}. */
    static String perPhase(Properties properties, String key, String absent, int phases) {
        String pattern = properties.text(key, absent);
        if (phases > 1 && !pattern.contains(PHASE)) {
            properties.note(key, "is '" + pattern + "'; expected a name with {n} for the phase, such as " + absent);
        }
        return pattern;
    }

    /** The total of one phase may be the phase's own channel. */
    private void noteNamesUsedTwice(Properties properties) {
        Map<String, String> keys = new HashMap<>();
        Map<String, String> patterns = new LinkedHashMap<>();
        patterns.put("channel.voltage", voltage);
        patterns.put("channel.current", current);
        patterns.put("channel.active", active);
        patterns.put("channel.reactive", reactive);
        if (quality.on()) {
            patterns.put("channel.apparent", quality.apparent());
            patterns.put("channel.factor", quality.factor());
            patterns.put("channel.angle", quality.angle());
            patterns.put("channel.voltage.angle", quality.voltageAngle());
            patterns.put("channel.thd.voltage", quality.thdVoltage());
            patterns.put("channel.thd.current", quality.thdCurrent());
            patterns.put("channel.waveform.voltage", quality.waveformVoltage());
            patterns.put("channel.waveform.current", quality.waveformCurrent());
        }
        patterns.forEach((key, name) -> {
            String other = keys.putIfAbsent(name, key);
            if (other != null) {
                properties.note(key, "is '" + name + "' as " + other + " is; expected different channels");
            }
        });
        if (activeTotal.equals(reactiveTotal)) {
            properties.note("channel.reactive.total", "is that of active power, '" + activeTotal + "'");
        }
    }

    private AnalysisSettings with(List<Problem> problems) {
        return new AnalysisSettings(
                phases,
                voltage,
                current,
                active,
                reactive,
                activeTotal,
                reactiveTotal,
                quality,
                emitInput,
                emitErrors,
                problems);
    }
}
