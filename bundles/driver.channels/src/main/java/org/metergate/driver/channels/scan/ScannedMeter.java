package org.metergate.driver.channels.scan;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A meter that answered to a scan.
 *
 * @param address tells it apart on its line, as the driver writes it
 * @param name proposed for it: small letters, digits and hyphens
 * @param description who made it and what it measures, as far as it tells
 * @param settings of a driver that reads it, all as text, without any password or key
 * @param channels that can be made of what it told; empty until it was read, or if it could not be
 * @param problem why it cannot be read, in one sentence; empty if it can
 */
public record ScannedMeter(
        String address,
        String name,
        String description,
        Map<String, String> settings,
        List<ProposedChannel> channels,
        String problem) {

    /** Keeps its own copies. */
    public ScannedMeter {
        settings = Map.copyOf(settings);
        channels = List.copyOf(channels);
    }

    /**
     * Makes a name of whatever a meter calls itself.
     *
     * @param text such as {@code MTG Heat 10000001}
     * @return such as {@code mtg-heat-10000001}; {@code meter} if nothing is left of it
     */
    public static String named(String text) {
        String name =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return name.isEmpty() ? "meter" : name;
    }
}
