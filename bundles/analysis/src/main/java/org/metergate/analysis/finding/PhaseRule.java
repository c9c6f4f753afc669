package org.metergate.analysis.finding;

import java.util.Arrays;
import java.util.List;

/** Phase loss and neutral fault, from the phase voltages together. */
final class PhaseRule implements Rule {
    private static final long serialVersionUID = 1L;
    private static final int SETTLED_ROWS = 20;
    private static final double LOST = 0.5;
    private static final double PRESENT = 0.8;
    private static final double HIGH = 1.07;
    private static final double LOW = 0.93;
    private static final int FEWEST = 2;

    private final List<String> channels;
    private final double[] usual;
    private final Trail loss = new Trail();
    private final Trail neutral = new Trail();
    private int rows;
    private boolean lossTold;
    private boolean neutralTold;

    PhaseRule(List<String> channels) {
        this.channels = List.copyOf(channels);
        usual = new double[channels.size()];
    }

    /** @return whether the voltages of the latest row are those of a fault */
    boolean disturbed() {
        return loss.count() > 0 || neutral.count() > 0;
    }

    @Override
    public void accept(Row row, List<Finding> found) {
        double[] part = new double[usual.length];
        for (int i = 0; i < part.length; i++) {
            double value = row.value(channels.get(i));
            if (Double.isNaN(value)) {
                return;
            }
            part[i] = rows < SETTLED_ROWS || usual[i] <= 0 ? 1 : value / usual[i];
        }
        double highest = Arrays.stream(part).max().orElse(1);
        double lowest = Arrays.stream(part).min().orElse(1);
        int lowestPhase = indexOf(part, lowest);
        String channel = channels.get(lowestPhase);
        double value = row.value(channel);
        boolean lost = lowest < LOST && highest > PRESENT;
        boolean shifted = !lost && lowest < LOW && highest > HIGH;
        if (lost) {
            loss.unusual(row.time(), channel, value);
            if (loss.count() >= FEWEST && !lossTold) {
                lossTold = true;
                found.add(loss.finding(Cause.PHASE_LOSS, channel, 1 - Math.max(0, lowest)));
            }
        } else {
            loss.usual(row.time(), channel, value);
            lossTold = false;
        }
        if (shifted) {
            neutral.unusual(row.time(), channel, value);
            if (neutral.count() >= FEWEST && !neutralTold) {
                neutralTold = true;
                found.add(neutral.finding(Cause.NEUTRAL_FAULT, channel, Math.min(1, 3 * (highest - lowest))));
            }
        } else if (!lost && highest - lowest < (HIGH - LOW) / 2) {
            neutral.usual(row.time(), channel, value);
            neutralTold = false;
        }
        if (!lost && !shifted && lowest > PRESENT && neutral.count() == 0) {
            learn(row);
        }
    }

    private void learn(Row row) {
        rows = Math.min(rows + 1, 2000);
        for (int i = 0; i < usual.length; i++) {
            usual[i] += (row.value(channels.get(i)) - usual[i]) / rows;
        }
    }

    private static int indexOf(double[] values, double value) {
        int index = 0;
        while (index < values.length - 1 && values[index] != value) {
            index++;
        }
        return index;
    }
}
