package org.metergate.dlms;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metergate.model.ObisCode;

/**
 * The powers of ten that makers' lists define for values whose scaler they do not send. The list tells whose it is by
 * its version; the current of a meter for current transformers has one digit more.
 *
 * @param byQuantity scaler by value groups C.D, where it is not 0
 * @param known whether the list defines every value
 */
record Scaling(Map<String, Integer> byQuantity, boolean known) {
    private static final List<Map.Entry<String, String>> MAKERS = List.of(
            Map.entry("AIDON", "Aidon"),
            Map.entry("Kamstrup", "Kamstrup"),
            Map.entry("KFM", "Kaifa"),
            Map.entry("ISK", "Iskraemeco"),
            Map.entry("LGZ", "Landis+Gyr"),
            Map.entry("SAG", "Sagemcom"),
            Map.entry("EMH", "EMH"),
            Map.entry("ELG", "Elgama"),
            Map.entry("NES", "NES"));
    private static final Scaling KAMSTRUP = new Scaling(
            Map.ofEntries(
                    Map.entry("31.7", -2),
                    Map.entry("51.7", -2),
                    Map.entry("71.7", -2),
                    Map.entry("13.7", -2),
                    Map.entry("33.7", -2),
                    Map.entry("53.7", -2),
                    Map.entry("73.7", -2),
                    Map.entry("1.8", 1),
                    Map.entry("2.8", 1),
                    Map.entry("3.8", 1),
                    Map.entry("4.8", 1),
                    Map.entry("21.8", 1),
                    Map.entry("22.8", 1),
                    Map.entry("41.8", 1),
                    Map.entry("42.8", 1),
                    Map.entry("61.8", 1),
                    Map.entry("62.8", 1)),
            true);
    private static final Scaling KAIFA =
            new Scaling(Map.of("31.7", -3, "51.7", -3, "71.7", -3, "32.7", -1, "52.7", -1, "72.7", -1), true);
    private static final Scaling NONE = new Scaling(Map.of(), false);

    static Optional<String> maker(List<String> texts) {
        for (String text : texts) {
            for (Map.Entry<String, String> maker : MAKERS) {
                if (text.startsWith(maker.getKey())) {
                    return Optional.of(maker.getValue());
                }
            }
        }
        return Optional.empty();
    }

    static Scaling of(Optional<String> maker, List<String> texts) {
        return switch (maker.orElse("")) {
            case "Kamstrup" -> texts.stream().anyMatch(text -> text.matches("685\\d{4}\\w*"))
                    ? KAMSTRUP.with("31.7", "51.7", "71.7")
                    : KAMSTRUP;
            case "Kaifa" -> KAIFA;
            default -> NONE;
        };
    }

    /** A meter for current transformers: its type starts with 685, its currents are in milliamperes. */
    private Scaling with(String... currents) {
        Map<String, Integer> scalers = new HashMap<>(byQuantity);
        for (String current : currents) {
            scalers.put(current, -3);
        }
        return new Scaling(Map.copyOf(scalers), known);
    }

    Optional<Integer> scaler(ObisCode object) {
        if (!known) {
            return Optional.empty();
        }
        return Optional.of(byQuantity.getOrDefault(object.quantity() + "." + object.processing(), 0));
    }
}
