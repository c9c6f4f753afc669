package org.metergate.dlms;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.metergate.model.ObisCode;

/**
 * Lists of values without names, as makers define them: every place stands for an object. A layout fits if the number
 * of elements and the type of each do.
 */
final class PositionalLists {
    private static final String POWERS = "u4:1.7.0 u4:2.7.0 u4:3.7.0 u4:4.7.0 ";
    private static final String COUNTERS = "t:1.0.0 u4:1.8.0 u4:2.8.0 u4:3.8.0 u4:4.8.0";
    private static final String KAIFA_HEAD = "s:0.2.129 s:96.1.0 s:96.1.7 " + POWERS;
    private static final String KAIFA_ONE = KAIFA_HEAD + "u4:31.7.0/-3 u4:32.7.0/-1 ";
    private static final String KAIFA_THREE =
            KAIFA_HEAD + "u4:31.7.0/-3 u4:51.7.0/-3 u4:71.7.0/-3 u4:32.7.0/-1 u4:52.7.0/-1 u4:72.7.0/-1 ";
    private static final String VOLTAGES = "u2:32.7.0/-1 u2:52.7.0/-1 u2:72.7.0/-1 ";
    private static final String CURRENTS = "u2:31.7.0/-2 u2:51.7.0/-2 u2:71.7.0/-2 ";
    private static final String PHASES = "u4:21.7.0 u4:41.7.0 u4:61.7.0 u4:22.7.0 u4:42.7.0 u4:62.7.0 ";
    private static final String METERED =
            "u2:32.7.0 u2:52.7.0 u2:72.7.0 " + CURRENTS + "u4:1.7.0 u4:2.7.0 u4:1.8.0 u4:2.8.0 ";
    private static final String ISKRA = "s:42.0.0 s:96.1.0 ";
    private static final String TARIFFS = "u4:1.8.0 u4:1.8.1 u4:1.8.2 u4:2.8.0 u4:2.8.1 u4:2.8.2 ";

    /**
     * A place in a list.
     *
     * @param types what may stand there: s string, t date-time, u2 u4 numbers, b boolean, * anything
     * @param object what it stands for; empty if nothing known
     * @param scaler power of ten
     */
    record Place(String types, Optional<ObisCode> object, int scaler) {

        static Place of(String text) {
            String[] parts = text.split(":");
            if (parts.length == 1) {
                return new Place(parts[0], Optional.empty(), 0);
            }
            String[] code = parts[1].split("/");
            boolean general = code[0].startsWith("96.") || code[0].equals("42.0.0") || code[0].equals("1.0.0");
            return new Place(
                    parts[0],
                    Optional.of(ObisCode.parse((general ? "0-0:" : "1-0:") + code[0] + "*255")),
                    code.length == 1 ? 0 : Integer.parseInt(code[1]));
        }

        boolean fits(Data data) {
            return switch (types) {
                case "s" -> data instanceof Data.Text || data.type() == DataType.OCTET_STRING;
                case "d" -> data instanceof Data.Octets octets && digits(octets.bytes());
                case "t" -> data instanceof Data.Octets octets && octets.bytes().length == 12;
                case "u2" -> data.type() == DataType.LONG_UNSIGNED || data.type() == DataType.LONG;
                case "u4" -> data.type() == DataType.DOUBLE_LONG_UNSIGNED || data.type() == DataType.DOUBLE_LONG;
                case "b" -> data instanceof Data.Bool;
                default -> true;
            };
        }

        private static boolean digits(byte[] bytes) {
            for (byte octet : bytes) {
                if (octet < '0' || octet > '9') {
                    return false;
                }
            }
            return bytes.length > 0;
        }
    }

    /**
     * A list as its maker defines it.
     *
     * @param maker whose it is
     * @param marked whether the meter must have said whose it is: by a text in the list or by its system title
     * @param places one for every element
     */
    record Layout(String maker, boolean marked, List<Place> places) {
        static Layout of(String maker, boolean marked, String places) {
            List<Place> all = new ArrayList<>();
            for (String place : places.strip().split("\\s+")) {
                all.add(Place.of(place));
            }
            return new Layout(maker, marked, List.copyOf(all));
        }

