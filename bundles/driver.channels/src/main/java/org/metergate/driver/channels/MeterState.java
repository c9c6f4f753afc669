package org.metergate.driver.channels;

import java.time.Instant;
import java.util.Optional;
import org.metergate.model.Quality;
import org.metergate.model.Quantity;
import org.metergate.model.Reading;
import org.metergate.model.Unit;
import org.metergate.model.Value;

/**
 * What a driver knows of one meter besides the values of its registers: how the last attempt to reach it ended, and how
 * its clock goes. Answers the channels of every {@link ChannelKind} but {@link ChannelKind#VALUE}. Any thread may call.
 */
public final class MeterState {
    private final String meter;
    private Diagnosis diagnosis = Diagnosis.NOT_ASKED;
    private Instant time = Instant.EPOCH;
    private Optional<Instant> clock = Optional.empty();

    /** @param meter which one, and on which line, for people */
    public MeterState(String meter) {
        this.meter = meter;
    }

    /**
     * The meter was read.
     *
     * @param gateway when, by the gateway's clock
     * @param shown what the meter's clock showed at that moment; empty if nothing valid
     */
    public void answered(Instant gateway, Optional<Instant> shown) {
        answered(gateway, shown, Diagnosis.WELL);
    }

    /**
     * The meter was read, though not all is as it should be.
     *
     * @param gateway when, by the gateway's clock
     * @param shown what the meter's clock showed at that moment; empty if nothing valid
     * @param remark what is amiss, of quality {@link Quality#GOOD}
     */
    public synchronized void answered(Instant gateway, Optional<Instant> shown, Diagnosis remark) {
        diagnosis = remark;
        time = gateway;
        clock = shown;
    }

    /**
     * The meter could not be read.
     *
     * @param reason why, and what to try
     * @param gateway when, by the gateway's clock
     */
    public synchronized void failed(Diagnosis reason, Instant gateway) {
        diagnosis = reason;
        time = gateway;
        clock = Optional.empty();
    }

    /** @return how the last attempt ended */
    public synchronized Diagnosis diagnosis() {
        return diagnosis;
    }

    /**
     * Answers a channel.
     *
     * @param kind any but {@link ChannelKind#VALUE}
     * @return text for {@link ChannelKind#QUALITY} and {@link ChannelKind#DIAGNOSIS}, which never fail; seconds for
     *     {@link ChannelKind#DRIFT}, a moment for {@link ChannelKind#CLOCK}, failed if the meter gave no time
     */
    public synchronized Reading reading(ChannelKind kind) {
        return switch (kind) {
            case VALUE -> throw new IllegalArgumentException("a value is asked of the meter");
            case QUALITY -> Reading.good(new Value.Text(diagnosis.quality().name()), time);
            case DIAGNOSIS -> Reading.good(new Value.Text(meter + ": " + diagnosis.sentence()), time);
            case DRIFT -> clock.map(shown -> Reading.good(
                            new Value.Measured(new Quantity(MeterClock.drift(shown, time), Unit.SECOND)), time))
                    .orElseGet(this::noClock);
            case CLOCK -> clock.map(shown -> Reading.good(new Value.Moment(shown), time))
                    .orElseGet(this::noClock);
        };
    }

    private Reading noClock() {
        return diagnosis.quality() == Quality.GOOD
                ? Reading.failed(Quality.REFUSED, meter + " shows no time of its clock", time)
                : Reading.failed(diagnosis.quality(), meter + ": " + diagnosis.sentence(), time);
    }
}
