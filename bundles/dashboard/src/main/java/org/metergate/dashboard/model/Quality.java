package org.metergate.dashboard.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a meter's channels say of power and power quality, by phase. They are known by their names, which are those that the
 * analysis {@code org.metergate.wire.analysis} gives and takes unless it is told otherwise.
 *
 * @param time of the latest of them; empty if there is none
 * @param total by name, such as {@code P} or {@code unbalance.U}
 * @param phases L1, L2, L3, each by name without the number of the phase; empty maps where nothing is known
 * @param harmonics by quantity such as {@code U1}, then by order: % of the fundamental
 * @param weeks of the supply: the week so far, the week before
 * @param contradiction what the meter's figures say against each other; empty if they do not
 */
public record Quality(
        Optional<Instant> time,
        Map<String, Quantity> total,
        List<Map<String, Quantity>> phases,
        Map<String, Map<Integer, Double>> harmonics,
        List<SupplyWeek> weeks,
        Optional<String> contradiction) {

    /**
     * One quantity.
     *
     * @param rated its class, such as {@code DEGRADED}; empty if it has none
     */
    public record Quantity(Channel channel, String rated) {}

    private static final int PHASES = 3;
    private static final Pattern HARMONIC = Pattern.compile("([UI][123])\\.h(\\d{1,2})");
    private static final Pattern OF_PHASE =
            Pattern.compile("(U|I|P|Q|S|PF|DPF|THDU|THDI|quadrant|phi|delta)([123])(?:\\.(level|K))?");
    private static final List<String> TOTALS = List.of(
            "P",
            "Q",
            "S",
            "S.vector",
            "PF",
            "PF.vector",
            "DPF",
            "quadrant",
            "N",
            "frequency",
            "capacitor",
            "I.neutral",
            "unbalance.U",
            "unbalance.U.kind",
            "unbalance.I",
            "unbalance.I.kind");
    private static final String CLASS = ".class";

    /** @return what the meter says, as it is known now */
    public static Quality of(Meter meter) {
        Map<String, Channel> channels = new TreeMap<>();
        meter.channels().forEach(one -> channels.put(one.name(), one));
        Map<String, Quantity> total = new LinkedHashMap<>();
        for (String name : TOTALS) {
            if (channels.containsKey(name)) {
                total.put(name, quantity(channels, name));
            }
        }
        List<Map<String, Quantity>> phases = new ArrayList<>();
        for (int n = 1; n <= PHASES; n++) {
            phases.add(new TreeMap<>());
        }
        Map<String, Map<Integer, Double>> harmonics = new TreeMap<>();
        for (Channel one : channels.values()) {
            Matcher harmonic = HARMONIC.matcher(one.name());
            Matcher phase = OF_PHASE.matcher(one.name());
            if (harmonic.matches() && one.number().isPresent()) {
                harmonics
                        .computeIfAbsent(harmonic.group(1), fresh -> new TreeMap<>())
                        .put(Integer.parseInt(harmonic.group(2)), one.number().getAsDouble());
            } else if (phase.matches()) {
                name(phase).ifPresent(name -> phases.get(phase.group(2).charAt(0) - '1')
                        .put(name, quantity(channels, one.name())));
            }
        }
        List<Instant> times = new ArrayList<>();
        total.values().forEach(one -> times.add(one.channel().time()));
        phases.forEach(
                phase -> phase.values().forEach(one -> times.add(one.channel().time())));
        Optional<Instant> time = times.stream().max(Instant::compareTo);
        return new Quality(time, total, phases, harmonics, SupplyWeek.of(channels), contradiction(channels, total));
    }

    private static Quantity quantity(Map<String, Channel> channels, String name) {
        return new Quantity(
                channels.get(name),
                Optional.ofNullable(channels.get(name + CLASS))
                        .flatMap(Channel::value)
                        .map(String::valueOf)
                        .orElse(""));
    }

    /** @return {@code U}, {@code angle}, {@code level}; empty for what no such quantity has */
    private static Optional<String> name(Matcher phase) {
        String quantity = phase.group(1);
        String what = phase.group(3);
        if (what == null) {
            return Optional.of(
                    switch (quantity) {
                        case "phi" -> "angle";
                        case "delta" -> "voltageAngle";
                        default -> quantity;
                    });
        }
        boolean right = quantity.equals("U") && what.equals("level") || quantity.equals("I") && what.equals("K");
        return right ? Optional.of(what) : Optional.empty();
    }

    /** It is not told when there is none any more: one that is older than the totals it was told with is over. */
    private static Optional<String> contradiction(Map<String, Channel> channels, Map<String, Quantity> total) {
        Optional<Channel> told = Optional.ofNullable(channels.get("contradiction"));
        boolean over = told.isPresent()
                && total.containsKey("N")
                && total.get("N").channel().time().isAfter(told.get().time());
        return over ? Optional.empty() : told.flatMap(Channel::value).map(String::valueOf);
    }
}
