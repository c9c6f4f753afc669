package org.metergate.emulator.meters.building;

import java.util.List;

/** Everything that happens on one day. Immutable once made. */
final class DayPlan {
    /** Energy that warms one cubic metre of heating water by one kelvin, in Wh: water at 45 °C, 990 kg/m³, 4.18 kJ/(kg·K). */
    static final double HEAT_CAPACITY = 1_149.5;

    private static final double COEFFICIENT_OF_PERFORMANCE = 3.5;
    private static final double PUMP_FLOW = 1.2;

    private final List<Steps> loads;
    private final Integral active;
    private final Integral reactive;
    private final Integral heat;
    private final Integral heatFlow;
    private final Integral water;
    private final double flowTemperature;

    DayPlan(Day day, List<Load> inventory) {
        loads = inventory.stream().map(load -> load.power().apply(day)).toList();
        double[] ones = new double[loads.size()];
        double[] tangents = new double[loads.size()];
        for (int i = 0; i < ones.length; i++) {
            ones[i] = 1;
            tangents[i] = inventory.get(i).tanPhi();
        }
        active = new Integral(Steps.sum(loads, ones));
        reactive = new Integral(Steps.sum(loads, tangents));
        List<Steps> pump = List.of(Inventory.heatPump(day));
        heat = new Integral(Steps.sum(pump, new double[] {COEFFICIENT_OF_PERFORMANCE}));
        heatFlow = new Integral(Steps.sum(pump, new double[] {PUMP_FLOW / Inventory.HEAT_PUMP}));
        water = new Integral(Inventory.water(day));
        flowTemperature = 32 + 9 * day.winter();
    }

    /**
     * @param second of the day
     * @return power of load number {@code load} in W
     */
    double load(int load, double second) {
        return loads.get(load).at(second);
    }

    /**
     * @param second of the day, 0 to {@link Steps#DAY}
     * @return what was counted since midnight
     */
    Counters countersAt(double second) {
        return new Counters(
                active.positiveUntil(second),
                active.negativeUntil(second),
                reactive.positiveUntil(second),
                reactive.negativeUntil(second),
                heat.positiveUntil(second),
                heatFlow.positiveUntil(second),
                water.positiveUntil(second));
    }

    /** @return power of the heating circuit in W */
    double heatPower(double second) {
        return heat.at(second);
    }

    /** @return flow in the heating circuit in m³/h */
    double heatFlow(double second) {
        return heatFlow.at(second);
    }

    /** @return temperature of the water to the radiators in °C; it cools down to the rooms when the pump rests */
    double flowTemperature(double second) {
        return heatFlow.at(second) > 0 ? flowTemperature : flowTemperature - 8;
    }

    /** @return flow in the water main in m³/h */
    double waterFlow(double second) {
        return water.at(second);
    }
}
