package org.metergate.emulator.meters.mbus;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A bus of 32 meters of ten kinds, as a large house collects them over the years: heat, water, meters of the fixed
 * structure, load profiles of up to ten telegrams, encrypted ones, electricity, gas, heat cost allocators on batteries,
 * slow sensors, and pulse adapters. Twenty have a primary address, the others were left at 0; some identifications hold
 * hexadecimal digits, F among them; two share their identification, and two their whole secondary address, so that only
 * the fabrication number parts them.
 */
public final class ThirtyTwoMeters {

    /** What a slow sensor takes: as long as a slave may at 2400 baud, but a millisecond; and the wire has 20 already. */
    private static final Duration SLOW =
            Duration.ofNanos(330_000_000_000L / 2400).plusMillis(50 - 20 - 1);

    private static final int HEAT = 0x04;
    private static final int WATER = 0x07;
    private static final int ELECTRICITY = 0x02;
    private static final int GAS = 0x03;
    private static final int COST_ALLOCATOR = 0x08;
    private static final int ROOM_SENSOR = 0x1B;
    private static final int ADAPTER = 0x0F;

    /**
     * A meter on the bus.
     *
     * @param kind one word
     * @param primary its primary address; 0 for none
     * @param address how it can be called alone: its primary address, or its secondary one as people write it
     * @param secondary its secondary address as a scan should find it
     * @param key in hexadecimal; empty if it does not encrypt
     * @param meter what it holds
     * @param values of its records by their place in the readout, at a time, in the unit without prefix
     */
    public record Fitted(
            String kind,
            int primary,
            String address,
            String secondary,
            String key,
            Registers meter,
            java.util.function.Function<Instant, Map<Integer, BigDecimal>> values) {}

    private final Clock clock;
    private final List<Fitted> fitted = new ArrayList<>();

    /** @param clock of all the meters, which are set to UTC */
    public ThirtyTwoMeters(Clock clock) {
        this.clock = clock;
        for (int i = 1; i <= 4; i++) {
            listed("heat", i, "1000000" + i, "MTG", 1, HEAT, heat(i));
        }
        for (int i = 5; i <= 8; i++) {
            listed("water", i, "2000000" + i, "MTG", 2, WATER, water(i));
        }
        fixed(9, "30000009");
        fixed(10, "30000010");
        profile(11, "40000011", 100, 10);
        profile(12, "40000012", 30, 3);
        encrypted(13, "50000013");
        encrypted(14, "50000014");
        encrypted(0, "50000015");
        for (int i = 15; i <= 18; i++) {
            listed("electricity", i, "600000" + i, "EMU", 16, ELECTRICITY, electricity(i));
        }
        listed("gas", 19, "70000019", "ELS", 3, GAS, gas(19));
        listed("gas", 0, "7A0B00C1", "ELS", 3, GAS, gas(20));
        listed("gas", 0, "7A0B00C2", "ELS", 3, GAS, gas(21));
        battery("80000022");
        battery("80000023");
        battery("1E2D3C4B");
        battery("5F000026");
        slow(20, "90000027");
        slow(0, "90000028");
        // one identification, two media
        listed("pulse", 0, "88888888", "REL", 64, WATER, pulse(29));
        listed("pulse", 0, "88888888", "REL", 64, GAS, pulse(30));
        // one secondary address, two fabrication numbers
        numbered("77777777", 31_000_031);
        numbered("77777777", 32_000_032);
    }

    /** @return the meters, in the order of the bus */
    public List<Fitted> meters() {
        return List.copyOf(fitted);
    }

    /** @return a bus with all of them on it, which hear every speed */
    public MBusBus bus() {
        MBusBus bus = new MBusBus();
        fitted.forEach(one -> bus.with(one.primary(), one.meter()));
        return bus;
    }

    private ListedMeter listed(
            String kind, int primary, String id, String maker, int version, int medium, List<Register> registers) {
        return listed(kind, primary, id, maker, version, medium, registers, "", "");
    }

    private ListedMeter listed(
            String kind,
            int primary,
            String id,
            String maker,
            int version,
            int medium,
            List<Register> registers,
            String key,
            String number) {
        ListedMeter meter = new ListedMeter(clock, id, maker, version, medium, registers);
        String secondary = String.format("%s-%s-%02X-%02X%s", id, maker, version, medium, number);
        String address = primary > 0 ? Integer.toString(primary) : secondary;
        fitted.add(new Fitted(kind, primary, address, secondary, key, meter, time -> {
            Map<Integer, BigDecimal> values = new java.util.LinkedHashMap<>();
            for (int i = 0; i < registers.size(); i++) {
                values.put(2 + i, registers.get(i).at(time));
            }
            return values;
        }));
        return meter;
    }

