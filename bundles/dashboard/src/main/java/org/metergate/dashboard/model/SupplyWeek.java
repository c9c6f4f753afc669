package org.metergate.dashboard.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the analysis counted in a week against what EN 50160 asks of the supply.
 *
 * @param from when it began, as the analysis tells it; empty if it does not
 * @param ended whether it is the week before; otherwise it is the week so far
 * @param quantities by name such as {@code U1}, {@code THDU1} and {@code U1.always}
 */
public record SupplyWeek(String from, boolean ended, Map<String, Statistic> quantities) {

    /**
     * Of one quantity.
     *
     * @param part % of the means that lay within the limits
     * @param met whether they were as many as the standard asks for
     * @param means how many counted
     */
    public record Statistic(OptionalDouble part, Optional<Boolean> met, OptionalLong means) {}

    private static final Pattern NAME = Pattern.compile("(.+)\\.(week|lastWeek)\\.(always\\.)?(?:part|met|means)");

    /** @return the week so far and the week before, as far as the channels tell them */
    static List<SupplyWeek> of(Map<String, Channel> channels) {
        List<SupplyWeek> weeks = new ArrayList<>();
        for (String week : List.of("week", "lastWeek")) {
            Map<String, Statistic> quantities = new TreeMap<>();
            for (String name : channels.keySet()) {
                Matcher matcher = NAME.matcher(name);
                if (matcher.matches() && matcher.group(2).equals(week)) {
                    boolean always = matcher.group(3) != null;
                    quantities.put(
                            matcher.group(1) + (always ? ".always" : ""),
                            statistic(channels, name.substring(0, name.lastIndexOf('.'))));
                }
            }
            if (!quantities.isEmpty()) {
                String from =
                        value(channels, week + ".from").map(String::valueOf).orElse("");
                weeks.add(new SupplyWeek(from, week.equals("lastWeek"), quantities));
            }
        }
        return weeks;
    }

    private static Statistic statistic(Map<String, Channel> channels, String name) {
        Optional<Object> part = value(channels, name + ".part");
        Optional<Object> means = value(channels, name + ".means");
        return new Statistic(
                part.isPresent() && part.get() instanceof Number number
                        ? OptionalDouble.of(number.doubleValue())
                        : OptionalDouble.empty(),
                value(channels, name + ".met").filter(Boolean.class::isInstance).map(Boolean.class::cast),
                means.isPresent() && means.get() instanceof Number number
                        ? OptionalLong.of(number.longValue())
                        : OptionalLong.empty());
    }

    private static Optional<Object> value(Map<String, Channel> channels, String name) {
        return Optional.ofNullable(channels.get(name)).flatMap(Channel::value);
    }
}
