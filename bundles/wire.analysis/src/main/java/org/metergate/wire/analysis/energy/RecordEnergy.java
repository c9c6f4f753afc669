package org.metergate.wire.analysis.energy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.eclipse.kura.type.TypedValue;
import org.metergate.analysis.energy.Consumption;
import org.metergate.analysis.energy.Demand;
import org.metergate.analysis.energy.EnergyCounter;
import org.metergate.analysis.energy.Refusal;
import org.metergate.analysis.energy.SelfConsumption;
import org.metergate.wire.analysis.Input;
import org.metergate.wire.analysis.Results;

/** Counts what one record says. */
final class RecordEnergy {
    /** A meter's clock may be ahead of the gateway's by this much. */
    private static final Duration AHEAD = Duration.ofHours(1);

    private final EnergySettings settings;
    private final Meters meters;
    private final Instant now;
    private boolean counted;
    private boolean worthSaving;

    RecordEnergy(EnergySettings settings, Meters meters, Instant now) {
        this.settings = settings;
        this.meters = meters;
        this.now = now;
    }

    /** @return whether something is remembered that was not before */
    boolean hasCounted() {
        return counted;
    }

    /** @return whether a block ended, a counter began, or something happened to one */
    boolean isWorthSaving() {
        return worthSaving;
    }

    Map<String, TypedValue<?>> of(Map<String, TypedValue<?>> record) {
        Results results = new Results(settings.emitErrors());
        TypedValue<?> asset = record.get("assetName");
        String name = Meters.plain(asset == null ? "" : String.valueOf(asset.getValue()));
        Map<String, Input> inputs = new HashMap<>();
        Map<String, Track> tracks = new HashMap<>();
        for (EnergySettings.Counter counter : settings.counters()) {
            Input input = Input.of(record, counter.channel(), settings.unit()).rms();
            if (!input.known()) {
                continue;
            }
            if (input.failed()) {
                results.error(counter.name() + ".interval", "not computed without " + counter.channel());
                continue;
            }
            Instant time = input.time().isPresent()
                    ? Instant.ofEpochMilli(input.time().getAsLong())
                    : assetTime(record).orElse(now);
            if (time.isAfter(now.plus(AHEAD))) {
                results.error(
                        counter.name() + ".interval",
                        counter.channel() + " is of " + time
                                + ", which is in the future: the clock of the meter is wrong");
                continue;
            }
            Track track = meters.of(name, counter.name(), settings);
            inputs.put(counter.name(), input);
            tracks.put(counter.name(), track);
            count(counter, input, time, track, results);
        }
        own(tracks, inputs, results);
        return results.properties();
    }

    private static Optional<Instant> assetTime(Map<String, TypedValue<?>> record) {
        TypedValue<?> time = record.get("assetTimestamp");
        return time != null && time.getValue() instanceof Long millis
                ? Optional.of(Instant.ofEpochMilli(millis))
                : Optional.empty();
    }

    private void count(EnergySettings.Counter counter, Input input, Instant time, Track track, Results results) {
        List<Input> of = List.of(input);
        boolean began = track.lastTime().isEmpty();
        Optional<Demand.Block> before = track.lastBlock();
        EnergyCounter.Step step = track.read(time, input.value().getAsDouble(), settings);
        counted = true;
        worthSaving |= began || !before.equals(track.lastBlock());
        String name = counter.name();
        step.refusal()
                .filter(why -> why != Refusal.DUPLICATE) // a meter is read more often than it counts
                .ifPresent(why -> results.error(name + ".interval", reason(counter.channel(), why)));
        results.number(name + ".total", settings.unit(), OptionalDouble.of(track.total()), of);
        List<Consumption> known = step.consumptions().stream()
                .filter(each -> each.kind().isKnown())
                .toList();
        if (!known.isEmpty()) {
            double energy = known.stream().mapToDouble(Consumption::wattHours).sum();
            double hours = known.stream().mapToDouble(Consumption::hours).sum();
            results.number(name + ".interval", settings.unit(), OptionalDouble.of(energy), of);
            results.number(name + ".power", power(), OptionalDouble.of(energy / hours), of);
        }
        String events = step.consumptions().stream()
                .map(Consumption::kind)
                .filter(kind -> kind != Consumption.Kind.MEASURED)
                .map(Enum::name)
                .collect(Collectors.joining(" "));
        worthSaving |= !events.isEmpty();
        results.text(name + ".event", events.isEmpty() ? Optional.empty() : Optional.of(events), of);
        demand(name, track, of, results);
        if (!settings.schedule().windows().isEmpty()) {
            results.number(name + ".HP", settings.unit(), OptionalDouble.of(track.peak()), of);
            results.number(name + ".HC", settings.unit(), OptionalDouble.of(track.offPeak()), of);
            results.text("tariff", Optional.of(settings.schedule().isOffPeak(time) ? "HC" : "HP"), of);
        }
    }

    private void demand(String name, Track track, List<Input> of, Results results) {
        Optional<Demand.Block> last = track.lastBlock();
        if (last.isPresent()) {
            results.number(
                    name + ".demand", power(), OptionalDouble.of(last.get().watts()), of);
            results.text(name + ".demand.from", Optional.of(last.get().start().toString()), of);
            results.number(
                    name + ".demand.coverage", "", OptionalDouble.of(last.get().coverage()), of);
        }
        Optional<Demand.Block> most = track.demand().maximum();
        if (most.isPresent()) {
            results.number(
                    name + ".demand.max", power(), OptionalDouble.of(most.get().watts()), of);
            results.text(
                    name + ".demand.max.from", Optional.of(most.get().start().toString()), of);
        }
        results.number(name + ".load.factor", "", track.demand().loadFactor(), of);
        results.number(name + ".base.load", power(), track.demand().baseLoad(), of);
    }

    private String power() {
        return settings.unit().endsWith("h")
                ? settings.unit().substring(0, settings.unit().length() - 1)
                : settings.unit() + "/h";
    }

    private static String reason(String channel, Refusal why) {
        return switch (why) {
            case NO_NUMBER -> channel + " is no counter reading";
            case DUPLICATE -> channel + " is the reading of before, once more";
            case OUT_OF_ORDER -> channel + " is not later than the reading before";
            case DOUBTED -> channel + " fell, or rose faster than the supply allows; the next reading tells";
        };
    }

    private void own(Map<String, Track> tracks, Map<String, Input> inputs, Results results) {
        if (!tracks.keySet().containsAll(List.of("import", "export", "production"))) {
            return;
        }
        SelfConsumption site = new SelfConsumption(
                tracks.get("production").total(),
                tracks.get("import").total(),
                tracks.get("export").total());
        List<Input> of = new ArrayList<>(inputs.values());
        results.number("self.consumed", settings.unit(), OptionalDouble.of(site.selfConsumed()), of);
        results.number("site.consumption", settings.unit(), OptionalDouble.of(site.consumption()), of);
        results.number("self.consumption.rate", "", site.selfConsumptionRate(), of);
        results.number("self.sufficiency", "", site.selfSufficiency(), of);
    }
}
