package org.metergate.analysis.forecast;

/**
 * What is known at an origin about a step after it. Values are taken relative to the mean of the last week, and the target
 * relative to {@link #base}, so that a regression that has learned nothing gives the mean of four such days, put to the
 * level of the last one.
 */
final class Features {
    private static final int WITHOUT_COMPANIONS = 45;
    private static final int PER_COMPANION = 6;
    /** First of the yearly features, which mean nothing before a year is known. */
    static final int YEARLY = 1;
    /** After the last of them. */
    static final int YEARLY_END = 5;

    private static final int VALUES = YEARLY_END;
    private static final int WEEKDAYS = 30;

    private final LocalSteps steps;
    private final Past past;
    private final int size;

    Features(LocalSteps steps, Past past) {
        this.steps = steps;
        this.past = past;
        this.size = WITHOUT_COMPANIONS + past.companions() * PER_COMPANION;
    }

    int size() {
        return size;
    }

    /** @return the mean of the week before the origin */
    double level(int origin) {
        return past.mean(origin - 7 * steps.slots(), origin);
    }

    /** @return the same time of earlier days, the nearest that is before the origin */
    int nearest(int origin, int target, int ahead) {
        int days = ahead;
        int index = steps.back(target, days);
        while (index >= origin) {
            days++;
            index = steps.back(target, days);
        }
        return index;
    }

    /** @return the mean of the same weekday and time of four weeks, shifted by how the last day differs from its like */
    double base(int origin, int target) {
        int day = steps.slots();
        double sum = 0;
        double like = 0;
        int count = 0;
        for (int week = 1; week <= 4; week++) {
            int index = steps.back(target, 7 * week);
            int then = steps.back(origin, 7 * week);
            if (index >= 0 && index < origin && then - day >= 0) {
                sum += past.at(index);
                like += past.mean(then - day, then);
                count++;
            }
        }
        if (count == 0) {
            return past.at(nearest(origin, target, 1));
        }
        return sum / count + 0.6 * (past.mean(origin - day, origin) - like / count);
    }

    /**
     * Divides the features that are values of the series; those of the calendar and of companions stay.
     *
     * @param x as filled
     * @param by not 0
     * @param into where to
     */
    void divide(double[] x, double by, double[] into) {
        for (int i = 0; i < size; i++) {
            boolean value = i >= VALUES && i < WEEKDAYS || i >= WEEKDAYS + 6 && i < WITHOUT_COMPANIONS;
            into[i] = value ? x[i] / by : x[i];
        }
    }

    /**
     * Fills the features.
     *
     * @param x where to
     * @param origin first step that is not known
     * @param target step to be forecast, not before the origin
     * @param ahead days from the origin to the target, rounded up
     */
    void fill(double[] x, int origin, int target, int ahead) {
        int day = steps.slots();
        double level = level(origin);
        int i = 0;
        x[i++] = 1;
        double year = 2 * Math.PI * steps.day(target) / 365.2425;
        x[i++] = Math.sin(year);
        x[i++] = Math.cos(year);
        x[i++] = Math.sin(2 * year);
        x[i++] = Math.cos(2 * year);
        int near = nearest(origin, target, ahead);
        double nearValue = past.at(near) - level;
        x[i++] = nearValue;
        for (int days = ahead + 1; days <= ahead + 6; days++) {
            x[i++] = past.at(steps.back(target, days)) - level;
        }
        double weekValue = past.at(steps.back(target, 7 * ((ahead + 6) / 7))) - level;
        for (int weeks = 1; weeks <= 4; weeks++) {
            x[i++] = past.at(steps.back(target, 7 * weeks)) - level;
        }
        double lastDay = past.mean(origin - day, origin) - level;
        x[i++] = past.at(origin - 1) - level;
        x[i++] = past.at(origin - 2) - level;
        x[i++] = past.mean(origin - Math.max(day / 8, 1), origin) - level;
        x[i++] = past.mean(origin - Math.max(day / 4, 1), origin) - level;
        x[i++] = lastDay;
        x[i++] = past.mean(origin - 2 * day, origin - day) - level;
        x[i++] = past.mean(origin - 3 * day, origin - 2 * day) - level;
        int weekAgo = steps.back(origin, 7);
        x[i++] = past.mean(weekAgo - day, weekAgo) - level;
        x[i++] = past.mean(weekAgo, weekAgo + day) - level;
        x[i++] = past.at(weekAgo - 1) - level;
        x[i++] = level - past.mean(origin - 28 * day, origin);
        int window = Math.max(day / 16, 1);
        x[i++] = past.mean(near - window, Math.min(near + window + 1, origin)) - level;
        x[i++] = past.at(near - 1) - level;
        x[i++] = past.at(Math.min(near + 1, origin - 1)) - level;
        int weekday = steps.weekday(target);
        for (int d = 0; d < 6; d++) {
            x[i++] = weekday == d ? 1 : 0;
        }
        for (int d : new int[] {0, 5, 6}) { // after and at the weekend the day before tells something else
            boolean that = weekday == d;
            x[i++] = that ? nearValue : 0;
            x[i++] = that ? lastDay : 0;
            x[i++] = that ? weekValue : 0;
        }
        for (int column = 0; column < past.companions(); column++) {
            double last = past.beside(column, origin - 1);
            double then = past.beside(column, near);
            double now = past.beside(column, near + day < origin ? near + day : origin - 1);
            x[i++] = last;
            x[i++] = then;
            x[i++] = last - past.beside(column, origin - 1 - day);
            x[i++] = then * then;
            x[i++] = last * last;
            x[i++] = now - past.beside(column, steps.back(target, 7));
        }
        if (i != size) {
            throw new IllegalStateException(i + " features, not " + size);
        }
    }
}
