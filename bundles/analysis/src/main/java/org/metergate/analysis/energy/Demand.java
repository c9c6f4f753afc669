package org.metergate.analysis.energy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Mean power over fixed blocks of time, 15 minutes by custom, and what follows for the running month: maximum demand,
 * load factor; and the base load of the last seven days. One thread at a time.
 *
 * <p>Blocks begin at whole multiples of their length since 1970 in UTC, which are the quarters of every clock. Energy
 * whose course is not known ({@link Consumption.Kind#GAP}) is spread evenly; a block with such energy, or with less than
 * 99 % covered, sets no maximum.
 */
public final class Demand {
    private static final double WHOLE = 0.99;
    private static final int DAYS_OF_BASE_LOAD = 7;
    private static final double BASE_PART = 0.05;

    /**
     * A block that has ended.
     *
     * @param start when it began
     * @param watts mean power over what is covered
     * @param coverage part of the block that readings cover, above 0 to 1
     * @param estimated whether energy was spread over it
     */
    public record Block(Instant start, double watts, double coverage, boolean estimated) {
        /** @return whether it is measured from end to end */
        public boolean isWhole() {
            return coverage >= WHOLE && !estimated;
        }
    }

    private final Duration length;
    private final int kept;
    private ZoneId zone;
    private long block = Long.MIN_VALUE;
    private double energy;
    private double seconds;
    private boolean estimated;
    private Optional<LocalDate> month = Optional.empty();
    private Optional<Block> maximum = Optional.empty();
    private double monthEnergy;
    private double monthHours;
    private final Deque<Double> recent = new ArrayDeque<>();

    /**
     * @param length of a block, 1 minute to 1 day in whole seconds
     * @param zone of the calendar that months are of
     * @throws IllegalArgumentException if the length is out of range
     */
    public Demand(Duration length, ZoneId zone) {
        if (length.getSeconds() < 60 || length.getSeconds() > 86_400 || length.getNano() != 0) {
            throw new IllegalArgumentException("blocks of " + length + "; expected 1 minute to 1 day in whole seconds");
        }
        this.length = length;
        this.zone = zone;
        kept = (int) (DAYS_OF_BASE_LOAD * 86_400 / length.getSeconds());
    }

    /**
     * Adds an interval.
     *
     * @param interval later than every one before
     * @return the blocks that ended with it, in order of time; blocks without any reading are left out
     */
    public List<Block> add(Consumption interval) {
        List<Block> ended = new ArrayList<>();
        if (!interval.kind().isKnown()) {
            return ended;
        }
        double from = seconds(interval.from());
        double to = seconds(interval.to());
        double watts = interval.meanPower();
        if (to - from > DAYS_OF_BASE_LOAD * 86_400.0) { // nothing to learn from blocks of a mean over weeks
            end(ended);
            block = Long.MIN_VALUE;
            return ended;
        }
        for (long each = (long) Math.floor(from / length.getSeconds());
                each * (double) length.getSeconds() < to;
                each++) {
            if (each != block) {
                end(ended);
                block = each;
            }
            double start = Math.max(from, each * (double) length.getSeconds());
            double end = Math.min(to, (each + 1) * (double) length.getSeconds());
            energy += watts * (end - start) / 3_600;
            seconds += end - start;
            estimated |= interval.kind() == Consumption.Kind.GAP;
        }
        if (to >= (block + 1) * (double) length.getSeconds()) {
            end(ended);
        }
        return ended;
    }

    private void end(List<Block> ended) {
        if (seconds > 0) {
            Block whole = new Block(
                    Instant.ofEpochSecond(block * length.getSeconds()),
                    energy * 3_600 / seconds,
                    Math.min(1, seconds / length.getSeconds()),
                    estimated);
            ended.add(whole);
            count(whole);
        }
        energy = 0;
        seconds = 0;
        estimated = false;
    }

    private void count(Block ended) {
        LocalDate of = ended.start().atZone(zone).toLocalDate().withDayOfMonth(1);
        if (!month.equals(Optional.of(of))) {
            month = Optional.of(of);
            maximum = Optional.empty();
            monthEnergy = 0;
            monthHours = 0;
        }
        monthEnergy += energy;
        monthHours += seconds / 3_600;
        if (ended.isWhole()) {
            if (maximum.isEmpty() || ended.watts() > maximum.get().watts()) {
                maximum = Optional.of(ended);
            }
            recent.addLast(ended.watts());
            if (recent.size() > kept) {
                recent.removeFirst();
            }
        }
    }

    /** @param wanted zone of the calendar from now on */
    public void setZone(ZoneId wanted) {
        zone = wanted;
    }

    /** @return length of a block */
    public Duration length() {
        return length;
    }

    /** @return the block of the month with the greatest mean power; empty before the first whole one */
    public Optional<Block> maximum() {
        return maximum;
    }

    /** @return mean power of the month over its maximum demand, 0 to 1; empty before there is one above 0 */
    public OptionalDouble loadFactor() {
        return maximum.isEmpty() || maximum.get().watts() <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        Math.min(1, monthEnergy / monthHours / maximum.get().watts()));
    }

    /**
     * What runs day and night: the demand that only one block in twenty of the last seven days stays below.
     *
     * @return in W; empty before a whole day has been seen
     */
    public OptionalDouble baseLoad() {
        if (recent.size() < 86_400 / length.getSeconds()) {
            return OptionalDouble.empty();
        }
        List<Double> sorted = recent.stream().sorted().toList();
        return OptionalDouble.of(sorted.get((int) (BASE_PART * sorted.size())));
    }

    /** @return the state as one line, for {@link #restore} */
    public String save() {
        return String.join(
                " ",
                Long.toString(length.getSeconds()),
                Long.toString(block),
                Double.toString(energy),
                Double.toString(seconds),
                Boolean.toString(estimated),
                month.map(LocalDate::toString).orElse("-"),
                maximum.map(most -> most.start() + ";" + most.watts()).orElse("-"),
                Double.toString(monthEnergy),
                Double.toString(monthHours),
                recent.isEmpty()
                        ? "-"
                        : recent.stream().map(watts -> Double.toString(watts)).collect(Collectors.joining(";")));
    }

    /**
     * Takes up a state. One of blocks of another length is of no use and changes nothing.
     *
     * @param state as {@link #save} gave it
     * @throws IllegalArgumentException if it is none
     */
    public void restore(String state) {
        String[] words = state.split(" ");
        try {
            if (words.length == 10 && Long.parseLong(words[0]) == length.getSeconds()) {
                block = Long.parseLong(words[1]);
                energy = Double.parseDouble(words[2]);
                seconds = Double.parseDouble(words[3]);
                estimated = Boolean.parseBoolean(words[4]);
                month = words[5].equals("-") ? Optional.empty() : Optional.of(LocalDate.parse(words[5]));
                maximum = words[6].equals("-") ? Optional.empty() : Optional.of(block(words[6].split(";")));
                monthEnergy = Double.parseDouble(words[7]);
                monthHours = Double.parseDouble(words[8]);
                recent.clear();
                for (String watts : words[9].equals("-") ? new String[0] : words[9].split(";")) {
                    recent.addLast(Double.parseDouble(watts));
                }
            } else if (words.length != 10) {
                throw new IllegalArgumentException("a state of demand has 10 words, not " + words.length);
            }
        } catch (java.time.DateTimeException | NumberFormatException e) {
            throw new IllegalArgumentException("no state of demand", e);
        }
    }

    private static Block block(String... parts) {
        return new Block(Instant.parse(parts[0]), Double.parseDouble(parts[1]), 1, false);
    }

    private static double seconds(Instant time) {
        return time.getEpochSecond() + time.getNano() / 1e9;
    }
}
