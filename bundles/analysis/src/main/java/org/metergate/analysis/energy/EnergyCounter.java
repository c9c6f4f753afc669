package org.metergate.analysis.energy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.metergate.analysis.energy.Consumption.Kind;

/**
 * Turns readings of a counter into consumption. One thread at a time.
 *
 * <p>A reading that falls, or rises faster than the supply allows, is held back until the next one. If that one follows
 * from the reading before, the doubted one was a mishap (a 0 from a meter that starts) and is forgotten; if it follows
 * from the doubted one, the counter ran over, the meter restarted with a loss, or was exchanged. Only a counter that ran
 * over adds energy then; nothing is ever guessed.
 */
public final class EnergyCounter {
    /** Readings may be taken this much earlier or later than they say. */
    private static final double JITTER_HOURS = 60 / 3_600.0;

    private static final double LEAST_MODULUS = 1e4;
    private static final double MOST_MODULUS = 1e15;
    private static final double RESTART_PART = 0.001;

    private record Reading(Instant time, double value) {}

    /**
     * What a reading led to.
     *
     * @param consumptions one or two intervals, in order of time; none after the first reading
     * @param refusal why the reading itself was not counted; empty if it was
     */
    public record Step(List<Consumption> consumptions, Optional<Refusal> refusal) {
        private static Step refused(Refusal why) {
            return new Step(List.of(), Optional.of(why));
        }

        private static Step counted(List<Consumption> consumptions) {
            return new Step(List.copyOf(consumptions), Optional.empty());
        }
    }

    private CounterRules rules;
    private Optional<Reading> last = Optional.empty();
    private Optional<Reading> doubted = Optional.empty();
    private double total;

    /** @param rules what is known of it */
    public EnergyCounter(CounterRules rules) {
        this.rules = rules;
    }

    /** @param wanted what is known of it from now on; what was counted stays */
    public void setRules(CounterRules wanted) {
        rules = wanted;
    }

    /** @return all that was counted since the first reading, in Wh: a counter that never falls */
    public double total() {
        return total;
    }

    /** @return time of the last reading counted; empty before the first */
    public Optional<Instant> lastTime() {
        return last.map(Reading::time);
    }

    /**
     * Takes a reading.
     *
     * @param time of it
     * @param value in Wh
     * @return what it led to
     */
    public Step read(Instant time, double value) {
        if (!Double.isFinite(value) || value < 0) {
            return Step.refused(Refusal.NO_NUMBER);
        }
        Reading reading = new Reading(time, value);
        if (last.isEmpty()) {
            last = Optional.of(reading);
            return Step.counted(List.of());
        }
        Reading base = last.get();
        Reading latest = doubted.orElse(base);
        if (!time.isAfter(latest.time())) {
            return Step.refused(reading.equals(latest) ? Refusal.DUPLICATE : Refusal.OUT_OF_ORDER);
        }
        if (follows(base, reading)) {
            return count(List.of(counted(base, reading, kind(base, reading), value - base.value())), reading);
        }
        if (doubted.isEmpty()) {
            if (rules.maxPower() > 0 && ranOver(base, reading) > 0) {
                double over = ranOver(base, reading) - base.value() + value;
                return count(List.of(counted(base, reading, Kind.ROLLOVER, over)), reading);
            }
            doubted = Optional.of(reading);
            return Step.refused(Refusal.DOUBTED);
        }
        return confirm(base, doubted.get(), reading);
    }

    private Step confirm(Reading base, Reading first, Reading second) {
        if (!follows(first, second)) {
            doubted = Optional.of(second);
            return Step.refused(Refusal.DOUBTED);
        }
        List<Consumption> both = new ArrayList<>();
        double modulus = ranOver(base, first);
        if (modulus > 0) {
            both.add(counted(base, first, Kind.ROLLOVER, modulus - base.value() + first.value()));
        } else {
            both.add(counted(base, first, isRestart(base, first) ? Kind.RESTART : Kind.EXCHANGE, 0));
        }
        both.add(counted(first, second, kind(first, second), second.value() - first.value()));
        return count(both, second);
    }

    private Step count(List<Consumption> consumptions, Reading reading) {
        consumptions.forEach(each -> total += each.wattHours());
        last = Optional.of(reading);
        doubted = Optional.empty();
        return Step.counted(consumptions);
    }

    private static Consumption counted(Reading from, Reading to, Kind kind, double wattHours) {
        return new Consumption(from.time(), to.time(), wattHours, kind);
    }

    private Kind kind(Reading from, Reading to) {
        return Duration.between(from.time(), to.time()).compareTo(rules.gap()) > 0 ? Kind.GAP : Kind.MEASURED;
    }

    private boolean follows(Reading from, Reading to) {
        return to.value() >= from.value() && isPossible(from, to, to.value() - from.value());
    }

    private boolean isPossible(Reading from, Reading to, double wattHours) {
        double hours = Duration.between(from.time(), to.time()).toNanos() / 3.6e12;
        return rules.maxPower() == 0 || wattHours <= rules.maxPower() * (hours + JITTER_HOURS) + 1;
    }

    /**
     * Where the counter began at 0 again: the modulus of the rules, or if the greatest power is known a power of ten that
     * makes the energy possible; 0 if it did not run over.
     */
    private double ranOver(Reading from, Reading to) {
        if (to.value() >= from.value()) {
            return 0;
        }
        if (rules.modulus() > 0) {
            double over = rules.modulus() - from.value() + to.value();
            boolean likely = rules.maxPower() > 0 ? isPossible(from, to, over) : over < rules.modulus() / 10;
            return from.value() < rules.modulus() && likely ? rules.modulus() : 0;
        }
        for (double modulus = LEAST_MODULUS; rules.maxPower() > 0 && modulus <= MOST_MODULUS; modulus *= 10) {
            if (from.value() < modulus) {
                boolean near = from.value() >= 0.9 * modulus && to.value() <= 0.1 * modulus;
                return near && isPossible(from, to, modulus - from.value() + to.value()) ? modulus : 0;
            }
        }
        return 0;
    }

    private boolean isRestart(Reading from, Reading to) {
        double loss = from.value() - to.value();
        return loss > 0 && loss <= Math.max(RESTART_PART * from.value(), rules.maxPower());
    }

    /** @return the state as one line, for {@link #restore} */
    public String save() {
        return total + " " + text(last) + " " + text(doubted);
    }

    private static String text(Optional<Reading> reading) {
        return reading.map(it -> it.time() + " " + it.value()).orElse("- -");
    }

    /**
     * Takes up a state.
     *
     * @param state as {@link #save} gave it
     * @throws IllegalArgumentException if it is none; this counter is as it was then
     */
    public void restore(String state) {
        String[] words = state.split(" ");
        if (words.length != 5) {
            throw new IllegalArgumentException("'" + state + "' is no state of a counter");
        }
        try {
            double wasTotal = Double.parseDouble(words[0]);
            Optional<Reading> wasLast = reading(words[1], words[2]);
            doubted = reading(words[3], words[4]);
            last = wasLast;
            total = wasTotal;
        } catch (java.time.format.DateTimeParseException | NumberFormatException e) {
            throw new IllegalArgumentException("'" + state + "' is no state of a counter", e);
        }
    }

    private static Optional<Reading> reading(String time, String value) {
        return time.equals("-")
                ? Optional.empty()
                : Optional.of(new Reading(Instant.parse(time), Double.parseDouble(value)));
    }
}
