package org.metergate.emulator.meters.building;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.metergate.emulator.meters.Building;

/**
 * The building, live. Loads are constant in power between switching times, so every register is the exact integral of
 * the power shown; the current follows from power and voltage.
 *
 * <p>A pure function of time: what is kept only saves computing. The first question about a day n years after
 * installation sums all days before. Before the installation the counters show zero.
 */
public final class SiteBuilding implements Building {
    private static final double LINE_RESISTANCE = 0.2;

    private final Site site;
    private final List<Load> inventory;
    private final Calendar calendar;
    private final Counters atInstallation;

    /** @param site what makes this building unlike another */
    public SiteBuilding(Site site) {
        this.site = site;
        inventory = new Inventory(site.solarPeak()).loads();
        long day = dayOf(site.installed());
        calendar = new Calendar(site.seed(), inventory, day);
        atInstallation = calendar.countersAt(day, secondOf(site.installed()));
    }

    @Override
    public State at(Instant time) {
        long day = dayOf(time);
        double second = secondOf(time);
        DayPlan plan = calendar.plan(day);
        Counters counted = time.isBefore(site.installed())
                ? Counters.ZERO
                : calendar.countersAt(day, second).minus(atInstallation);
        return new State(
                time,
                phases(plan, time, second),
                frequency(time, second),
                counted.activeImport(),
                counted.activeExport(),
                counted.reactiveImport(),
                counted.reactiveExport(),
                heat(plan, second, counted),
                new Water(counted.water(), plan.waterFlow(second)));
    }

    private List<Phase> phases(DayPlan plan, Instant time, double second) {
        double[] power = inventoryPower(plan, second);
        List<Phase> phases = new ArrayList<>();
        for (int phase = 0; phase < 3; phase++) {
            phases.add(phase(phase, power, time, second));
        }
        return List.copyOf(phases);
    }

    private Phase phase(int phase, double[] power, Instant time, double second) {
        double active = 0;
        double reactive = 0;
        double[] harmonics = new double[Load.HIGHEST_ORDER - 1]; // squares of volt-amperes
        for (int i = 0; i < power.length; i++) {
            Load load = inventory.get(i);
            double p = power[i] * load.share()[phase];
            active += p;
            reactive += p * load.tanPhi();
            for (int h = 0; h < harmonics.length; h++) {
                // harmonics of different loads have no common phase angle, so their squares add up
                harmonics[h] += square(p / load.cosPhi() * load.spectrum()[h]);
            }
        }
        double voltage = voltage(phase, active, time, second);
        double squares = square(active / voltage) + square(reactive / voltage);
        List<Double> currents = new ArrayList<>();
        for (double voltAmperes : harmonics) {
            double current = Math.sqrt(voltAmperes) / voltage;
            currents.add(current);
            squares += square(current);
        }
        return new Phase(voltage, Math.sqrt(squares), active, reactive, List.copyOf(currents));
    }

    private double[] inventoryPower(DayPlan plan, double second) {
        double[] power = new double[inventory.size()];
        for (int i = 0; i < power.length; i++) {
            power[i] = plan.load(i, second);
        }
        return power;
    }

    /** Swings with the day, drops along the line with the load, and trembles from second to second. */
    private double voltage(int phase, double activePower, Instant time, double second) {
        double swing = 0.012 * Math.cos(2 * Math.PI * (second / Steps.DAY - 0.13) + 0.4 * phase);
        double noise = Dice.of(site.seed(), "voltage L" + (phase + 1), time.getEpochSecond())
                .between(-0.4, 0.4);
        double drop = LINE_RESISTANCE * activePower / site.nominalVoltage();
        return site.nominalVoltage() * (1 + swing) + noise - drop;
    }

    private double frequency(Instant time, double second) {
        double noise = Dice.of(site.seed(), "frequency", time.getEpochSecond()).between(-0.006, 0.006);
        return site.nominalFrequency() + 0.02 * Math.sin(2 * Math.PI * second / 1_117) + noise;
    }

    private static Heat heat(DayPlan plan, double second, Counters counted) {
        double power = plan.heatPower(second);
        double flow = plan.heatFlow(second);
        double flowTemperature = plan.flowTemperature(second);
        double difference = flow == 0 ? 0 : power / (DayPlan.HEAT_CAPACITY * flow);
        return new Heat(
                counted.heat(), counted.heatVolume(), power, flow, flowTemperature, flowTemperature - difference);
    }

    private static long dayOf(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), (long) Steps.DAY);
    }

    private static double secondOf(Instant time) {
        return Math.floorMod(time.getEpochSecond(), Steps.DAY) + time.getNano() / 1e9;
    }

    private static double square(double value) {
        return value * value;
    }
}
