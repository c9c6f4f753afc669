package org.metergate.wire.analysis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.type.TypedValues;
import org.metergate.analysis.voltage.Requirement;
import org.metergate.analysis.voltage.SupplyWeek;
import org.metergate.analysis.voltage.VoltageLevel;

/** Takes one record into the week of its meter; when ten minutes have ended, says how the week is. */
final class RecordWeek {
    private static final Duration LATEST = Duration.ofHours(1);

    private final AnalysisSettings settings;
    private final SupplyWeek week;
    private final Clock clock;
    private final Map<String, TypedValue<?>> all;
    private Instant time = Instant.MIN;
    private boolean ended;

    /**
     * @param week of the meter
     * @param all the record and its results
     */
    RecordWeek(AnalysisSettings settings, SupplyWeek week, Clock clock, Map<String, TypedValue<?>> all) {
        this.settings = settings;
        this.week = week;
        this.clock = clock;
        this.all = all;
    }

    /** @return whether ten minutes have ended */
    boolean hasEnded() {
        return ended;
    }

    /** @return results by name; empty but for the first record after ten minutes */
    Map<String, TypedValue<?>> results() {
        double nominal = settings.quality().nominalVoltage();
        boolean flagged = false;
        for (int n = 1; n <= settings.phases(); n++) {
            Input voltage = Input.of(all, AnalysisSettings.ofPhase(settings.voltage(), n), "V")
                    .rms();
            boolean out = voltage.value().isPresent()
                    && VoltageLevel.of(voltage.value().getAsDouble(), nominal) == VoltageLevel.INTERRUPTION;
            flagged |= out;
            add("U" + n, Requirement.VOLTAGE, voltage, nominal, out);
            add("U" + n, Requirement.VOLTAGE_ALWAYS, voltage, nominal, out);
            String thd = all.containsKey("THDU" + n)
                    ? "THDU" + n
                    : AnalysisSettings.ofPhase(settings.quality().thdVoltage(), n);
            add("THDU" + n, Requirement.THD, Input.of(all, thd, "%").rms(), 0, out);
        }
        TypedValue<?> kind = all.get("unbalance.U.kind");
        if (kind != null && "NEGATIVE_SEQUENCE".equals(kind.getValue())) {
            add("unbalance.U", Requirement.UNBALANCE, Input.of(all, "unbalance.U", "%"), 0, flagged);
        }
        double hertz = settings.quality().nominal().hertz();
        Input frequency = Input.of(all, "frequency", "Hz");
        add("frequency", Requirement.FREQUENCY, frequency, hertz, false);
        add("frequency", Requirement.FREQUENCY_ALWAYS, frequency, hertz, false);
        Map<String, TypedValue<?>> results = new LinkedHashMap<>();
        if (ended) {
            put(results, "week", week.current());
            put(results, "lastWeek", week.last());
        }
        return results;
    }

    private void add(String name, Requirement requirement, Input input, double nominal, boolean flagged) {
        if (input.value().isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Instant read =
                input.time().isPresent() ? Instant.ofEpochMilli(input.time().getAsLong()) : now;
        if (read.isAfter(now.plus(LATEST))) {
            return;
        }
        time = read.isAfter(time) ? read : time;
        double value = input.value().getAsDouble();
        double percent = nominal > 0 ? (value / nominal - 1) * 100 : value;
        boolean over = week.add(name, requirement, read, percent, flagged);
        ended |= over && requirement.interval().compareTo(Duration.ofMinutes(1)) > 0;
    }

    private void put(Map<String, TypedValue<?>> results, String word, List<SupplyWeek.Line> lines) {
        Map<String, TypedValue<?>> said = new LinkedHashMap<>();
        for (SupplyWeek.Line line : lines) {
            String name = line.name() + "." + word + (line.requirement().part() == 1 ? ".always" : "");
            said.put(name + ".part", TypedValues.newDoubleValue(100 * line.part()));
            results.put(name + ".part_unit", TypedValues.newStringValue("%"));
            said.put(name + ".met", TypedValues.newBooleanValue(line.met()));
            said.put(name + ".means", TypedValues.newLongValue(line.means()));
            said.put(word + ".from", TypedValues.newStringValue(line.from().toString()));
        }
        said.forEach((name, value) -> {
            results.put(name, value);
            results.put(name + "_timestamp", TypedValues.newLongValue(time.toEpochMilli()));
        });
    }
}
