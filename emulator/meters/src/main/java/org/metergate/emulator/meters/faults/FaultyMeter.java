package org.metergate.emulator.meters.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Some weeks of one meter, read every quarter of an hour, with at most one fault. Everything follows from the seed: the
 * size of the customer, habits, weather, and when and how strongly the fault strikes.
 *
 * @param fault what it suffers from
 * @param start of the fault; of the last row if there is none
 * @param end of the fault: the last row it changed
 * @param rows in the order they were read
 */
public record FaultyMeter(MeterFault fault, Instant start, Instant end, List<Reading> rows) {

    /**
     * What was read at once.
     *
     * @param time by the meter's clock
     * @param values by channel
     */
    public record Reading(Instant time, Map<String, Double> values) {}

    private static final Instant FIRST = Instant.parse("2025-01-06T00:00:00Z"); // a Monday
    private static final Duration STEP = Duration.ofMinutes(15);
    private static final int ROWS_A_DAY = 96;

    /** Registers have five digits before the point. */
    private static final double REGISTER = 100_000;

    /**
     * Lives through some weeks.
     *
     * @param fault what strikes, between the 14th day and ten days before the end
     * @param seed of everything
     * @param days how many, at least 28
     * @return the meter
     */
    public static FaultyMeter of(MeterFault fault, long seed, int days) {
        return of(fault, fault.type(), seed, days);
    }

    /**
     * Lives through some weeks in health.
     *
     * @param type of the meter
     * @param seed of everything
     * @param days how many, at least 28
     * @return the meter
     */
    public static FaultyMeter healthy(MeterType type, long seed, int days) {
        return of(MeterFault.NONE, type, seed, days);
    }

    private static FaultyMeter of(MeterFault fault, MeterType type, long seed, int days) {
        if (days < 28) {
            throw new IllegalArgumentException("a fault shows in 28 days at least, not in " + days);
        }
        return new Life(fault, type, seed, days).live();
    }

    /** One meter's weeks. */
    private static final class Life {
        private final MeterFault fault;
        private final MeterType type;
        private final int rows;
        private final Random random;
        private final int from;
        private final int to;
        private final double strength;
        private final int phase;
        private final int holiday;
        private final double size;
        private final double base;
        private final double evening;
        private final double[] share;
        private final double[] offset;
        private final double fineness;
        private double counter;
        private double water;
        private double cycle;
        private double weather;
        private double grid;
        private double toCome;
        private double frozen = Double.NaN;
        private Duration set = Duration.ZERO;

        Life(MeterFault fault, MeterType type, long seed, int days) {
            this.fault = fault;
            this.type = type;
            random = new Random(seed * 7919 + fault.ordinal() * 104729L + type.ordinal());
            rows = days * ROWS_A_DAY;
            from = (14 + random.nextInt(days - 24)) * ROWS_A_DAY + random.nextInt(ROWS_A_DAY);
            strength = random.nextDouble();
            to = fault == MeterFault.NONE ? rows : from + length(days);
            phase = random.nextInt(3);
            holiday = random.nextInt(4) == 0 ? 8 + random.nextInt(days - 10) : -10;
            size = 1500 + 6000 * random.nextDouble();
            base = size * (0.12 + 0.15 * random.nextDouble());
            evening = 17 + 4 * random.nextDouble();
            share = new double[] {0.25 + 0.2 * random.nextDouble(), 0.25 + 0.2 * random.nextDouble(), 0};
            share[2] = 1 - share[0] - share[1];
            offset = new double[] {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
            fineness = random.nextBoolean() ? 0.01 : 0.1;
            counter = 1000 + random.nextInt(80000);
            water = random.nextInt(900);
        }

        /** Rows that the fault lasts. */
        private int length(int days) {
            return switch (fault) {
                case SPIKE, DIP -> 1 + random.nextInt(2);
                case STUCK_REGISTER -> 40 + random.nextInt(200);
                case GAP -> 8 + random.nextInt(200);
                case PHASE_LOSS, NEUTRAL_FAULT -> 4 + random.nextInt(60);
                case POWER_FACTOR_COLLAPSE, THD_RISE -> 12 + random.nextInt(400);
                case ROLLOVER, CLOCK_JUMP -> 1;
                default -> days * ROWS_A_DAY;
            };
        }

        FaultyMeter live() {
            List<Reading> all = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                Instant time = FIRST.plus(STEP.multipliedBy(row)).plusSeconds(random.nextInt(4));
                Map<String, Double> values =
                        switch (type) {
                            case ELECTRICITY -> electricity(row);
                            case WATER -> water(row);
                            case HEAT -> heat(row);
                        };
                if (fault == MeterFault.CLOCK_JUMP && row == from) {
                    long minutes = random.nextBoolean() ? 60 : 17 + random.nextInt(400);
                    set = Duration.ofMinutes(random.nextBoolean() ? minutes : -minutes);
                }
                boolean missing = fault == MeterFault.GAP && struck(row) || random.nextInt(1000) == 0;
                if (!missing) {
                    all.add(new Reading(time.plus(set), values));
                }
            }
            Instant start = FIRST.plus(STEP.multipliedBy(Math.min(from, rows - 1)));
            Instant end = FIRST.plus(STEP.multipliedBy(Math.min(to, rows) - 1L));
            return new FaultyMeter(
                    fault,
                    fault == MeterFault.NONE ? all.get(all.size() - 1).time() : start,
                    fault == MeterFault.NONE ? all.get(all.size() - 1).time() : end,
                    fault == MeterFault.ROLLOVER ? rolledOver(all, start) : List.copyOf(all));
        }