    private void fixed(int primary, String id) {
        long first = 4_711_000 + primary;
        long second = 815;
        // medium heat; first counter kWh (05), second m³ times 1 (2C)
        FixedMeter meter = new FixedMeter(id, "052C", first, second);
        Map<Integer, BigDecimal> values = Map.of(0, BigDecimal.valueOf(first * 1000), 1, BigDecimal.valueOf(second));
        fitted.add(new Fitted("fixed", primary, Integer.toString(primary), id, "", meter, time -> values));
    }

    private void profile(int primary, String id, int entries, int telegrams) {
        List<Register> registers = new ArrayList<>();
        for (int storage = 1; storage <= entries; storage++) {
            registers.add(Register.fixed(storageDif(storage), "03", "1", 1_000_000L - 731L * storage));
        }
        listed("profile", primary, id, "EMU", 17, ELECTRICITY, registers).inTelegrams(telegrams);
    }

    /** DIF with four bytes of integer, and DIFEs: the storage number's lowest bit is in the DIF, four more in each DIFE. */
    private static String storageDif(int storage) {
        StringBuilder dif = new StringBuilder();
        int rest = storage >> 1;
        int head = 0x04 | (storage & 1) << 6 | (rest > 0 ? 0x80 : 0);
        dif.append(String.format("%02X", head));
        while (rest > 0) {
            int more = rest >> 4 > 0 ? 0x80 : 0;
            dif.append(String.format("%02X", rest & 0x0F | more));
            rest >>= 4;
        }
        return dif.toString();
    }

    private void encrypted(int primary, String id) {
        String key = "00112233445566778899AABB" + id;
        listed("encrypted", primary, id, "KAM", 48, HEAT, heat(primary + 40), key, "")
                .encryptedWith(java.util.HexFormat.of().parseHex(key));
    }

    private void battery(String id) {
        List<Register> registers = List.of(
                Register.counter("02", "6E", "1", 1200, 0),
                Register.fixed("42", "6E", "1", 998),
                Register.moving("02", "59", "0.01", 4150, 900),
                Register.moving("02", "65", "0.01", 2105, 150));
        listed("battery", 0, id, "QDS", 52, COST_ALLOCATOR, registers).withStatus(0x04);
    }

    private void slow(int primary, String id) {
        List<Register> registers =
                List.of(Register.moving("02", "65", "0.01", 2230, 120), Register.moving("02", "FB1A", "0.1", 470, 200));
        listed("slow", primary, id, "ELV", 21, ROOM_SENSOR, registers).reactingAfter(SLOW);
    }

    private void numbered(String id, int number) {
        listed("pulse", 0, id, "REL", 65, ADAPTER, pulse(number % 100), "", "-" + number)
                .withFabricationNumber(number);
    }

    private static List<Register> heat(int n) {
        return List.of(
                Register.counter("04", "06", "1000", 45_000L + n, 9),
                Register.counter("0C", "14", "0.01", 123_456L + n, 70),
                Register.moving("0B", "2D", "100", 153L + n, 40),
                Register.moving("0B", "3B", "0.001", 1200L + n, 300),
                Register.moving("0A", "5A", "0.1", 655, 45),
                Register.moving("0A", "5E", "0.1", 411, 30),
                Register.moving("02", "61", "0.01", 2440, 1300),
                Register.fixed("44", "06", "1000", 40_000L + n),
                Register.fixed("8410", "06", "1000", 17L + n));
    }

    private static List<Register> water(int n) {
        return List.of(
                Register.counter("0C", "13", "0.001", 765_432L + n, 180),
                Register.moving("02", "3B", "0.001", 180, 150),
                Register.fixed("4C", "13", "0.001", 700_001L + n),
                Register.fixed("4C", "933C", "0.001", 12));
    }

    private static List<Register> electricity(int n) {
        return List.of(
                Register.counter("8E10", "03", "1", 98_765_432L + n, 2300),
                Register.counter("8E20", "03", "1", 12_345_678L + n, 900),
                Register.counter("8E80" + "40", "833C", "1", 4_321L + n, 10),
                Register.moving("04", "2B", "1", 2300, 4000),
                Register.moving("02", "FDC8FC01", "0.1", 2305, 25),
                Register.moving("02", "FDC8FC02", "0.1", 2298, 25),
                Register.moving("02", "FDC8FC03", "0.1", 2311, 25),
                Register.moving("03", "FDD9FC01", "0.001", 5_120, 3000),
                Register.counter("06", "00", "0.001", 98_765_432_100L + n, 2_300_000));
    }

    private static List<Register> gas(int n) {
        return List.of(
                Register.counter("0C", "14", "0.01", 345_678L + n, 22),
                Register.fixed("4C", "14", "0.01", 333_333L + n),
                Register.moving("0A", "3C", "0.01", 122, 60));
    }

    private static List<Register> pulse(int n) {
        return List.of(
                Register.counter("0C", "13", "0.001", 1_000L * n, 36), Register.fixed("4C", "13", "0.001", 900L * n));
    }

    /** @return the meter of a kind that comes first */
    Optional<Fitted> first(String kind) {
        return fitted.stream().filter(one -> one.kind().equals(kind)).findFirst();
    }
}
