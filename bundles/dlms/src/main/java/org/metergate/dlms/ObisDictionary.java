package org.metergate.dlms;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.metergate.model.ObisCode;
import org.metergate.model.Unit;

/**
 * Names for the objects that electricity meters share (IEC 62056-6-1, value groups C, D and E of medium 1, and the
 * abstract objects of medium 0). A name stands for the groups C.D.E: {@code active_power_import} is 1.7.0 in every
 * channel.
 */
public final class ObisDictionary {
    private static final Map<String, String> NAMES = new LinkedHashMap<>();
    private static final Map<String, ObisCode> CODES = new HashMap<>();

    static {
        String[] sums = {"active", "active", "reactive", "reactive"};
        String[] ways = {"import", "export", "import", "export"};
        for (int index = 0; index < 4; index++) {
            for (int phase = 0; phase <= 3; phase++) {
                int c = index + 1 + 20 * phase;
                String of = phase == 0 ? "" : "_l" + phase;
                name(c + ".7.0", sums[index] + "_power_" + ways[index] + of);
                name(c + ".8.0", sums[index] + "_power_" + ways[index] + "_total" + of);
                name(c + ".6.0", sums[index] + "_demand_" + ways[index] + "_max" + of);
                name(c + ".4.0", sums[index] + "_demand_" + ways[index] + of);
                for (int tariff = 1; tariff <= 8; tariff++) {
                    name(c + ".8." + tariff, sums[index] + "_power_" + ways[index] + "_total" + of + "_t" + tariff);
                    name(c + ".6." + tariff, sums[index] + "_demand_" + ways[index] + "_max" + of + "_t" + tariff);
                }
            }
        }
        for (int quadrant = 1; quadrant <= 4; quadrant++) {
            name((quadrant + 4) + ".7.0", "reactive_power_q" + quadrant);
            name((quadrant + 4) + ".8.0", "reactive_power_q" + quadrant + "_total");
        }
        for (int phase = 0; phase <= 3; phase++) {
            String of = phase == 0 ? "" : "_l" + phase;
            name(9 + 20 * phase + ".7.0", "apparent_power_import" + of);
            name(10 + 20 * phase + ".7.0", "apparent_power_export" + of);
            name(9 + 20 * phase + ".8.0", "apparent_power_import_total" + of);
            name(10 + 20 * phase + ".8.0", "apparent_power_export_total" + of);
            name(11 + 20 * phase + ".7.0", "current" + of);
            name(12 + 20 * phase + ".7.0", "voltage" + of);
            name(13 + 20 * phase + ".7.0", "power_factor" + of);
            name(14 + 20 * phase + ".7.0", "frequency" + of);
            name(15 + 20 * phase + ".7.0", "active_power_absolute" + of);
            name(15 + 20 * phase + ".8.0", "active_power_absolute_total" + of);
            name(16 + 20 * phase + ".7.0", "active_power_net" + of);
            name(16 + 20 * phase + ".8.0", "active_power_net_total" + of);
        }
        name("91.7.0", "current_neutral");
        name("131.7.0", "reactive_power_net");
        name("99.1.0", "load_profile_1");
        name("99.2.0", "load_profile_2");
        name("98.1.0", "billing_profile");
        name("99.98.0", "event_log");
        name("0.2.129", "list_ver_id");
        name("0.2.0", "firmware_version");
        name("96.1.0", "meter_id"); // before the other: nearly every meter has this one
        name("0.0.5", "meter_id");
        name("96.1.1", "meter_type");
        name("96.1.7", "meter_type");
        name("1.0.0", "meter_datetime");
        name("42.0.0", "logical_device_name");
        name("96.3.10", "disconnect_control");
        name("96.14.0", "active_tariff");
        name("17.0.0", "limiter");
        name("25.9.0", "push_setup");
        name("43.1.0", "invocation_counter");
        name("97.97.0", "error_register");
    }

    private ObisDictionary() {}

    private static void name(String groups, String name) {
        NAMES.putIfAbsent(groups, name);
        boolean abstractObject = List.of("0.2.0", "96.1.0", "96.1.1", "1.0.0", "42.0.0", "96.3.10", "96.14.0")
                        .contains(groups)
                || List.of("17.0.0", "25.9.0", "43.1.0", "97.97.0").contains(groups);
        CODES.putIfAbsent(name, ObisCode.parse((abstractObject ? "0-0:" : "1-0:") + groups + "*255"));
    }

    /**
     * @param object a logical name
     * @return its name; the groups C.D.E in digits if it has none
     */
    public static String name(ObisCode object) {
        String groups = object.quantity() + "." + object.processing() + "." + object.tariff();
        return NAMES.getOrDefault(groups, groups);
    }

    /**
     * @param name a name of this dictionary, in any case
     * @return the logical name it stands for, in channel 0 of the meter; empty if there is no such name
     */
    public static Optional<ObisCode> code(String name) {
        return Optional.ofNullable(CODES.get(name.strip().toLowerCase(Locale.ROOT)));
    }

    /** @return every name, in the order of the table */
    public static List<String> names() {
        return List.copyOf(new LinkedHashSet<>(NAMES.values()));
    }

    /**
     * The unit that value group C and D ask for, for a register that came without its unit.
     *
     * @param object a logical name
     * @return W, var, VA and their hours, V, A, Hz; empty if the code tells no unit
     */
    static Optional<Unit> unit(ObisCode object) {
        if (object.medium() != 1) {
            return Optional.empty();
        }
        boolean energy = object.processing() == 8 || object.processing() == 9 || object.processing() == 29;
        int c = object.quantity() > 20 && object.quantity() <= 80
                ? (object.quantity() - 1) % 20 + 1
                : object.quantity();
        return switch (c) {
            case 1, 2, 15, 16, 17, 18, 19, 20 -> Optional.of(energy ? Unit.WATT_HOUR : Unit.WATT);
            case 3, 4, 5, 6, 7, 8, 131 -> Optional.of(energy ? Unit.VAR_HOUR : Unit.VAR);
            case 9, 10 -> Optional.of(energy ? Unit.VOLT_AMPERE_HOUR : Unit.VOLT_AMPERE);
            case 11, 91 -> energy ? Optional.empty() : Optional.of(Unit.AMPERE);
            case 12 -> energy ? Optional.empty() : Optional.of(Unit.VOLT);
            case 14 -> energy ? Optional.empty() : Optional.of(Unit.HERTZ);
            default -> Optional.empty();
        };
    }
}
