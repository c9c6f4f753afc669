package org.metergate.emulator.meters.building;

import static org.metergate.emulator.meters.building.Day.second;

import java.util.List;
import java.util.Map;

/** What stands in the building, and when it runs. */
final class Inventory {
    /** Electric power of the heat pump in W. */
    static final double HEAT_PUMP = 2_400;

    private static final int SOLAR_STEP = 300;

    private final double solarPeak;

    /** @param solarPeak peak power of the solar panels in W */
    Inventory(double solarPeak) {
        this.solarPeak = solarPeak;
    }

    /** @return everything electric */
    List<Load> loads() {
        return List.of(
                Load.onPhase(1, Inventory::fridge).inductive(0.65).harmonics(Map.of(3, 12.0, 5, 5.0, 7, 2.0)),
                Load.onPhase(1, Inventory::ventilation).inductive(0.78).harmonics(Map.of(3, 4.0, 5, 6.0, 7, 3.0)),
                Load.onPhase(1, day -> lighting(day, "lighting of the offices", 420))
                        .capacitive(0.93)
                        .harmonics(Map.of(3, 35.0, 5, 19.0, 7, 11.0, 9, 8.0, 11, 5.0, 13, 4.0)),
                Load.onPhase(3, day -> lighting(day, "lighting of the stairs", 160))
                        .capacitive(0.93)
                        .harmonics(Map.of(3, 35.0, 5, 19.0, 7, 11.0, 9, 8.0, 11, 5.0, 13, 4.0)),
                Load.onPhase(2, Inventory::computers)
                        .capacitive(0.97)
                        .harmonics(Map.of(3, 22.0, 5, 13.0, 7, 8.0, 9, 5.0, 11, 3.0, 15, 2.0)),
                Load.onPhase(2, Inventory::kitchen),
                Load.onPhase(3, day -> laundry(day, true)),
                Load.onPhase(3, day -> laundry(day, false)).inductive(0.6).harmonics(Map.of(3, 25.0, 5, 10.0, 7, 6.0)),
                Load.onAllPhases(Inventory::heatPump)
                        .inductive(0.85)
                        .harmonics(Map.of(5, 8.0, 7, 5.0, 11, 3.0, 13, 2.0)),
                Load.onAllPhases(Inventory::charging).inductive(0.99).harmonics(Map.of(3, 3.0, 5, 2.5, 7, 1.5)),
                Load.onAllPhases(this::solar).harmonics(Map.of(2, 0.3, 5, 1.5, 7, 1.0, 11, 0.6)));
    }

    /** Draws of water, in m³/h. */
    static Steps water(Day day) {
        Dice dice = day.dice("water");
        Steps flow = new Steps();
        int now = second(dice.between(5.6, 6.6));
        while (now < second(22.8)) {
            boolean shower = now < second(8) && dice.chance(0.25);
            int duration = shower ? dice.between(240, 480) : dice.between(10, 90);
            now = flow.during(now, now + duration, shower ? 0.54 : dice.between(0.12, 0.48));
            now += (int) (dice.between(120, 3_000) * (day.working() ? 1 : 1.6));
        }
        return flow;
    }

    /** The compressor runs a quarter to a third of the time. */
    private static Steps fridge(Day day) {
        Dice dice = day.dice("fridge");
        Steps power = new Steps();
        int now = dice.between(0, 1_500);
        while (now < Steps.DAY) {
            now = power.during(now, now + dice.between(600, 960), dice.between(95, 115));
            now += dice.between(1_500, 2_400);
        }
        return power;
    }

    private static Steps ventilation(Day day) {
        Steps power = new Steps();
        power.from(0, 70);
        power.from(second(6), day.working() ? 180 : 110);
        power.from(second(20), 70);
        return power;
    }

