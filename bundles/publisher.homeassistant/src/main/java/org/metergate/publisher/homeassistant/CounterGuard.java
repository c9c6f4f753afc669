package org.metergate.publisher.homeassistant;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a counter from showing what it cannot have counted. Home Assistant adds every rise of a counter to its sum, and
 * a register that reads 0 once, or has one digit wrong, would stay in the energy dashboard for ever.
 *
 * <p>Pure: a state and a reading give a state and a verdict. A reading that falls, or that rises faster than is believed,
 * is held back: the counter stays where it was until later readings bear out one or the other. What they may bear out:
 * that it was a glitch (nothing happened); that so much was used (it is believed); that the register went over its end,
 * or that it is another meter (a reset: the counter begins again at 0 and counts from the moment of the change).
 */
final class CounterGuard {

    /** Readings in a row that make an unlikely thing certain. */
    static final int CERTAIN = 3;
    /** Readings in a row with another serial number that make another meter certain. */
    private static final int LIKELY = 2;
    /** Rises that are seen before their usual speed is known. */
    private static final int LEARNT = 8;
    /** How often the fastest rise seen a rise may be without being held back. */
    private static final BigDecimal UNUSUAL = BigDecimal.valueOf(3);
    /** A fall to less than this part of the register is another meter; a smaller one is a digit that was wrong. */
    private static final BigDecimal MUCH_LESS = new BigDecimal("0.9");
    /** A rise of so many times what is believed is another meter. */
    private static final BigDecimal MUCH_MORE = BigDecimal.TEN;
    /** Registers count in steps, so that a short time may show a whole step. */
    private static final Duration SHORTEST = Duration.ofMinutes(2);

    /** How long after a reset the register may come back and make it none. */
    private static final Duration MEMORY = Duration.ofDays(1);

    private static final BigDecimal MILLIS_PER_HOUR = BigDecimal.valueOf(3_600_000);
    private static final BigDecimal BINARY_END = BigDecimal.valueOf(1L << 32);

    /** What became of a reading. */
    enum Outcome {
        /** The counter shows it. */
        SHOWN,
        /** The counter stays where it was. */
        HELD,
        /** The counter began anew. */
        RESET
    }

    /**
     * A verdict.
     *
     * @param counter the counter from now on
     * @param outcome what became of the reading
     * @param reason one sentence; empty if it was shown
     */
    record Verdict(Counter counter, Outcome outcome, String reason) {}

    /**
     * A reading of the register.
     *
     * @param register in the counter's unit
     * @param time when it held
     * @param serial of the meter; empty if not known
     */
    record Reading(BigDecimal register, Instant time, String serial) {}

    /**
     * A register and when it held.
     *
     * @param register in the counter's unit
     * @param time when
     */
    record Level(BigDecimal register, Instant time) {}

    /**
     * Readings that are held back, which agree with each other.
     *
     * @param first the first of them
     * @param last the last of them
     * @param count how many, those of an empty register not counted
     * @param serial of the meter that gave them
     */
    record Held(Level first, Level last, int count, String serial) {}

    /**
     * What is known of a counter.
     *
     * @param register the last reading that was believed
     * @param base what the counter shows is the register less this
     * @param since when the counter began
     * @param serial of the meter, empty if not known
     * @param fastest fastest rise that was believed, per hour
     * @param rises how many readings were believed
     * @param held readings that wait to be borne out
     * @param before the last reading before the last reset
     */
    record Counter(
            Level register,
            BigDecimal base,
            Instant since,
            String serial,
            BigDecimal fastest,
            int rises,
            Optional<Held> held,
            Optional<Level> before) {

        /**
         * Begins a counter.
         *
         * @param first reading
         * @return the counter, which shows the register
         */
        static Counter of(Reading first) {
            return new Counter(
                    new Level(first.register(), first.time()),
                    BigDecimal.ZERO,
                    first.time(),
                    first.serial(),
                    BigDecimal.ZERO,
                    0,
                    Optional.empty(),
                    Optional.empty());
        }

        /** @return what the counter shows, 0 or more */
        BigDecimal shown() {
            return register.register().subtract(base);
        }
    }

    private final BigDecimal limit;

    /** @param limit fastest rise that is believed at once, per hour */
    CounterGuard(BigDecimal limit) {
        this.limit = limit;
    }

