package org.metergate.dashboard.model;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Energy and what it costs, by days or other steps of the calendar. */
public final class Consumption {

    /** Steps at once. */
    public static final int MOST = 1000;

    /** Lengths of steps. */
    public enum Step {
        QUARTER_HOUR("PT15M"),
        HOUR("PT1H"),
        DAY("P1D"),
        MONTH("P1M");

        private final String text;

        Step(String text) {
            this.text = text;
        }

        /** @return as ISO 8601 has it */
        public String text() {
            return text;
        }

        /** Days and months have the length that they have in that zone. */
        private ZonedDateTime begin(Instant within, ZoneId zone) {
            ZonedDateTime time = within.atZone(zone);
            return switch (this) {
                case QUARTER_HOUR -> time.truncatedTo(ChronoUnit.HOURS).plusMinutes(time.getMinute() / 15 * 15);
                case HOUR -> time.truncatedTo(ChronoUnit.HOURS);
                case DAY -> time.toLocalDate().atStartOfDay(zone);
                case MONTH -> time.toLocalDate().withDayOfMonth(1).atStartOfDay(zone);
            };
        }

        private ZonedDateTime next(ZonedDateTime begin) {
            return switch (this) {
                case QUARTER_HOUR -> begin.plus(Duration.ofMinutes(15));
                case HOUR -> begin.plus(Duration.ofHours(1));
                case DAY -> begin.toLocalDate().plusDays(1).atStartOfDay(begin.getZone());
                case MONTH -> begin.toLocalDate().plusMonths(1).atStartOfDay(begin.getZone());
            };
        }
    }

    /**
     * Energy of a register.
     *
     * @param energy Wh
     * @param coverage what part of the time is known, more than 0, to 1
     */
    public record Amount(double energy, double coverage) {}

    /** Energy of a tariff in Wh and its cost; empty if nothing is known. */
    public record Charge(String name, OptionalDouble energy, OptionalDouble cost) {}

    /**
     * One step.
     *
     * @param registers by name; without those of which nothing is known
     * @param charges of every tariff whose register the meter has
     */
    public record Of(Instant start, Instant end, Map<String, Amount> registers, List<Charge> charges) {

        /** @return of all tariffs together; empty if none is known */
        public OptionalDouble cost() {
            List<Double> known = new ArrayList<>();
            charges.forEach(one -> one.cost().ifPresent(known::add));
            return known.isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(
                            known.stream().mapToDouble(Double::doubleValue).sum());
        }
    }

    private final Counters counters;

    public Consumption(Counters counters) {
        this.counters = counters;
    }

    /**
     * @param from in the first step
     * @param to after the beginning of the last step
     * @param zone of days and months
     * @throws IllegalArgumentException if there are more than {@value #MOST} steps
     */
    public List<Of> of(String meter, Instant from, Instant to, ZoneId zone, Step step, Tariffs tariffs) {
        Map<String, String> registers = counters.registers(meter);
        List<Of> all = new ArrayList<>();
        for (ZonedDateTime begin = step.begin(from, zone); begin.toInstant().isBefore(to); begin = step.next(begin)) {
            if (all.size() == MOST) {
                throw new IllegalArgumentException("these are more than " + MOST + " steps: ask for a shorter time");
            }
            all.add(of(meter, begin.toInstant(), step.next(begin).toInstant(), registers, tariffs));
        }
        return all;
    }

    private Of of(String meter, Instant start, Instant end, Map<String, String> registers, Tariffs tariffs) {
        Map<String, Amount> amounts = new LinkedHashMap<>();
        registers.forEach((name, channel) -> counters.rise(meter, channel, start, end)
                .ifPresent(rise -> amounts.put(name, new Amount(rise.wattHours(), rise.coverage()))));
        List<Charge> charges = new ArrayList<>();
        for (Tariffs.Tariff one : tariffs.tariffs()) {
            channel(registers, one.register()).ifPresent(channel -> {
                OptionalDouble energy = energy(meter, channel, one.hours().between(start, end, tariffs.zone()));
                OptionalDouble cost = energy.isPresent()
                        ? OptionalDouble.of(energy.getAsDouble() / 1000 * one.price())
                        : OptionalDouble.empty();
                charges.add(new Charge(one.name(), energy, cost));
            });
        }
        return new Of(start, end, amounts, charges);
    }

    private static Optional<String> channel(Map<String, String> registers, String wanted) {
        return registers.containsValue(wanted) ? Optional.of(wanted) : Optional.ofNullable(registers.get(wanted));
    }

    private OptionalDouble energy(String meter, String channel, List<Hours.Span> spans) {
        List<Double> known = new ArrayList<>();
        spans.forEach(one ->
                counters.rise(meter, channel, one.from(), one.to()).ifPresent(rise -> known.add(rise.wattHours())));
        return known.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        known.stream().mapToDouble(Double::doubleValue).sum());
    }
}
