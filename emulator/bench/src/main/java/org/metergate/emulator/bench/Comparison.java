package org.metergate.emulator.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/**
 * Our time beside a peer's.
 *
 * @param name what both did
 * @param peer who the other one is
 * @param unit unit of both times, such as {@code us/op}
 * @param ours average time of our decoder
 * @param theirs average time of the peer
 * @param limit the greatest ratio of the two that is still good
 */
record Comparison(String name, String peer, String unit, double ours, double theirs, double limit) {

    private static final String OURS = "metergate";

    /**
     * Pairs our results with each peer's.
     *
     * @param results of one JMH run, or of several ones, of which the least time of each side counts
     * @return in the order of names
     * @throws IllegalStateException if a class of benchmarks is no comparison, see {@link Limit}
     */
    static List<Comparison> of(Collection<RunResult> results) {
        Map<String, RunResult> least = results.stream()
                .collect(Collectors.toMap(
                        result -> result.getParams().id(),
                        Function.identity(),
                        BinaryOperator.minBy(Comparator.comparingDouble(Comparison::time))));
        Map<String, List<RunResult>> byWork = least.values().stream()
                .collect(Collectors.groupingBy(
                        result -> owner(result.getParams()) + parameters(result.getParams()),
                        TreeMap::new,
                        Collectors.toList()));
        List<Comparison> comparisons = new ArrayList<>();
        byWork.forEach((work, sides) -> comparisons.addAll(pairs(work, sides)));
        return comparisons;
    }

    private static List<Comparison> pairs(String work, List<RunResult> sides) {
        RunResult ours = sides.stream()
                .filter(side -> OURS.equals(method(side)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(work + " has no method " + OURS));
        List<Comparison> pairs = sides.stream()
                .filter(side -> side != ours)
                .map(side -> new Comparison(
                        work.replace("org.metergate.emulator.bench.", ""),
                        method(side),
                        side.getPrimaryResult().getScoreUnit(),
                        time(ours),
                        time(side),
                        limit(ours.getParams())))
                .toList();
        if (pairs.isEmpty()) {
            throw new IllegalStateException(work + " has no peer beside the method " + OURS);
        }
        return pairs;
    }

    private static double time(RunResult result) {
        return result.getPrimaryResult().getScore();
    }

    private static String owner(BenchmarkParams params) {
        return params.getBenchmark().substring(0, params.getBenchmark().lastIndexOf('.'));
    }

    private static String method(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        return benchmark.substring(benchmark.lastIndexOf('.') + 1);
    }

    private static String parameters(BenchmarkParams params) {
        return params.getParamsKeys().stream()
                .map(key -> " " + key + "=" + params.getParam(key))
                .collect(Collectors.joining());
    }

    private static double limit(BenchmarkParams params) {
        try {
            Limit limit = Class.forName(owner(params)).getAnnotation(Limit.class);
            if (limit == null) {
                throw new IllegalStateException(owner(params) + " has no @Limit");
            }
            return limit.value();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("JMH ran a class that is not there: " + owner(params), e);
        }
    }

    /** @return our time over the peer's */
    double ratio() {
        return ours / theirs;
    }

    /** @return whether the ratio is within its limit */
    boolean isGood() {
        return ratio() <= limit;
    }

    /** @return the line for people */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: %s %.3f %s, %s %.3f %s, ratio %.3f (limit %.2f)%s",
                name,
                OURS,
                ours,
                unit,
                peer,
                theirs,
                unit,
                ratio(),
                limit,
                isGood() ? "" : ", OVER");
    }
}
