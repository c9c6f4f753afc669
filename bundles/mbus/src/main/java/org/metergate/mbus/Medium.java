package org.metergate.mbus;

/**
 * What a device measures, by its code (EN 13757-7, table of device types).
 *
 * @param code 0 to 255
 */
public record Medium(int code) {

    private static final String[] TEXTS = {
        "Other",
        "Oil",
        "Electricity",
        "Gas",
        "Heat: Outlet",
        "Steam",
        "Warm water (30-90°C)",
        "Water",
        "Heat Cost Allocator",
        "Compressed Air",
        "Cooling load meter: Outlet",
        "Cooling load meter: Inlet",
        "Heat: Inlet",
        "Heat / Cooling load meter",
        "Bus/System",
        "Unknown Medium"
    };

    /** @return the usual English name */
    public String text() {
        if (code < TEXTS.length) {
            return TEXTS[code];
        }
        return switch (code) {
            case 0x14 -> "Calorific value";
            case 0x15 -> "Hot water (>=90°C)";
            case 0x16 -> "Cold water";
            case 0x17 -> "Dual water";
            case 0x18 -> "Pressure";
            case 0x19 -> "A/D Converter";
            case 0x1A -> "Smoke detector";
            case 0x1B -> "Ambient sensor";
            case 0x1C -> "Gas detector";
            case 0x20 -> "Breaker: Electricity";
            case 0x21 -> "Valve: Gas or water";
            case 0x25 -> "Customer unit: Display device";
            case 0x28 -> "Waste water";
            case 0x29 -> "Waste";
            case 0x2A -> "CO2";
            case 0x31 -> "Communication controller";
            case 0x32, 0x33, 0x36 -> "Radio converter";
            default -> String.format("Unknown medium (0x%02x)", code);
        };
    }
}