    /**
     * Judges a reading.
     *
     * @param counter as it was
     * @param reading the new one
     * @return the verdict
     */
    Verdict judge(Counter counter, Reading reading) {
        BigDecimal from = counter.register().register();
        BigDecimal to = reading.register();
        if (to.signum() < 0) {
            return new Verdict(counter, Outcome.HELD, "a counter cannot read " + to.toPlainString());
        }
        if (isOtherMeter(counter, reading)) {
            return otherMeter(counter, reading);
        }
        boolean late = reading.time().isBefore(counter.register().time());
        if (late && to.compareTo(from) <= 0) {
            return new Verdict(counter, Outcome.HELD, "the reading is older than what is shown");
        }
        BigDecimal rise = to.subtract(from);
        if (rise.signum() < 0) {
            return fall(counter, reading);
        }
        BigDecimal believed = believed(counter.register().time(), reading.time());
        if (rise.compareTo(believed) > 0) {
            return fastRise(counter, reading, rise, believed);
        }
        if (isUnusual(counter, reading, rise)) {
            Held held = held(counter, reading);
            if (held.count() < CERTAIN) {
                return hold(counter, held, "it rose unusually fast, to " + to.toPlainString());
            }
            Optional<Counter> back = returned(counter, reading);
            if (back.isPresent()) {
                return new Verdict(back.get(), Outcome.SHOWN, "");
            }
        }
        return new Verdict(shown(counter, reading), Outcome.SHOWN, "");
    }

    private Verdict fastRise(Counter counter, Reading reading, BigDecimal rise, BigDecimal believed) {
        Held held = held(counter, reading);
        if (held.count() < CERTAIN) {
            return hold(
                    counter,
                    held,
                    "it rose faster than is believed, to " + reading.register().toPlainString());
        }
        Optional<Counter> back = returned(counter, reading);
        if (back.isPresent()) {
            return new Verdict(back.get(), Outcome.SHOWN, "");
        }
        if (rise.compareTo(believed.multiply(MUCH_MORE)) > 0) {
            return reset(counter, reading, held.first().register(), "another meter, which reads more");
        }
        return new Verdict(shown(counter, reading), Outcome.SHOWN, "");
    }

    private Verdict fall(Counter counter, Reading reading) {
        BigDecimal from = counter.register().register();
        Held held = held(counter, reading);
        String fell = "it fell from " + from.toPlainString() + " to "
                + reading.register().toPlainString();
        if (held.count() < CERTAIN) {
            return hold(counter, held, fell);
        }
        Optional<Counter> back = returned(counter, reading);
        if (back.isPresent()) {
            return new Verdict(back.get(), Outcome.SHOWN, "");
        }
        Optional<BigDecimal> end = end(counter, held);
        if (end.isPresent()) {
            return reset(counter, reading, from.subtract(end.get()), "the register went over its end");
        }
        if (isOfAnotherMeter(counter, reading)) {
            return reset(counter, reading, begin(counter, held.first()), "another meter, which reads less");
        }
        return hold(counter, held, fell);
    }

    /** A fall of no more than an hour's use may be a wrong digit that was believed before: the register will catch up. */
    private static boolean isOfAnotherMeter(Counter counter, Reading reading) {
        BigDecimal from = counter.register().register();
        BigDecimal anHoursUse =
                counter.rises() < LEARNT ? BigDecimal.ZERO : counter.fastest().multiply(UNUSUAL);
        return reading.register().compareTo(from.multiply(MUCH_LESS)) < 0
                && from.subtract(reading.register()).compareTo(anHoursUse) > 0;
    }

    private static boolean isOtherMeter(Counter counter, Reading reading) {
        return !counter.serial().isEmpty()
                && !reading.serial().isEmpty()
                && !counter.serial().equals(reading.serial());
    }

    private Verdict otherMeter(Counter counter, Reading reading) {
        Held held = counter.held()
                .filter(known -> known.serial().equals(reading.serial()) && follows(known.last(), reading))
                .map(known -> new Held(known.first(), level(reading), known.count() + 1, known.serial()))
                .orElseGet(() -> new Held(level(reading), level(reading), 1, reading.serial()));
        if (held.count() < LIKELY) {
            return hold(counter, held, "the meter says that it is another one, " + reading.serial());
        }
        return reset(counter, reading, begin(counter, held.first()), "another meter, " + reading.serial());
    }

    /** The readings held back, with this one, or this one alone if it does not agree with them. */
    private Held held(Counter counter, Reading reading) {
        int one = reading.register().signum() == 0 ? 0 : 1;
        return counter.held()
                .filter(known -> rises(known.last(), reading, MUCH_MORE))
                .map(known -> new Held(known.first(), level(reading), known.count() + one, reading.serial()))
                .orElseGet(() -> new Held(level(reading), level(reading), one, reading.serial()));
    }

    /** Whether a reading may come after another one of the same register. */
    private boolean follows(Level last, Reading reading) {
        return rises(last, reading, BigDecimal.ONE);
    }

