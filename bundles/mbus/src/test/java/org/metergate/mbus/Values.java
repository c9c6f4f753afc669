package org.metergate.mbus;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    private static boolean reaches(DataRecord record, String unit, BigDecimal number) {
        if (record.value().isEmpty()) {
            return false;
        }
        Scale scale = SCALES.getOrDefault(unit, new Scale(unit, 1));
        Set<String> units =
                switch (unit) {
                    case "C" -> Set.of("°C", "K");
                    case "count", "factor", "s" -> Set.of("", "s", record.unit());
                    default -> Set.of(scale.unit());
                };
        BigDecimal value = BigDecimal.valueOf(record.value().get().doubleValue() / scale.factor());
        return units.contains(record.unit()) && near(number, value, 1e-5, 6e-4);
    }
}
