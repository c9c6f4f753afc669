package org.metergate.analysis.finding;

import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidObjectException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.metergate.analysis.electricity.MeterAccuracy;

/**
 * Watches one meter: takes its rows in the order they were read, and tells each event once, when it is certain. Bounded
 * memory, no look ahead; everything it compares with it learnt from the rows before. Spikes and phases need three days,
 * causes judged by whole days nine.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class MeterWatch implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final double VOLTAGE_TIMES = 1.6;
    private static final double POWER_TIMES = 3;
    private static final String FILTER = "maxdepth=20;maxarray=100000;maxrefs=200000;org.metergate.analysis.finding.*;"
            + "org.metergate.analysis.electricity.Figure;"
            + "java.lang.*;java.time.*;java.util.*;!*";

    private final TreeMap<String, ChannelKind> kinds;
    private final TimeRule time;
    private final ArrayList<Rule> rules = new ArrayList<>();
    private final ArrayList<ExcursionRule> voltages = new ArrayList<>();
    private final ArrayList<RepeatRule> repeats = new ArrayList<>();
    private final ArrayList<ReversedRule> reversed = new ArrayList<>();
    private final ArrayList<String> phasePowers = new ArrayList<>();
    private PhaseRule phases;
    private ClassRule agreement;
    private String total = "";
    private Instant before;

    /**
     * A watch that has seen nothing.
     *
     * @param channels what each channel measures, by its name; see {@link ChannelKind#of}
     */
    public MeterWatch(Map<String, ChannelKind> channels) {
        kinds = new TreeMap<>(channels);
        List<String> counters = names(ChannelKind.ENERGY);
        counters.addAll(names(ChannelKind.VOLUME));
        time = new TimeRule(counters);
        List<String> phaseVoltages = names(ChannelKind.VOLTAGE);
        if (phaseVoltages.size() > 1) {
            phases = new PhaseRule(phaseVoltages);
            rules.add(phases);
        }
        powers();
        kinds.forEach(this::rulesOf);
        agreement = new ClassRule(kinds);
    }

    private void powers() {
        List<String> powers = names(ChannelKind.ACTIVE_POWER);
        for (String name : powers) {
            if (name.matches(".*[1-3]")) {
                phasePowers.add(name);
                ReversedRule rule = new ReversedRule(name);
                reversed.add(rule);
                rules.add(rule);
            } else if (total.isEmpty()) {
                total = name;
            }
        }
        if (!powers.isEmpty()) {
            rules.add(new LoadRule(total.isEmpty() ? String.join("+", phasePowers) : total));
        }
    }

    private void rulesOf(String name, ChannelKind kind) {
        switch (kind) {
            case VOLTAGE -> {
                ExcursionRule excursions = new ExcursionRule(name, VOLTAGE_TIMES);
                voltages.add(excursions);
                rules.add(excursions);
                rules.add(new TrendRule(name));
                RepeatRule repeat = new RepeatRule(name);
                repeats.add(repeat);
                rules.add(repeat);
            }
            case GAUGE -> {
                rules.add(new ExcursionRule(name, VOLTAGE_TIMES));
                rules.add(new TrendRule(name));
                rules.add(new RepeatRule(name));
            }
            case ACTIVE_POWER -> {
                if (name.equals(total)) {
                    rules.add(new ExcursionRule(name, POWER_TIMES));
                }
            }
            case POWER_FACTOR -> rules.add(new BeyondRule(name, Cause.POWER_FACTOR_COLLAPSE));
            case THD -> rules.add(new BeyondRule(name, Cause.THD_RISE));
            case ENERGY -> rules.add(new CounterRule(name));
            case VOLUME -> {
                rules.add(new CounterRule(name));
                rules.add(new NightRule(name));
            }
            case CURRENT, REACTIVE_POWER -> {}
        }
    }

    private List<String> names(ChannelKind kind) {
        List<String> names = new ArrayList<>();
        kinds.forEach((name, one) -> {
            if (one == kind) {
                names.add(name);
            }
        });
        return names;
    }

    /**
     * Tells the accuracy of the meter, beyond which figures that contradict each other are a finding; 1 and 2 % without.
     *
     * @param active class of U, I, P and PF in %, above 0 to 10, such as 1 (IEC 62053-21)
     * @param reactive class of Q in %, likewise, such as 2 (IEC 62053-23)
     * @throws IllegalArgumentException if a class is not within that range
     */
    public void accuracy(double active, double reactive) {
        MeterAccuracy.of(active, reactive);
        if (agreement == null) {
            agreement = new ClassRule(kinds); // written by a version that did not look at it
        }
        agreement.accuracy(active, reactive);
    }

    /**
     * Tells that it was not written at the end of the watch before: rows may have come after the last it knows. What is
     * missing between that and the next row is a gap only beyond them.
     *
     * @param longest how long after the last row; not negative
     */
    public void forgot(Duration longest) {
        time.forgot(longest);
    }

    /** @return what each channel measures */
    public Map<String, ChannelKind> channels() {
        return Map.copyOf(kinds);
    }

    /**
     * Takes the next row.
     *
     * @param now its time; may be earlier than the one before, which is a clock that was set back
     * @param values finite, by channel; channels the watch does not know are passed over, absent ones are gaps of those
     * @return what became certain with this row; mostly nothing
     * @throws IllegalArgumentException if a value is not finite; the watch has not changed then
     */
    public List<Finding> accept(Instant now, Map<String, Double> values) {
        for (Map.Entry<String, Double> one : values.entrySet()) {
            if (!Double.isFinite(one.getValue())) {
                throw new IllegalArgumentException("channel " + one.getKey() + " at " + now + " is " + one.getValue()
                        + "; expected a finite number");
            }
        }
        List<Finding> found = new ArrayList<>();
        boolean back = before != null && !now.isAfter(before);
        Duration since = before == null || back ? Duration.ZERO : Duration.between(before, now);
        Row row = new Row(now, since, Map.copyOf(values), total(values));
        time.accept(row, found);
        before = now;
        for (Rule rule : rules) {
            rule.accept(row, found);
        }
        if (phases != null && phases.disturbed()) {
            voltages.forEach(ExcursionRule::explained);
            repeats.forEach(RepeatRule::explained);
            found.removeIf(one -> one.cause() == Cause.DIP || one.cause() == Cause.SPIKE);
        }
        if (agreement == null) {
            agreement = new ClassRule(kinds);
        }
        agreement.accept(row, found);
        return found;
    }

    /** Total power that can be trusted: not while a phase is lost or counted backwards. */
    private OptionalDouble total(Map<String, Double> values) {
        if (phases != null && phases.disturbed() || reversed.stream().anyMatch(ReversedRule::suspected)) {
            return OptionalDouble.empty();
        }
        if (values.containsKey(total)) {
            return OptionalDouble.of(values.get(total));
        }
        if (phasePowers.isEmpty() || !values.keySet().containsAll(phasePowers)) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(phasePowers.stream().mapToDouble(values::get).sum());
    }

    /**
     * Writes everything that was learnt.
     *
     * @param out where to; not closed
     * @throws IOException if it cannot be written
     */
    public void writeTo(OutputStream out) throws IOException {
        ObjectOutputStream objects = new ObjectOutputStream(out);
        objects.writeObject(this);
        objects.flush();
    }

    /**
     * Goes on where another watch stopped.
     *
     * @param in what {@link #writeTo} wrote; nothing but the types of this package is made from it
     * @return a watch that finds what the other would
     * @throws IOException if it cannot be read, ends early, or was written by another version
     */
    public static MeterWatch readFrom(InputStream in) throws IOException {
        try {
            ObjectInputStream objects = new ObjectInputStream(in);
            objects.setObjectInputFilter(ObjectInputFilter.Config.createFilter(FILTER));
            return (MeterWatch) objects.readObject();
        } catch (ClassNotFoundException | ClassCastException e) {
            throw new InvalidObjectException("the state of the watch is not of this version: " + e.getMessage());
        }
    }
}
