package org.metergate.publisher.homeassistant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the user said that channels are, where unit and name do not tell.
 *
 * @param rules in their order; the first that fits counts
 */
record Classes(List<Rule> rules) {

    /** One line of the setting. */
    record Rule(Pattern meter, Pattern channel, Shape.Wanted wanted) {}

    private static final Pattern LINE = Pattern.compile("([^/=]+)/([^/=]+)=([^=]+)");

    /**
     * Reads the setting.
     *
     * @param text entries {@code meter/channel = class}, separated by semicolons or lines; {@code *} stands for any
     *     characters
     * @return the rules
     * @throws IllegalArgumentException if an entry is none; the message names it and says what would be right
     */
    static Classes of(String text) {
        List<Rule> rules = new ArrayList<>();
        for (String entry : text.split("[;\\n\\r]+")) {
            if (entry.isBlank()) {
                continue;
            }
            Matcher line = LINE.matcher(entry);
            Optional<Shape.Wanted> wanted = line.matches()
                    ? Arrays.stream(Shape.Wanted.values())
                            .filter(each ->
                                    each.name().equalsIgnoreCase(line.group(3).strip()))
                            .findFirst()
                    : Optional.empty();
            rules.add(new Rule(
                    wildcards(line, 1, wanted.isPresent()),
                    wildcards(line, 2, wanted.isPresent()),
                    wanted.orElseThrow(() -> new IllegalArgumentException("'" + entry.strip()
                            + "' is no rule; expected meter/channel = class, where class is one of "
                            + Arrays.stream(Shape.Wanted.values())
                                    .map(each -> each.name().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(", "))))));
        }
        return new Classes(List.copyOf(rules));
    }

    private static Pattern wildcards(Matcher line, int group, boolean valid) {
        String text = valid ? line.group(group).strip() : "";
        return Pattern.compile(
                Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    /**
     * Finds what a channel was said to be.
     *
     * @param meter its meter
     * @param channel its name
     * @return the class, empty if nothing was said
     */
    Optional<Shape.Wanted> of(String meter, String channel) {
        return rules.stream()
                .filter(rule -> rule.meter().matcher(meter).matches()
                        && rule.channel().matcher(channel).matches())
                .map(Rule::wanted)
                .findFirst();
    }
}