    /** Whether it did not fall, nor rise more than so many times what is believed. */
    private boolean rises(Level last, Reading reading, BigDecimal times) {
        BigDecimal rise = reading.register().subtract(last.register());
        return rise.signum() >= 0
                && rise.compareTo(believed(last.time(), reading.time()).multiply(times)) <= 0;
    }

    /** The register is where it was before a reset that was none: it goes on from there. */
    private Optional<Counter> returned(Counter counter, Reading reading) {
        return counter.before()
                .filter(level -> reading.time().isBefore(counter.since().plus(MEMORY)))
                .filter(level -> follows(level, reading))
                .map(level -> new Counter(
                        level(reading),
                        level.register().subtract(counter.shown()),
                        counter.since(),
                        counter.serial(),
                        counter.fastest(),
                        counter.rises(),
                        Optional.empty(),
                        Optional.empty()));
    }

    /** The end that the register went over, if that explains the fall: all nines, or all ones of 32 bits. */
    private Optional<BigDecimal> end(Counter counter, Held held) {
        Level from = counter.register();
        List<BigDecimal> ends = new ArrayList<>();
        BigDecimal nines = BigDecimal.ONE;
        while (nines.compareTo(from.register()) <= 0) {
            nines = nines.movePointRight(1);
        }
        ends.add(nines);
        for (int digits = 0; digits <= 6; digits++) {
            BigDecimal ones = BINARY_END.movePointLeft(digits);
            if (ones.compareTo(from.register()) > 0) {
                ends.add(ones);
            }
        }
        return ends.stream()
                .filter(end -> end.subtract(from.register())
                                .add(held.first().register())
                                .compareTo(
                                        usual(counter, from.time(), held.first().time()))
                        <= 0)
                .findFirst();
    }

    /** A new meter begins at 0 if it can have counted what it shows since the old one was read; else with what it shows. */
    private BigDecimal begin(Counter counter, Level first) {
        return first.register().compareTo(usual(counter, counter.register().time(), first.time())) <= 0
                ? BigDecimal.ZERO
                : first.register();
    }

    private boolean isUnusual(Counter counter, Reading reading, BigDecimal rise) {
        return counter.rises() >= LEARNT
                && rise.compareTo(usual(counter, counter.register().time(), reading.time())) > 0;
    }

    /** What it may rise in that time at the speeds seen until now, or at all while none are known. */
    private BigDecimal usual(Counter counter, Instant from, Instant to) {
        BigDecimal believed = believed(from, to);
        if (counter.rises() < LEARNT) {
            return believed;
        }
        BigDecimal usual = counter.fastest().multiply(UNUSUAL).multiply(hours(from, to, Duration.ZERO));
        return usual.min(believed);
    }

    private BigDecimal believed(Instant from, Instant to) {
        return limit.multiply(hours(from, to, SHORTEST));
    }

    private static BigDecimal hours(Instant from, Instant to, Duration least) {
        Duration time = Duration.between(from, to);
        Duration counted = time.compareTo(least) < 0 ? least : time;
        return BigDecimal.valueOf(counted.toMillis()).divide(MILLIS_PER_HOUR, MathContext.DECIMAL64);
    }

    private static Verdict hold(Counter counter, Held held, String reason) {
        Counter same = new Counter(
                counter.register(),
                counter.base(),
                counter.since(),
                counter.serial(),
                counter.fastest(),
                counter.rises(),
                Optional.of(held),
                counter.before());
        return new Verdict(same, Outcome.HELD, reason);
    }

    private static Verdict reset(Counter counter, Reading reading, BigDecimal base, String reason) {
        Counter begun = new Counter(
                level(reading),
                base,
                reading.time(),
                reading.serial().isEmpty() ? counter.serial() : reading.serial(),
                counter.fastest(),
                counter.rises(),
                Optional.empty(),
                Optional.of(counter.register()));
        return new Verdict(begun, Outcome.RESET, reason);
    }

    private static Counter shown(Counter counter, Reading reading) {
        BigDecimal rise = reading.register().subtract(counter.register().register());
        BigDecimal hours = hours(counter.register().time(), reading.time(), Duration.ZERO);
        boolean measured = hours.signum() > 0;
        BigDecimal speed = measured ? rise.divide(hours, MathContext.DECIMAL64) : BigDecimal.ZERO;
        Instant time = reading.time().isBefore(counter.register().time())
                ? counter.register().time()
                : reading.time();
        return new Counter(
                new Level(reading.register(), time),
                counter.base(),
                counter.since(),
                reading.serial().isEmpty() ? counter.serial() : reading.serial(),
                counter.fastest().max(speed),
                measured ? Math.min(counter.rises() + 1, LEARNT) : counter.rises(),
                Optional.empty(),
                counter.before());
    }

    private static Level level(Reading reading) {
        return new Level(reading.register(), reading.time());
    }
}
