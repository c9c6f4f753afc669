package org.metergate.analysis.finding;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.metergate.analysis.electricity.Disagreement;
import org.metergate.analysis.electricity.Electricity;
import org.metergate.analysis.electricity.Figure;
import org.metergate.analysis.electricity.Figures;
import org.metergate.analysis.electricity.MeterAccuracy;

/** Figures of one row that differ from what follows from its others by more than the accuracy class explains, row by row. */
final class ClassRule implements Rule {
    private static final long serialVersionUID = 1L;

    /** Load that changes between two readings of a row does so to either side; what stays on one is an error. */
    private static final int FEWEST = 8;

    /** The event is over after so many rows without it: at low load the class explains what it does not at full load. */
    private static final int OVER = 192;

    /** Power below this part of U·I is not the power of a load but in kW. */
    private static final double KILO = 0.02;

    private final TreeMap<Integer, EnumMap<Figure, String>> channels = new TreeMap<>();
    private final Trail trail = new Trail();
    private double activeClass = 1;
    private double reactiveClass = 2;
    private String shown = "";
    private int agreed;
    private boolean told;

    /** @param kinds what each channel measures; those of phases end with 1 to 3 */
    ClassRule(Map<String, ChannelKind> kinds) {
        boolean phases = kinds.entrySet().stream()
                .anyMatch(one -> one.getKey().matches(".*[1-3]")
                        && figure(one.getKey(), one.getValue()).isPresent());
        kinds.forEach((name, kind) -> figure(name, kind).ifPresent(figure -> {
            char last = name.charAt(name.length() - 1);
            int phase = last >= '1' && last <= '3' ? last - '0' : phases ? 0 : 1;
            channels.computeIfAbsent(phase, any -> new EnumMap<>(Figure.class)).putIfAbsent(figure, name);
        }));
    }

    private static Optional<Figure> figure(String name, ChannelKind kind) {
        return switch (kind) {
            case VOLTAGE -> Optional.of(Figure.VOLTAGE);
            case CURRENT -> Optional.of(Figure.CURRENT);
            case ACTIVE_POWER -> Optional.of(Figure.ACTIVE);
            case REACTIVE_POWER -> Optional.of(Figure.REACTIVE);
            case POWER_FACTOR -> name.toLowerCase(Locale.ROOT).startsWith("cos")
                    ? Optional.empty() // of the fundamental: with harmonics it is another figure
                    : Optional.of(Figure.FACTOR);
            default -> Optional.empty();
        };
    }

    /** @see MeterWatch#accuracy */
    void accuracy(double active, double reactive) {
        activeClass = active;
        reactiveClass = reactive;
    }

    @Override
    public void accept(Row row, List<Finding> found) {
        Optional<Disagreement> worst = disagreements(row).stream().max(Comparator.comparing(Disagreement::severity));
        if (worst.isEmpty()) {
            agreed++;
            if (!told || agreed >= OVER) {
                told = false;
                shown = "";
                String channel =
                        channels.isEmpty() ? "" : last(channels.lastEntry().getValue());
                trail.usual(row.time(), channel, row.value(channel));
            }
            return;
        }
        agreed = 0;
        Disagreement one = worst.get();
        String side = one.where() + one.figure() + (one.given() > one.derived());
        if (!told && !side.equals(shown)) {
            shown = side;
            trail.restart();
        }
        String channel = channel(one);
        trail.unusual(row.time(), channel, row.value(channel));
        if (!told && trail.count() >= FEWEST) {
            told = true;
            found.add(trail.finding(Cause.BEYOND_ACCURACY_CLASS, channel, Rule.severity(one.severity(), 1)));
        }
    }

    private static String last(EnumMap<Figure, String> names) {
        return names.containsKey(Figure.ACTIVE)
                ? names.get(Figure.ACTIVE)
                : names.values().iterator().next();
    }

    /** The channel of the figure, or where that is not the meter's own the one it was to be compared with. */
    private String channel(Disagreement one) {
        EnumMap<Figure, String> names = channels.get(one.where().isEmpty() ? 0 : Integer.parseInt(one.where()));
        return names.getOrDefault(one.figure(), last(names));
    }

    private List<Disagreement> disagreements(Row row) {
        Figures total = Figures.NONE;
        TreeMap<Integer, Figures> phases = new TreeMap<>();
        double times = times(row);
        for (Map.Entry<Integer, EnumMap<Figure, String>> one : channels.entrySet()) {
            Figures figures = figures(row, one.getValue(), times);
            if (one.getKey() == 0) {
                total = figures;
            } else if (!figures.equals(Figures.NONE)) {
                phases.put(one.getKey(), figures);
            }
        }
        int highest = channels.isEmpty() ? 0 : channels.lastKey();
        if (phases.size() < highest) {
            return List.of(); // a phase that is not there leaves the sums unknown
        }
        return Electricity.of(List.copyOf(phases.values()), total, MeterAccuracy.of(activeClass, reactiveClass))
                .disagreements();
    }

    private static Figures figures(Row row, EnumMap<Figure, String> names, double times) {
        Figures figures = Figures.NONE;
        for (Map.Entry<Figure, String> one : names.entrySet()) {
            double value = row.value(one.getValue());
            switch (one.getKey()) {
                case ACTIVE, REACTIVE -> value *= times;
                case VOLTAGE, CURRENT -> value = value < 0 ? Double.NaN : value;
                default -> value = Math.abs(value) > 1 ? Double.NaN : value;
            }
            if (!Double.isNaN(value)) {
                figures = figures.with(one.getKey(), value);
            }
        }
        return figures;
    }

    /** 1000 where powers are in kW, seen by the phase with the highest current. */
    private double times(Row row) {
        double apparent = 0;
        double power = Double.NaN;
        for (EnumMap<Figure, String> names : channels.values()) {
            double product = row.value(names.getOrDefault(Figure.VOLTAGE, ""))
                    * row.value(names.getOrDefault(Figure.CURRENT, ""));
            if (product > apparent) {
                apparent = product;
                double reactive = row.value(names.getOrDefault(Figure.REACTIVE, ""));
                power = Math.hypot(
                        row.value(names.getOrDefault(Figure.ACTIVE, "")), Double.isNaN(reactive) ? 0 : reactive);
            }
        }
        return power < KILO * apparent ? 1000 : 1;
    }
}
