package org.metergate.emulator.meters.building;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The days of the building: plans of the few in use, and what was counted until each midnight. Any thread may call. */
final class Calendar {
    private static final int PLANS_KEPT = 8;

    private final long seed;
    private final List<Load> inventory;
    private final long firstDay;
    private final Map<Long, DayPlan> plans = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, DayPlan> eldest) {
            return size() > PLANS_KEPT;
        }
    };
    private final List<Counters> untilMidnight = new ArrayList<>(List.of(Counters.ZERO));

    /**
     * @param seed of the building
     * @param inventory what stands in it
     * @param firstDay days since 1970-01-01 of the first midnight to count from
     */
    Calendar(long seed, List<Load> inventory, long firstDay) {
        this.seed = seed;
        this.inventory = inventory;
        this.firstDay = firstDay;
    }

    /**
     * @param day days since 1970-01-01
     * @return its plan
     */
    synchronized DayPlan plan(long day) {
        return plans.computeIfAbsent(day, number -> new DayPlan(new Day(seed, number), inventory));
    }

    /**
     * @param day days since 1970-01-01
     * @param second of that day
     * @return what was counted since the first midnight; zero before it
     */
    synchronized Counters countersAt(long day, double second) {
        if (day < firstDay) {
            return Counters.ZERO;
        }
        int index = Math.toIntExact(day - firstDay);
        while (untilMidnight.size() <= index) {
            int last = untilMidnight.size() - 1;
            DayPlan plan = new DayPlan(new Day(seed, firstDay + last), inventory);
            untilMidnight.add(untilMidnight.get(last).plus(plan.countersAt(Steps.DAY)));
        }
        return untilMidnight.get(index).plus(plan(day).countersAt(second));
    }
}
