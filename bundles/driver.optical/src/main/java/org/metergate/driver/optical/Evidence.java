package org.metergate.driver.optical;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.metergate.driver.optical.Witness.Exchange;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineDiagnosis;
import org.metergate.transport.SerialSettings;

/**
 * What the bytes of one conversation show.
 *
 * @param exchanges what was said, oldest first
 */
record Evidence(List<Exchange> exchanges) {
    private static final Pattern IDENTIFICATION = Pattern.compile("/[A-Za-z]{3}[!-~][ -.0-~]{0,40}(?=\r|\n|/|$)");
    private static final Pattern WHOLE = Pattern.compile("/[A-Za-z]{3}[!-~][ -.0-~]{0,40}\r\n");
    private static final String SIGN_ON = "/?";
    /** Characters that must be destroyed before noise is ruled out. */
    private static final int DESTROYED = 3;

    /** Keeps its own copy. */
    Evidence {
        exchanges = List.copyOf(exchanges);
    }

    /** @return whether a meter has told who it is */
    boolean isIdentified() {
        return signOns().stream()
                .anyMatch(exchange -> WHOLE.matcher(own(exchange)).find());
    }

    /** @return whether not one byte came that was not an echo */
    boolean isSilent() {
        return exchanges.stream().allMatch(exchange -> own(exchange).isEmpty());
    }

    /** @return whether the converter hears itself */
    boolean isEchoed() {
        return exchanges.stream()
                .anyMatch(
                        exchange -> exchange.sent().length > 2 && text(exchange).startsWith(sent(exchange)));
    }

    /**
     * @return whether more than one meter answered a sign-on: their identifications follow each other, or begin as one
     *     and go on as characters on top of each other
     */
    boolean areSeveral() {
        return signOns().stream().anyMatch(exchange -> {
            String answer = own(exchange);
            return count(IDENTIFICATION.matcher(answer)) > 1 || isCollision(exchange);
        });
    }

    /** A meter that begins a moment before the other one is understood for that moment. */
    private static boolean isCollision(Exchange exchange) {
        String answer = own(exchange);
        if (!answer.matches("(?s)/[A-Za-z].*") || WHOLE.matcher(answer).matches()) {
            return false;
        }
        byte[] bytes = exchange.received();
        boolean parityShows = false;
        for (byte each : bytes) {
            parityShows |= each < 0;
        }
        int destroyed = 0;
        for (byte each : bytes) {
            boolean wrongParity = parityShows && Integer.bitCount(each & 0xFF) % 2 != 0;
            destroyed += wrongParity || !isText((char) (each & 0x7F)) ? 1 : 0;
        }
        return destroyed >= DESTROYED;
    }

    /** @return how many bytes came between what was sent and the first character of an answer, if one came */
    int garbageBeforeStart() {
        int most = 0;
        for (Exchange exchange : exchanges) {
            String answer = own(exchange);
            Matcher identification = WHOLE.matcher(answer);
            int start = isSignOn(exchange)
                    ? identification.find() ? identification.start() : 0
                    : Math.max(0, first(answer, '\u0001', '\u0002'));
            most = Math.max(most, start);
        }
        return most;
    }

    /** @return what the bytes that are no answer look like; of the exchange in which most of them came */
    LineCondition condition() {
        LineCondition condition = mostTelling();
        return condition == LineCondition.WRONG_BAUD && changes() ? LineCondition.NOISE : condition;
    }

    /** Wrong settings make the same of the same answer every time; noise does not. */
    private boolean changes() {
        List<String> answers = signOns().stream()
                .map(Evidence::own)
                .filter(own -> !own.isEmpty())
                .toList();
        for (int i = 1; i < answers.size(); i++) {
            if (!isAlike(answers.get(i - 1), answers.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAlike(String one, String other) {
        int same = 0;
        for (int i = 0; i < Math.min(one.length(), other.length()); i++) {
            same += one.charAt(i) == other.charAt(i) ? 1 : 0;
        }
        return 2 * same >= Math.max(one.length(), other.length());
    }

    private LineCondition mostTelling() {
        return exchanges.stream()
                .filter(exchange -> !isIdentification(exchange))
                .max((one, other) ->
                        Integer.compare(own(one).length(), own(other).length()))
                .map(Evidence::condition)
                .orElse(LineCondition.SILENT);
    }

    private static LineCondition condition(Exchange exchange) {
        String answer = own(exchange);
        boolean begun = isSignOn(exchange)
                ? answer.matches("(?s)\\x00*/[A-Za-z]{0,3}[!-~]?[ -.0-~]*\r?")
                : first(answer, '\u0001', '\u0002') == 0 && isText(answer.substring(1));
        if (begun) {
            return LineCondition.INCOMPLETE;
        }
        return LineDiagnosis.of(exchange.sent(), exchange.received(), exchange.settings());
    }

    /** @return speed and format at the end of the conversation, if anything was said */
    Optional<SerialSettings> settings() {
        return exchanges.isEmpty()
                ? Optional.empty()
                : Optional.of(exchanges.get(exchanges.size() - 1).settings());
    }

    private List<Exchange> signOns() {
        return exchanges.stream().filter(Evidence::isSignOn).toList();
    }

    private static boolean isSignOn(Exchange exchange) {
        return sent(exchange).startsWith(SIGN_ON);
    }

    private static boolean isIdentification(Exchange exchange) {
        return isSignOn(exchange) && WHOLE.matcher(own(exchange)).find();
    }

    private static boolean isText(String answer) {
        return answer.chars().allMatch(character -> isText((char) character));
    }

    private static boolean isText(char character) {
        return character >= ' ' && character < 0x7F || character == '\r' || character == '\n';
    }

    private static int first(String text, char one, char other) {
        int a = text.indexOf(one);
        int b = text.indexOf(other);
        return a < 0 ? b : b < 0 ? a : Math.min(a, b);
    }

    private static int count(Matcher matcher) {
        int count = 0;
        while (matcher.find()) {
            count++;
        }
        return count;
    }

    private static String sent(Exchange exchange) {
        return new String(exchange.sent(), StandardCharsets.ISO_8859_1);
    }

    /** What came, without the eighth bit and without the echo. */
    private static String own(Exchange exchange) {
        String text = text(exchange);
        String sent = sent(exchange);
        return !sent.isEmpty() && text.startsWith(sent) ? text.substring(sent.length()) : text;
    }

    private static String text(Exchange exchange) {
        byte[] characters = Arrays.copyOf(exchange.received(), exchange.received().length);
        for (int i = 0; i < characters.length; i++) {
            characters[i] &= 0x7F;
        }
        return new String(characters, StandardCharsets.ISO_8859_1);
    }
}
