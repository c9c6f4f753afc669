package org.metergate.emulator.meters.building;

/**
 * Random numbers that depend on seed, purpose and day only, on every Java of every age (SplitMix64: Steele, Lea, Flood,
 * "Fast splittable pseudorandom number generators", 2014).
 */
final class Dice {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    private Dice(long state) {
        this.state = state;
    }

    /**
     * @param seed of the building
     * @param purpose what is thrown for; other purposes throw independently
     * @param index day or second
     * @return dice at their first throw
     */
    static Dice of(long seed, String purpose, long index) {
        return new Dice(mix(mix(seed + GOLDEN) ^ purpose.hashCode() * GOLDEN) ^ mix(index * GOLDEN + 1));
    }

    /** @return a number from 0 (inclusive) to 1 (exclusive) */
    double fraction() {
        state += GOLDEN;
        return (mix(state) >>> 11) * 0x1.0p-53;
    }

    /** @return a number from {@code low} (inclusive) to {@code high} (exclusive) */
    double between(double low, double high) {
        return low + (high - low) * fraction();
    }

    /** @return a whole number from {@code low} to {@code high}, both inclusive */
    int between(int low, int high) {
        return low + (int) ((high - low + 1) * fraction());
    }

    /** @return true with that probability, 0 to 1 */
    boolean chance(double probability) {
        return fraction() < probability;
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