        private boolean struck(int row) {
            return row >= from && row < to;
        }

        private double hour(int row) {
            return row % ROWS_A_DAY / 4.0;
        }

        private boolean atHome(int row) {
            int day = row / ROWS_A_DAY;
            return day < holiday || day >= holiday + 5;
        }

        private boolean weekend(int row) {
            return row / ROWS_A_DAY % 7 >= 5;
        }

        private static double bump(double hour, double at, double width) {
            double apart = Math.abs(hour - at);
            apart = Math.min(apart, 24 - apart);
            return Math.exp(-apart * apart / (2 * width * width));
        }

        private Map<String, Double> electricity(int row) {
            double hour = hour(row);
            double active =
                    (weekend(row) ? 0.5 : 0.35) * bump(hour, weekend(row) ? 12 : 8, 2.5) + bump(hour, evening, 2);
            double power = base * (1 + 0.04 * random.nextGaussian());
            if (atHome(row)) {
                toCome = toCome > 0 ? toCome - 1 : random.nextInt(30) == 0 && hour > 7 ? 2 + random.nextInt(4) : 0;
                power += size * active * Math.exp(0.25 * random.nextGaussian()) + (toCome > 0 ? 0.5 * size : 0);
            }
            cycle += 1;
            power += 0.15 * base * (cycle % 5 < 2 ? 1 : 0); // a refrigerator
            boolean struck = struck(row);
            if (fault == MeterFault.THEFT_STEP && struck) {
                power *= 0.3 + 0.3 * strength;
            }
            if (fault == MeterFault.BASE_LOAD_RISE && struck) {
                power += base * (0.35 + 0.6 * strength);
            }
            double factor = 0.94 + 0.02 * active / (1 + active) + 0.01 * random.nextGaussian();
            if (fault == MeterFault.POWER_FACTOR_COLLAPSE && struck) {
                factor = 0.58 + 0.14 * strength + 0.01 * random.nextGaussian();
            }
            double distortion = 4 + 1.2 * bump(hour, evening, 4) + 0.3 * random.nextGaussian();
            if (fault == MeterFault.THD_RISE && struck) {
                distortion += 4 + 6 * strength;
            }
            grid += 0.1 * (random.nextGaussian() * 0.8 - grid);
            return phases(row, power, Math.min(1, factor), Math.max(0.5, distortion));
        }

