package org.metergate.wire.analysis.energy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.metergate.analysis.energy.Consumption;
import org.metergate.analysis.energy.Demand;
import org.metergate.analysis.energy.EnergyCounter;
import org.metergate.analysis.energy.TariffSchedule.Split;

/** One counter of one meter, and all that is remembered of it. */
final class Track {
    private final EnergyCounter counter;
    private Demand demand;
    private double peak;
    private double offPeak;
    private Optional<Demand.Block> lastBlock = Optional.empty();

    Track(EnergySettings settings) {
        counter = new EnergyCounter(settings.rules());
        demand = new Demand(settings.block(), settings.schedule().zone());
    }

    /** Takes other settings; only blocks of another length begin anew. */
    void apply(EnergySettings settings) {
        counter.setRules(settings.rules());
        demand.setZone(settings.schedule().zone());
        if (!demand.length().equals(settings.block())) {
            demand = new Demand(settings.block(), settings.schedule().zone());
            lastBlock = Optional.empty();
        }
    }

    EnergyCounter.Step read(Instant time, double value, EnergySettings settings) {
        EnergyCounter.Step step = counter.read(time, value);
        for (Consumption each : step.consumptions()) {
            if (each.kind().isKnown()) {
                Split split = settings.schedule().split(each);
                peak += split.peak();
                offPeak += split.offPeak();
            }
            List<Demand.Block> ended = demand.add(each);
            lastBlock = ended.isEmpty() ? lastBlock : Optional.of(ended.get(ended.size() - 1));
        }
        return step;
    }

    /** @return time of the last reading counted; empty before the first */
    Optional<Instant> lastTime() {
        return counter.lastTime();
    }

    double total() {
        return counter.total();
    }

    double peak() {
        return peak;
    }

    double offPeak() {
        return offPeak;
    }

    Demand demand() {
        return demand;
    }

    /** @return the last block that ended since the start */
    Optional<Demand.Block> lastBlock() {
        return lastBlock;
    }

    /** @return three lines' worth of state, with tabs between */
    String save() {
        return counter.save() + "\t" + peak + " " + offPeak + "\t" + demand.save();
    }

    /** @throws IllegalArgumentException if it is no state */
    void restore(String state) {
        String[] parts = state.split("\t", -1);
        String[] tariffs = parts.length == 3 ? parts[1].split(" ", -1) : new String[0];
        if (tariffs.length != 2) {
            throw new IllegalArgumentException("no state of a counter");
        }
        peak = Double.parseDouble(tariffs[0]);
        offPeak = Double.parseDouble(tariffs[1]);
        demand.restore(parts[2]);
        counter.restore(parts[0]);
    }
}
