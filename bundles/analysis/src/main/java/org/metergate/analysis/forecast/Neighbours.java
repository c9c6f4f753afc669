package org.metergate.analysis.forecast;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What followed the days of the last year that were most like the last day, put to its level. */
final class Neighbours {
    private static final int MOST_DAYS = 400;
    private static final int COUNT = 8;
    private static final int PARTS = 12;

    private record Neighbour(int origin, double distance) {}

    private final LocalSteps steps;
    private final Past past;
    private final Features features;
    private final int ahead;

    Neighbours(LocalSteps steps, Past past, Features features, int ahead) {
        this.steps = steps;
        this.past = past;
        this.features = features;
        this.ahead = ahead;
    }

    void forecast(int origin, int first, double[] into) {
        int shift = first - origin;
        List<Neighbour> nearest = nearest(origin, shift, into.length);
        if (nearest.isEmpty()) {
            for (int i = 0; i < into.length; i++) {
                into[i] = features.base(origin, first + i);
            }
            return;
        }
        double floor = nearest.get(nearest.size() - 1).distance() * 0.2 + Double.MIN_NORMAL;
        double level = past.mean(origin - steps.slots(), origin);
        double total = 0;
        for (Neighbour one : nearest) {
            double weight = 1 / (one.distance() / floor + 1);
            double above = level - past.mean(one.origin() - steps.slots(), one.origin());
            total += weight;
            for (int i = 0; i < into.length; i++) {
                into[i] += weight * (past.at(one.origin() + shift + i) + above);
            }
        }
        for (int i = 0; i < into.length; i++) {
            into[i] /= total;
        }
    }

    private List<Neighbour> nearest(int origin, int shift, int length) {
        int kind = kind(origin + shift + length / 2);
        double[] shape = shape(origin);
        List<Neighbour> found = new ArrayList<>();
        for (int days = ahead; days <= MOST_DAYS; days++) {
            int then = steps.back(origin, days);
            if (then - 7 * steps.slots() < 0) {
                break;
            }
            if (then + shift + length <= origin && kind(then + shift + length / 2) == kind) {
                found.add(new Neighbour(then, distance(shape, shape(then))));
            }
        }
        found.sort(Comparator.comparingDouble(Neighbour::distance));
        return found.subList(0, Math.min(COUNT, found.size()));
    }

    /** Days of one kind: Monday, Tuesday to Friday, Saturday, Sunday. */
    private int kind(int index) {
        int weekday = steps.weekday(index);
        return weekday == 0 || weekday > 4 ? weekday : 1;
    }

    private double[] shape(int origin) {
        int day = steps.slots();
        int parts = Math.min(PARTS, day);
        double[] shape = new double[parts + 4];
        for (int i = 0; i < parts; i++) {
            shape[i] = past.mean(origin - day + i * day / parts, origin - day + (i + 1) * day / parts);
        }
        shape[parts] = 2 * past.at(origin - 1);
        shape[parts + 1] = 2 * past.mean(origin - 7 * day, origin);
        shape[parts + 2] = 2 * past.mean(origin - day, origin);
        shape[parts + 3] = past.mean(origin - 2 * day, origin - day);
        return shape;
    }

    private static double distance(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (one[i] - other[i]) * (one[i] - other[i]);
        }
        return sum;
    }
}