    private static Steps lighting(Day day, String purpose, double most) {
        Dice dice = day.dice(purpose);
        Steps power = new Steps();
        power.from(0, 0.05 * most);
        double busy = day.working() ? 1 : 0.3;
        int now = second(6.2 + dice.between(0, 0.6));
        while (now < second(21)) {
            double dark = Math.min(1, Math.abs(now - second(13)) / (double) second(5)) * (0.5 + 0.5 * day.winter());
            power.from(now, most * busy * (0.15 + 0.85 * dark * dice.between(0.7, 1)));
            now += dice.between(900, 2_700);
        }
        power.from(now, 0.05 * most);
        return power;
    }

    private static Steps computers(Day day) {
        Dice dice = day.dice("computers");
        Steps power = new Steps();
        int now = 0;
        while (now < Steps.DAY) {
            boolean office = day.working() && now > second(7.5) && now < second(18);
            power.from(now, office ? dice.between(620, 980) : dice.between(230, 260));
            now += dice.between(600, 1_500);
        }
        return power;
    }

    private static Steps kitchen(Day day) {
        Dice dice = day.dice("kitchen");
        Steps power = new Steps();
        for (double meal : new double[] {7.0, 11.8, 18.6}) {
            int now = second(meal + dice.between(0, 0.5));
            for (int plates = dice.between(3, 9); plates > 0; plates--) {
                now = power.during(now, now + dice.between(20, 180), dice.between(900, 1_900));
                now += dice.between(15, 120);
            }
        }
        return power;
    }

    /** Heater and motor of the washing machine are two loads with one programme. */
    private static Steps laundry(Day day, boolean heater) {
        Dice dice = day.dice("laundry");
        Steps power = new Steps();
        int start = second(dice.between(9.0, 16.0));
        if (dice.chance(0.4)) {
            return power;
        }
        int heating = dice.between(600, 1_100);
        if (heater) {
            power.during(start + 120, start + 120 + heating, 2_050);
            return power;
        }
        int now = start;
        for (int turn = 0; turn < 40; turn++) {
            now = power.during(now, now + 12, 190) + dice.between(20, 60);
        }
        power.during(now, now + 420, 480);
        return power;
    }

    /** Runs longer the colder it is, in cycles. */
    static Steps heatPump(Day day) {
        Dice dice = day.dice("heat pump");
        Steps power = new Steps();
        double duty = 0.12 + 0.5 * day.winter();
        int now = dice.between(0, 1_800);
        while (now < Steps.DAY) {
            int cycle = dice.between(2_400, 4_200);
            power.during(now, now + (int) (cycle * duty), HEAT_PUMP);
            now += cycle;
        }
        return power;
    }

    private static Steps charging(Day day) {
        Dice dice = day.dice("charging");
        Steps power = new Steps();
        if (dice.chance(day.working() ? 0.7 : 0.2)) {
            int start = second(dice.between(16.5, 19.5));
            int end = start + second(dice.between(0.8, 2.8));
            power.from(start, 11_000);
            power.from(end - 600, 6_400); // the battery is nearly full
            power.from(end, 0);
        }
        return power;
    }

    /** A bell from sunrise to sunset, with clouds passing. */
    private Steps solar(Day day) {
        Dice dice = day.dice("clouds");
        double half = second(8 - 4 * day.winter());
        double season = 1 - 0.55 * day.winter();
        double clear = dice.between(0.35, 1);
        double cover = clear;
        Steps power = new Steps();
        for (int now = 0; now < Steps.DAY; now += SOLAR_STEP) {
            cover = Math.max(0.15, Math.min(1, cover + dice.between(-0.12, 0.12) + 0.1 * (clear - cover)));
            double position = (now + SOLAR_STEP / 2.0 - second(12)) / half;
            double height = Math.abs(position) < 1 ? Math.cos(Math.PI / 2 * position) : 0;
            power.from(now, height == 0 ? 0 : -solarPeak * season * cover * Math.pow(height, 1.2));
        }
        return power;
    }
}