        boolean fits(List<Data> elements) {
            if (elements.size() != places.size()) {
                return false;
            }
            for (int at = 0; at < elements.size(); at++) {
                if (!places.get(at).fits(elements.get(at))) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Layout> LAYOUTS = List.of(
            Layout.of("Kaifa", false, "u4:1.7.0"),
            Layout.of("Kaifa", true, KAIFA_ONE),
            Layout.of("Kaifa", true, KAIFA_THREE),
            Layout.of("Kaifa", true, KAIFA_ONE + COUNTERS),
            Layout.of("Kaifa", true, KAIFA_THREE + COUNTERS),
            Layout.of("Iskraemeco", true, ISKRA + POWERS + VOLTAGES + CURRENTS + PHASES),
            Layout.of("Iskraemeco", true, ISKRA + "b:96.3.10 *:96.14.0 " + TARIFFS + "u4:3.8.0 u4:4.8.0"),
            Layout.of("Iskraemeco", true, ISKRA + VOLTAGES + CURRENTS + POWERS),
            Layout.of("Iskraemeco", true, ISKRA + POWERS + "u2:32.7.0/-1 u2:31.7.0/-2 u4:21.7.0 u4:22.7.0"),
            Layout.of(
                    "Iskraemeco",
                    true,
                    ISKRA + "u4:1.8.1 u4:1.8.2 u4:2.8.1 u4:2.8.2 u4:3.8.1 u4:3.8.2 u4:4.8.1 u4:4.8.2"),
            Layout.of("Iskraemeco", true, ISKRA + POWERS + "u2:32.7.0/-1 u4:2.8.1 u4:2.8.2"),
            Layout.of("Iskraemeco", true, "s:42.0.0 u4:1.7.0 u4:2.7.0 " + TARIFFS),
            Layout.of("Iskraemeco", true, ISKRA + "u2:32.7.0/-1 u2:31.7.0/-2 " + POWERS),
            Layout.of("Iskraemeco", true, ISKRA + "u4:1.8.0 u4:2.8.0"),
            Layout.of(
                    "Iskraemeco",
                    false,
                    "* * * " + TARIFFS + "u4:5.8.0 u4:6.8.0 u4:7.8.0 u4:8.8.0 u4:1.7.0 u4:2.7.0 *:13.7.0/-3 " + PHASES
                            + VOLTAGES + CURRENTS + "* * * * * *"),
            Layout.of(
                    "Iskraemeco",
                    false,
                    TARIFFS + "s t:1.0.0 u4:2.7.0 u4:1.7.0 u2:31.7.0/-2 u2:51.7.0/-2 u2:71.7.0/-2 u2:32.7.0/-1 "
                            + "u2:72.7.0/-1"),
            Layout.of("Landis+Gyr", false, METERED + "s:96.1.0"),
            Layout.of("Landis+Gyr", false, METERED + "u2 u2 u2 s:96.1.0"),
            Layout.of("Landis+Gyr", false, "d:96.1.0 " + POWERS + "u4:1.8.0 u4:2.8.0 u4:3.8.0 u4:4.8.0"),
            Layout.of("Landis+Gyr", false, "d:96.1.1 " + CURRENTS + "u2 u2:32.7.0 u2:52.7.0 u2:72.7.0 " + PHASES));

    private PositionalLists() {}

    static Optional<Layout> of(List<Data> elements, Optional<String> maker, Optional<byte[]> systemTitle) {
        Optional<String> whose = maker.or(() ->
                systemTitle.flatMap(title -> Scaling.maker(List.of(new String(title, StandardCharsets.ISO_8859_1)))));
        return LAYOUTS.stream()
                .filter(layout -> layout.fits(elements))
                .filter(layout -> whose.map(layout.maker()::equals).orElse(!layout.marked()))
                .findFirst();
    }
}
