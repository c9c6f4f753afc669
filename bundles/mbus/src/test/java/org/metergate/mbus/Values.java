package org.metergate.mbus;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Values that were named by a program which knows the meter's model: compared by value and unit. */
final class Values {

    private record Scale(String unit, double factor) {}

    private static final Map<String, Scale> SCALES = Map.ofEntries(
            Map.entry("kWh", new Scale("Wh", 1000)),
            Map.entry("kW", new Scale("W", 1000)),
            Map.entry("kVARh", new Scale("varh", 1000)),
            Map.entry("kVAh", new Scale("VAh", 1000)),
            Map.entry("kVAR", new Scale("var", 1000)),
            Map.entry("kVA", new Scale("VA", 1000)),
            Map.entry("m3", new Scale("m^3", 1)),
            Map.entry("m3/h", new Scale("m^3/h", 1)),
            Map.entry("C", new Scale("°C", 1)),
            Map.entry("%RH", new Scale("%", 1)),
            Map.entry("h", new Scale("s", 3600)),
            Map.entry("m3*C", new Scale("m^3*°C", 1)),
            Map.entry("hca", new Scale("Units for H.C.A.", 1)),
            Map.entry("year", new Scale("years", 1)));

    private Values() {}

    static boolean near(BigDecimal a, BigDecimal b, double relative, double absolute) {
        double difference = Math.abs(a.doubleValue() - b.doubleValue());
        return difference <= absolute || difference <= relative * Math.abs(a.doubleValue());
    }

    /** The values that no record gives, with a unit and a number; those without a number are not looked for. */
    static List<String> missing(JsonObject expected, List<DataRecord> records) {
        List<String> missing = new ArrayList<>();
        for (JsonElement element : expected.getAsJsonArray("values")) {
            JsonObject value = element.getAsJsonObject();
            if (value.get("value").isJsonNull() || value.get("unit").isJsonNull()) {
                continue;
            }
            String unit = value.get("unit").getAsString();
            BigDecimal number = value.get("value").getAsBigDecimal();
            if (records.stream().noneMatch(r -> reaches(r, unit, number))) {
                missing.add(value.get("name").getAsString() + "=" + number);
            }
        }
        return missing;
    }

    /** How many values are looked for. */
    static int wanted(JsonObject expected) {
        return missing(expected, List.of()).size();
    }

    private static boolean reaches(DataRecord record, String unit, BigDecimal number) {
        if (record.value().isEmpty()) {
            return false;
        }
        double value = record.value().get().doubleValue();
        if (unit.equals("count") || unit.equals("factor") || unit.equals("s")) {
            return near(number, BigDecimal.valueOf(value), 1e-5, 6e-4); // these say little about the unit
        }
        if (unit.equals("kWh") && record.unit().equals("J")) {
            return near(number, BigDecimal.valueOf(value / 3_600_000), 1e-5, 6e-4);
        }
        if (unit.equals("year") && record.unit().equals("months")) {
            return near(number, BigDecimal.valueOf(value / 12), 1e-5, 6e-4);
        }
        if (unit.equals("year") && record.unit().equals("s")) {
            return near(number, BigDecimal.valueOf(value / 86_400 / 365), 1e-4, 6e-4); // as that program does
        }
        Scale scale = SCALES.getOrDefault(unit, new Scale(unit, 1));
        boolean sameUnit = record.unit().equals(scale.unit())
                || unit.equals("C") && record.unit().equals("K")
                || unit.equals("%RH") && record.quantity().equals("%RH");
        return sameUnit && near(number, BigDecimal.valueOf(value / scale.factor()), 1e-5, 6e-4);
    }
}
