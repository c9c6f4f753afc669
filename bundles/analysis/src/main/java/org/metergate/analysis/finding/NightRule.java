package org.metergate.analysis.finding;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A flow that never stops: the least hour of each of two nights is far above that of every night before. */
final class NightRule implements Rule {
    private static final long serialVersionUID = 1L;
    private static final int BEFORE = 5;
    private static final int LONGEST = 28;
    private static final int STAYED = 2;
    private static final double TIMES = 2.5;

    private final String channel;
    private final ArrayList<Double> least = new ArrayList<>();
    private final ArrayList<Long> dates = new ArrayList<>();
    private final double[] hours = new double[24];
    private double last = Double.NaN;
    private double smallest = Double.MAX_VALUE;
    private long today = Long.MIN_VALUE;
    private int rows;
    private boolean told;

    NightRule(String channel) {
        this.channel = channel;
    }

    @Override
    public void accept(Row row, List<Finding> found) {
        double value = row.value(channel);
        if (Double.isNaN(value)) {
            return;
        }
        if (row.day() != today) {
            complete(found);
            today = row.day();
            Arrays.fill(hours, 0);
            rows = 0;
        }
        double delta = value - last;
        if (delta > 0) {
            smallest = Math.min(smallest, delta);
            int hour = (int) Math.floorMod(Math.floorDiv(row.time().getEpochSecond() - 1, 3600L), 24L);
            hours[hour] += delta;
        }
        rows++;
        last = value;
    }

    private void complete(List<Finding> found) {
        if (rows < 20) { // too few hours to say that none was still
            return;
        }
        double[] night = Arrays.copyOfRange(hours, 0, 6);
        least.add(Arrays.stream(night).min().orElse(0));
        dates.add(today);
        if (least.size() > LONGEST) {
            least.remove(0);
            dates.remove(0);
        }
        int size = least.size();
        if (size < BEFORE + STAYED) {
            return;
        }
        double usual = least.subList(0, size - STAYED).stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        double limit = Math.max(TIMES * usual, 2 * Math.min(smallest, 1e300));
        boolean leaks = least.subList(size - STAYED, size).stream().allMatch(one -> one > limit);
        if (leaks && !told) {
            List<Evidence> shown = new ArrayList<>();
            for (int i = size - STAYED - 1; i < size; i++) {
                shown.add(new Evidence(Instant.ofEpochSecond(dates.get(i) * 86400), channel, least.get(i)));
            }
            found.add(new Finding(
                    Cause.NIGHT_LEAK,
                    channel,
                    Instant.ofEpochSecond(dates.get(size - STAYED) * 86400),
                    Instant.ofEpochSecond((dates.get(size - 1) + 1) * 86400),
                    Rule.severity(least.get(size - 1), limit),
                    shown));
            told = true;
        }
        if (told && !leaks && least.get(size - 1) <= Math.max(usual, 2 * smallest)) {
            told = false;
        }
    }
}