        private Map<String, Double> phases(int row, double power, double factor, double distortion) {
            Map<String, Double> values = new LinkedHashMap<>();
            boolean struck = struck(row);
            double total = 0;
            double kilowattHours = 0;
            for (int i = 0; i < 3; i++) {
                double voltage = 230
                        + 1.5 * offset[i]
                        + 3 * grid
                        - 2 * bump(hour(row), evening, 3)
                        - power * share[i] / 4000
                        + 0.5 * random.nextGaussian();
                double watts = power * share[i] * (1 + 0.05 * random.nextGaussian());
                if (struck && fault == MeterFault.PHASE_LOSS && i == phase) {
                    voltage = 25 * strength * random.nextDouble();
                    watts = 0;
                }
                if (struck && fault == MeterFault.NEUTRAL_FAULT) {
                    double floats = 0.11 + 0.12 * strength + 0.02 * random.nextGaussian();
                    voltage *= i == phase ? 1 + floats : i == (phase + 1) % 3 ? 1 - floats : 1;
                }
                if (struck && fault == MeterFault.DIP && i == phase) {
                    voltage *= 0.55 + 0.3 * strength;
                }
                if (struck && fault == MeterFault.SPIKE && i == phase) {
                    voltage *= 1.15 + strength;
                }
                double current = voltage > 1 ? watts / factor / voltage : 0;
                if (struck && fault == MeterFault.BEYOND_ACCURACY_CLASS && i == phase) {
                    current *= 0.5 + 0.35 * strength;
                }
                double shown = struck && fault == MeterFault.REVERSED_CT && i == phase ? -watts : watts;
                values.put("U" + (i + 1), round(voltage, 0.1));
                values.put("I" + (i + 1), round(current, 0.01));
                values.put("P" + (i + 1), round(shown, 1));
                total += shown;
                kilowattHours += Math.max(0, shown) / 4000;
            }
            values.put("P", round(total, 1));
            values.put("PF", round(factor, 0.001));
            values.put("THDI", round(distortion, 0.01));
            values.put("E", energy(row, kilowattHours));
            return values;
        }

        private double energy(int row, double kilowattHours) {
            counter += kilowattHours;
            if (fault == MeterFault.STUCK_REGISTER && struck(row)) {
                frozen = Double.isNaN(frozen) ? counter : frozen;
                return round(frozen, fineness);
            }
            return round(counter, fineness);
        }

        /** The same rows, with a register that passes its last digit when the fault strikes. */
        private List<Reading> rolledOver(List<Reading> all, Instant when) {
            double then = all.stream()
                    .filter(one -> !one.time().isBefore(when))
                    .findFirst()
                    .orElseThrow()
                    .values()
                    .get("E");
            List<Reading> rolled = new ArrayList<>();
            for (Reading one : all) {
                Map<String, Double> values = new LinkedHashMap<>(one.values());
                double value = values.get("E") - then;
                values.put("E", round(value < 0 ? value + REGISTER : value, fineness));
                rolled.add(new Reading(one.time(), values));
            }
            return rolled;
        }

        private Map<String, Double> water(int row) {
            double hour = hour(row);
            double likely = atHome(row)
                    ? 0.02 + 0.5 * bump(hour, 7, 1) + 0.4 * bump(hour, evening, 2) + (hour > 7 && hour < 23 ? 0.12 : 0)
                    : 0;
            if (random.nextDouble() < likely) {
                water += 0.006 + 0.08 * random.nextDouble() * random.nextDouble();
            }
            if (fault == MeterFault.NIGHT_LEAK && struck(row)) {
                water += (0.012 + 0.1 * strength) / 4;
            }
            return new LinkedHashMap<>(Map.of("volume", round(water, 0.001)));
        }

        private Map<String, Double> heat(int row) {
            double hour = hour(row);
            weather += 0.002 * (3 * random.nextGaussian() * 4 - weather);
            double flow =
                    62 + 3 * bump(hour, 7, 2) - 4 * bump(hour, 2, 3) - 0.8 * weather + 0.6 * random.nextGaussian();
            double back = 42 + 1.5 * bump(hour, 7, 2) - 0.4 * weather + 0.4 * random.nextGaussian();
            double days = (row - from) / (double) ROWS_A_DAY;
            if (fault == MeterFault.DRIFT && struck(row)) {
                back += (phase == 0 ? -1 : 1) * (0.4 + 0.5 * strength) * days;
            }
            if (fault == MeterFault.LEVEL_SHIFT && struck(row)) {
                back += (phase == 0 ? -1 : 1) * (5 + 7 * strength);
            }
            double litres = 60 + 10 * bump(hour, 7, 2) + 3 * random.nextGaussian();
            water += Math.max(5, litres) / 1000;
            counter += Math.max(1, litres) / 1000 * 1.16 * Math.max(2, flow - 42);
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("T_flow", round(flow, 0.1));
            values.put("T_return", round(back, 0.1));
            values.put("volume", round(water, 0.001));
            values.put("E", round(counter, 0.1));
            return values;
        }

        private static double round(double value, double digit) {
            return Math.rint(value / digit) * digit;
        }
    }
}
