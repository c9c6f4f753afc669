package org.metergate.dashboard;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.eclipse.kura.type.TypedValue;
import org.metergate.dashboard.model.Analysis;
import org.metergate.dashboard.model.Failure;
import org.metergate.dashboard.model.Finding;
import org.metergate.dashboard.model.Forecast;
import org.metergate.dashboard.model.Spectrum;

/**
 * Takes forecasts, spectra and findings out of an envelope of the wires, as the components of {@code wire.analysis} put them
 * in: hundreds of records that are no channels of a meter. What is left of the records are readings.
 */
final class WireAnalyses {
    private static final String FORECAST = ".forecast";
    private static final String CYCLE = ".cycle";
    private static final String FINDING = "finding.";
    private static final String ERROR = "_error";
    private static final String STAMP = "_timestamp";
    private static final int MOST_FINDINGS = 8;
    private static final int MOST_STEPS = 10_000;
    private static final int SHORT = 200;
    private static final int LONG = 1000;

    private final Instant now;
    private final List<Map<String, TypedValue<?>>> readings = new ArrayList<>();
    private final List<Analysis> found = new ArrayList<>();
    private final Map<List<String>, List<Map<String, TypedValue<?>>>> forecasts = new LinkedHashMap<>();
    private final Map<List<String>, List<Map<String, TypedValue<?>>>> spectra = new LinkedHashMap<>();

    /**
     * @param records of one envelope, by name
     * @param now stands for times that are not told
     */
    WireAnalyses(List<Map<String, TypedValue<?>>> records, Instant now) {
        this.now = now;
        records.forEach(this::sort);
        forecasts.forEach((of, all) -> found.add(forecast(of.get(0), of.get(1), all)));
        spectra.forEach((of, all) -> found.add(spectrum(of.get(0), of.get(1), all)));
    }

    /** @return what is left of the records */
    List<Map<String, TypedValue<?>>> readings() {
        return readings;
    }

    /** @return what was taken out */
    List<Analysis> found() {
        return found;
    }

    private void sort(Map<String, TypedValue<?>> record) {
        if (record.keySet().stream().allMatch(WireAnalyses::isReading)) {
            readings.add(record); // nearly always
            return;
        }
        String meter = text(record, "assetName");
        Map<String, TypedValue<?>> left = new LinkedHashMap<>(record);
        for (String property : new TreeSet<>(record.keySet())) {
            part(property, FORECAST, ".time", ".receipt.days")
                    .ifPresent(channel -> series(record, left, meter, channel, FORECAST, forecasts));
            part(property, CYCLE, ".count", ".period")
                    .ifPresent(channel -> series(record, left, meter, channel, CYCLE, spectra));
            failure(record, left, meter, property, FORECAST, Failure.Kind.FORECAST);
            failure(record, left, meter, property, CYCLE, Failure.Kind.SPECTRUM);
        }
        if (record.containsKey(FINDING + "cause")) {
            left.keySet().removeIf(name -> name.startsWith(FINDING));
            for (int i = 1; i <= MOST_FINDINGS && !meter.isEmpty(); i++) {
                finding(record, meter, i == 1 ? FINDING : FINDING + i + ".").ifPresent(found::add);
            }
        }
        readings.add(left);
    }

    private static boolean isReading(String property) {
        return !property.contains(FORECAST) && !property.contains(CYCLE) && !property.startsWith(FINDING);
    }

    /** @return the channel of a property such as {@code P.forecast.time}; empty if it is none */
    private static Optional<String> part(String property, String word, String... ends) {
        for (String end : ends) {
            if (property.endsWith(word + end) && property.length() > word.length() + end.length()) {
                return Optional.of(property.substring(0, property.length() - word.length() - end.length()));
            }
        }
        return Optional.empty();
    }

    private static void series(
            Map<String, TypedValue<?>> record,
            Map<String, TypedValue<?>> left,
            String meter,
            String channel,
            String word,
            Map<List<String>, List<Map<String, TypedValue<?>>>> of) {
        String name = channel + word;
        left.keySet().removeIf(one -> one.equals(name) || one.startsWith(name + ".") || one.startsWith(name + "_"));
        if (!meter.isEmpty()) {
            List<Map<String, TypedValue<?>>> all =
                    of.computeIfAbsent(List.of(meter, channel), fresh -> new ArrayList<>());
            if (all.isEmpty() || all.get(all.size() - 1) != record) {
                all.add(record);
            }
        }
    }

    private void failure(
            Map<String, TypedValue<?>> record,
            Map<String, TypedValue<?>> left,
            String meter,
            String property,
            String word,
            Failure.Kind kind) {
        Optional<String> channel = part(property, word, ERROR);
        if (channel.isEmpty() || !left.containsKey(property) || record.containsKey(channel.get() + word)) {
            return;
        }
        left.remove(property);
        left.remove(property + STAMP);
        String text = text(record, property, LONG);
        if (!meter.isEmpty() && !text.isEmpty()) {
            Instant time = time(record, property + STAMP)
                    .or(() -> time(record, channel.get() + STAMP))
                    .or(() -> time(record, "assetTimestamp"))
                    .orElse(now);
            found.add(new Failure(meter, kind, channel.get(), time, text));
        }
    }

