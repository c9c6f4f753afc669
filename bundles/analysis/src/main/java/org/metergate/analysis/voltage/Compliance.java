package org.metergate.analysis.voltage;

import java.util.OptionalDouble;

/** Counts how many values meet a requirement. One thread at a time. */
public final class Compliance {
    private final Requirement requirement;
    private long within;
    private long all;
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;

    /** @param requirement to be met */
    public Compliance(Requirement requirement) {
        this.requirement = requirement;
    }

    /**
     * @param percent next value in %, of voltage and frequency the deviation from the nominal one
     * @throws IllegalArgumentException if it is no finite number
     */
    public void add(double percent) {
        if (!Double.isFinite(percent)) {
            throw new IllegalArgumentException("a value of " + percent + " %");
        }
        all++;
        within += requirement.isWithin(percent) ? 1 : 0;
        least = Math.min(least, percent);
        most = Math.max(most, percent);
    }

    /** @return what is to be met */
    public Requirement requirement() {
        return requirement;
    }

    /** @return values added */
    public long count() {
        return all;
    }

    /** @return part of the values within the limits; empty before the first */
    public OptionalDouble part() {
        return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) within / all);
    }

    /** @return the smallest value in %; empty before the first */
    public OptionalDouble least() {
        return all == 0 ? OptionalDouble.empty() : OptionalDouble.of(least);
    }

    /** @return the largest value in %; empty before the first */
    public OptionalDouble most() {
        return all == 0 ? OptionalDouble.empty() : OptionalDouble.of(most);
    }

    /** @return whether enough values are within the limits; true before the first */
    public boolean isMet() {
        return within >= requirement.part() * all;
    }
}
