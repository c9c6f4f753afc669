package org.metergate.publisher.homeassistant;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Names as Home Assistant's topics and unique ids may have them: letters, digits, hyphen and underscore. The same name
 * gives the same id for ever; two names give two ids.
 */
final class Id {

    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9_-]+");
    private static final int LONGEST_STEM = 40;

    private Id() {}

    /**
     * Makes an id.
     *
     * @param name of a meter or a channel
     * @return the name itself where it may stand; else what is left of it and a check sum of the whole
     */
    static String of(String name) {
        if (isSafe(name)) {
            return name;
        }
        CRC32 sum = new CRC32();
        sum.update(name.getBytes(StandardCharsets.UTF_8));
        String stem = UNSAFE.matcher(name).replaceAll("_");
        return stem.substring(0, Math.min(stem.length(), LONGEST_STEM))
                + String.format(Locale.ROOT, "_%08x", sum.getValue());
    }

    /** @return whether a text may stand in a topic and an id as it is */
    static boolean isSafe(String text) {
        return SAFE.matcher(text).matches();
    }
}
