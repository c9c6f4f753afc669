package org.metergate.emulator.workbench.analyse;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.metergate.analysis.forecast.Forecast;
import org.metergate.analysis.forecast.Forecaster;
import org.metergate.analysis.forecast.Receipt;
import org.metergate.analysis.series.RegularSeries;

/** How good forecasts were, and what they took. */
final class ForecastScore {
    private final RegularSeries series;
    private final int day;
    private OptionalDouble scale = OptionalDouble.empty();
    private Optional<Receipt> receipt = Optional.empty();
    private int origins;
    private int fellBack;
    private int points;
    private int ofPercent;
    private int withNaive;
    private double error;
    private double percent;
    private double errorWithNaive;
    private double naiveDay;
    private double naiveWeek;
    private double baseline;
    private int within80;
    private int within95;
    private long firstNanos;
    private long firstProcessorNanos;
    private long mostNanos;
    private long memory;

    ForecastScore(RegularSeries series) {
        this.series = series;
        this.day = (int) Math.max(86_400 / Math.max(series.step().toSeconds(), 1), 1);
    }

    /** Asks for a forecast, and takes the time; of the first, which learns the whole history, the memory too. */
    Optional<Forecast> timed(Forecaster forecaster) {
        boolean first = firstNanos == 0;
        long before = first ? used() : 0;
        long start = System.nanoTime();
        long processor = processorNanos();
        Optional<Forecast> forecast = forecaster.forecast();
        long nanos = System.nanoTime() - start;
        if (first) {
            firstNanos = nanos;
            firstProcessorNanos = processorNanos() - processor;
            memory = used() - before;
            scale = forecaster.scale();
        } else {
            mostNanos = Math.max(mostNanos, nanos);
        }
        return forecast;
    }

    /** Adds a step whose forecast can be held against what came. */
    void add(int origin, int index, Forecast.Point point) {
        if (index >= series.size()) {
            return;
        }
        double actual = series.values()[index];
        points++;
        error += Math.abs(actual - point.value());
        baseline += Math.abs(actual - point.baseline());
        if (actual != 0) {
            percent += Math.abs((actual - point.value()) / actual);
            ofPercent++;
        }
        within80 += actual >= point.lower80() && actual <= point.upper80() ? 1 : 0;
        within95 += actual >= point.lower95() && actual <= point.upper95() ? 1 : 0;
        double yesterday = naive(origin, index, day);
        double lastWeek = naive(origin, index, 7 * day);
        if (!Double.isNaN(yesterday) && !Double.isNaN(lastWeek)) {
            naiveDay += Math.abs(actual - yesterday);
            naiveWeek += Math.abs(actual - lastWeek);
            errorWithNaive += Math.abs(actual - point.value());
            withNaive++;
        }
    }

    /** Adds what a forecast says of itself. */
    void add(Receipt one) {
        origins++;
        fellBack += one.fellBack() ? 1 : 0;
        receipt = Optional.of(one);
    }

    /** @return all of it, by name */
    Map<String, Object> summary() {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("step", series.step());
        summary.put("gaps", series.gaps());
        summary.put("origins", origins);
        summary.put("points", points);
        if (points > 0) {
            summary.put("MAE", error / points);
            summary.put("MAPE_percent", 100 * percent / ofPercent);
            summary.put("MASE", mase(error / points));
            summary.put("MASE_baseline", mase(baseline / points));
            summary.put("MASE_naive_day", mase(naiveDay / withNaive));
            summary.put("MASE_naive_week", mase(naiveWeek / withNaive));
            summary.put("below_better_naive_percent", 100 * (1 - errorWithNaive / Math.min(naiveDay, naiveWeek)));
            summary.put("coverage80_percent", 100.0 * within80 / points);
            summary.put("coverage95_percent", 100.0 * within95 / points);
        }
        summary.put("origins_with_baseline", fellBack);
        receipt.ifPresent(last -> {
            summary.put("receipt_days", last.days());
            summary.put("receipt_baseline", last.baseline());
            summary.put("receipt_MASE", number(last.mase()));
            summary.put("receipt_MASE_baseline", number(last.baselineMase()));
            summary.put("receipt_coverage80_percent", 100 * number(last.coverage80()));
            summary.put("receipt_coverage95_percent", 100 * number(last.coverage95()));
        });
        summary.put("first_training_s", Math.round(firstNanos / 1e6) / 1e3);
        summary.put("first_training_processor_s", Math.round(firstProcessorNanos / 1e6) / 1e3);
        summary.put("longest_retraining_s", Math.round(mostNanos / 1e6) / 1e3);
        summary.put("memory_MB", Math.round(Math.max(memory, 0) / 1e5) / 10.0);
        return summary;
    }

    private double mase(double meanError) {
        return scale.isPresent() ? meanError / scale.getAsDouble() : Double.NaN;
    }

    private static double number(OptionalDouble value) {
        return value.orElse(Double.NaN);
    }

    private double naive(int origin, int index, int season) {
        int from = index;
        while (from >= origin) {
            from -= season;
        }
        return from >= 0 ? series.values()[from] : Double.NaN;
    }

    /** What this thread had of a processor: on a busy machine less than the time that passed. */
    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
