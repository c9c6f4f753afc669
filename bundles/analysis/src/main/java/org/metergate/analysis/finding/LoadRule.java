package org.metergate.analysis.finding;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Theft steps and base load rises, from the base and the mean of whole days of total active power. */
final class LoadRule implements Rule {
    private static final long serialVersionUID = 1L;
    private static final int BEFORE = 7;
    private static final int STAYED = 2;
    private static final double FALL = 0.78;
    private static final double SAME_PART = 0.25;
    private static final double RISE = 0.15;
    private static final double SPREADS = 5;

    private final String channel;
    private final Days days = new Days();

    LoadRule(String channel) {
        this.channel = channel;
    }

    @Override
    public void accept(Row row, List<Finding> found) {
        if (row.total().isEmpty() || !days.add(row.day(), row.total().getAsDouble())) {
            return;
        }
        List<Days.Day> whole = days.whole();
        int size = whole.size();
        if (size < BEFORE + STAYED + 1) {
            return;
        }
        List<Days.Day> before = whole.subList(Math.max(0, size - STAYED - 1 - 21), size - STAYED - 1);
        List<Days.Day> since = whole.subList(size - STAYED, size);
        double[] lows = before.stream().mapToDouble(Days.Day::low).toArray();
        double base = Days.median(lows);
        double spread = Days.spread(lows);
        if (base <= 0) {
            return;
        }
        boolean theft = since.stream().allMatch(day -> stolen(day, before, base, spread));
        boolean rise = since.stream()
                .allMatch(day ->
                        day.low() - base > Math.max(SPREADS * spread, RISE * base) && day.mean() > alike(day, before));
        if (theft || rise) {
            List<Evidence> rows = new ArrayList<>();
            for (Days.Day day : whole.subList(size - STAYED - 2, size)) {
                rows.add(new Evidence(midnight(day.day()), channel, day.low()));
            }
            double now = since.get(STAYED - 1).low();
            found.add(new Finding(
                    theft ? Cause.THEFT_STEP : Cause.BASE_LOAD_RISE,
                    channel,
                    midnight(whole.get(size - STAYED - 1).day()),
                    midnight(since.get(STAYED - 1).day() + 1),
                    Math.max(0, Math.min(1, Math.abs(now - base) / Math.max(base, now))),
                    rows));
            days.keep(STAYED);
        }
    }

    private static boolean stolen(Days.Day day, List<Days.Day> before, double base, double spread) {
        double ofBase = day.low() / base;
        double ofMean = day.mean() / Math.max(alike(day, before), Double.MIN_NORMAL);
        return ofBase < FALL
                && ofMean < FALL
                && base - day.low() > SPREADS * spread
                && Math.abs(ofBase - ofMean) < SAME_PART;
    }

    /** The mean of days of the same kind, working or not. */
    private static double alike(Days.Day day, List<Days.Day> before) {
        double[] same = before.stream()
                .filter(one -> atWork(one.day()) == atWork(day.day()))
                .mapToDouble(Days.Day::mean)
                .toArray();
        return Days.median(
                same.length > 0
                        ? same
                        : before.stream().mapToDouble(Days.Day::mean).toArray());
    }

    private static boolean atWork(long day) {
        return Math.floorMod(day + 3, 7L) < 5; // 1970-01-01 was a Thursday
    }

    private static Instant midnight(long day) {
        return Instant.ofEpochSecond(day * 86400);
    }
}
