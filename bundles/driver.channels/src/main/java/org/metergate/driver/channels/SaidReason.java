package org.metergate.driver.channels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reason in the text of a {@link ChannelKind#DIAGNOSIS} channel, for programs that say it in other words.
 *
 * @param reason which
 * @param particulars in the order of their places, in English
 * @param advice what to try, in English, where it is not the advice of the reason
 * @param cause the reason that its last particular is
 */
public record SaidReason(Reason reason, List<String> particulars, Optional<String> advice, Optional<SaidReason> cause) {

    private static final Set<Reason> WITH_CAUSE =
            EnumSet.of(Reason.REFUSES_SOME, Reason.LAST_MESSAGE_LOST, Reason.NOT_HEARD_BECAUSE);
    private static final String ADVICE = "; ";
    private static final Pattern PLACE = Pattern.compile("\\{\\d}");

    /** A reason as it is looked for: with its own advice, and with another. */
    private record Form(Reason reason, Pattern own, Pattern other, int places, int literals) {}

    /** What says most is looked for first: {@code refused: …} begins other sentences, too. */
    private static final List<Form> FORMS = Arrays.stream(Reason.values())
            .map(SaidReason::form)
            .sorted(Comparator.comparingInt(Form::literals).reversed())
            .toList();

    public SaidReason {
        particulars = List.copyOf(particulars);
    }

    private static Form form(Reason reason) {
        String[] literals = PLACE.split(reason.wrong(), -1);
        String begin = "(?:.*?: )?" + expression(literals);
        String advice = reason.advice().isEmpty() ? "" : ADVICE + reason.advice();
        return new Form(
                reason,
                Pattern.compile(begin + expression(PLACE.split(advice, -1)), Pattern.DOTALL),
                Pattern.compile(begin + "(?:" + ADVICE + "(.*))?", Pattern.DOTALL),
                literals.length - 1,
                String.join("", literals).length());
    }

    private static String expression(String[] literals) {
        return String.join("(.*?)", Arrays.stream(literals).map(Pattern::quote).toList());
    }

    /**
     * Finds the reason in a text.
     *
     * @param text what the channel said: the meter, what is wrong, and what to try
     * @return the reason; empty if the text is none that a driver of this release makes
     */
    public static Optional<SaidReason> in(String text) {
        for (Form form : FORMS) {
            Matcher found = form.own().matcher(text);
            if (found.matches()) {
                return Optional.of(said(form, found, Optional.empty()));
            }
        }
        for (Form form : FORMS) {
            Matcher found = form.other().matcher(text);
            if (form.literals() > 0 && found.matches()) {
                return Optional.of(said(form, found, Optional.ofNullable(found.group(form.places() + 1))));
            }
        }
        return Optional.empty();
    }

    private static SaidReason said(Form form, Matcher found, Optional<String> advice) {
        List<String> particulars = new ArrayList<>();
        for (int place = 1; place <= form.places(); place++) {
            particulars.add(found.group(place));
        }
        if (!WITH_CAUSE.contains(form.reason())) {
            return new SaidReason(form.reason(), particulars, advice, Optional.empty());
        }
        boolean behind = form.reason().advice().startsWith("{");
        String further = behind && found.groupCount() > form.places() ? found.group(form.places() + 1) : null;
        String last = particulars.get(form.places() - 1);
        Optional<SaidReason> cause = in(further == null ? last : last + ADVICE + further);
        return new SaidReason(
                form.reason(),
                particulars,
                behind ? Optional.ofNullable(further).filter(any -> cause.isEmpty()) : advice,
                cause);
    }
}