    private Forecast forecast(String meter, String channel, List<Map<String, TypedValue<?>>> records) {
        String name = channel + FORECAST;
        Optional<Forecast.Receipt> receipt = Optional.empty();
        List<Forecast.Step> steps = new ArrayList<>();
        String unit = "";
        Optional<Instant> made = Optional.empty();
        for (Map<String, TypedValue<?>> one : records) {
            String days = name + ".receipt.days";
            made = made.or(() -> time(one, name + STAMP)).or(() -> time(one, days + STAMP));
            if (one.containsKey(days)) {
                receipt = Optional.of(new Forecast.Receipt(
                        number(one, days),
                        text(one, name + ".receipt.baseline"),
                        text(one, name + ".receipt.fellBack").equals("true"),
                        number(one, name + ".receipt.MASE"),
                        number(one, name + ".receipt.MASE.baseline"),
                        number(one, name + ".receipt.coverage80"),
                        number(one, name + ".receipt.coverage95")));
            }
            Optional<Instant> time = time(one, name + ".time");
            if (time.isPresent() && steps.size() < MOST_STEPS) {
                unit = text(one, name + "_unit");
                steps.add(new Forecast.Step(
                        time.get(),
                        number(one, name),
                        number(one, name + ".lower80"),
                        number(one, name + ".upper80"),
                        number(one, name + ".lower95"),
                        number(one, name + ".upper95"),
                        number(one, name + ".baseline")));
            }
        }
        return new Forecast(meter, channel, unit, made.orElse(now), receipt, steps);
    }

    private Spectrum spectrum(String meter, String channel, List<Map<String, TypedValue<?>>> records) {
        String name = channel + CYCLE;
        List<Spectrum.Cycle> cycles = new ArrayList<>();
        Optional<Instant> time = Optional.empty();
        for (Map<String, TypedValue<?>> one : records) {
            time = time.or(() -> time(one, name + ".count" + STAMP)).or(() -> time(one, name + ".period" + STAMP));
            if (one.containsKey(name + ".period")) {
                cycles.add(new Spectrum.Cycle(
                        number(one, name + ".period"),
                        text(one, name + ".kind"),
                        number(one, name + ".strength"),
                        number(one, name + ".amplitude"),
                        text(one, name + ".amplitude_unit"),
                        number(one, name + ".falseAlarm")));
            }
        }
        return new Spectrum(meter, channel, time.orElse(now), cycles);
    }

    private Optional<Finding> finding(Map<String, TypedValue<?>> record, String meter, String name) {
        String cause = text(record, name + "cause", SHORT);
        if (cause.isEmpty()) {
            return Optional.empty();
        }
        Instant told = time(record, name + "cause" + STAMP).orElse(now);
        Instant start = time(record, name + "start").orElse(told);
        double severity = number(record, name + "severity");
        return Optional.of(new Finding(
                meter,
                cause,
                text(record, name + "channel", SHORT),
                Double.isFinite(severity) ? Math.min(1, Math.max(0, severity)) : 0,
                start,
                time(record, name + "end").orElse(start),
                text(record, name + "check", LONG),
                rows(text(record, name + "rows", LONG)),
                Optional.empty()));
    }

    /** {@code time=value} or {@code time}, blanks between; what is neither is left out. */
    private static List<Finding.Row> rows(String text) {
        List<Finding.Row> rows = new ArrayList<>();
        for (String one : text.split(" ")) {
            int equals = one.indexOf('=');
            try {
                Instant time = Instant.parse(equals < 0 ? one : one.substring(0, equals));
                rows.add(
                        new Finding.Row(time, equals < 0 ? OptionalDouble.empty() : finite(one.substring(equals + 1))));
            } catch (DateTimeParseException e) {
                continue; // the evidence is shown as far as it can be read
            }
        }
        return rows;
    }

    private static OptionalDouble finite(String text) {
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static double number(Map<String, TypedValue<?>> record, String name) {
        return record.containsKey(name) && record.get(name).getValue() instanceof Number number
                ? number.doubleValue()
                : Double.NaN;
    }

    private static String text(Map<String, TypedValue<?>> record, String name) {
        TypedValue<?> found = record.get(name);
        return found == null ? "" : String.valueOf(found.getValue()).strip();
    }

    /** A wire of somebody else's must not fill the memory. */
    private static String text(Map<String, TypedValue<?>> record, String name, int longest) {
        String found = text(record, name);
        return found.length() <= longest ? found : found.substring(0, longest);
    }

    private static Optional<Instant> time(Map<String, TypedValue<?>> record, String name) {
        return record.containsKey(name) && record.get(name).getValue() instanceof Long millis && millis > 0
                ? Optional.of(Instant.ofEpochMilli(millis))
                : Optional.empty();
    }
}
