package org.metergate.driver.dlms;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.metergate.dlms.CosemAttribute;
import org.metergate.dlms.CosemDateTime;
import org.metergate.dlms.Data;
import org.metergate.dlms.DlmsSession;
import org.metergate.driver.channels.MeterClock;
import org.metergate.transport.LineException;
import org.metergate.transport.MalformedFrameException;

/**
 * Sets the meter's clock by the gateway's, if that is wanted, if it is off by more than the tolerance and by no more than
 * the limit, and at most once an hour. Any thread may call.
 */
final class ClockKeeper {
    private static final Duration BETWEEN_TRIES = Duration.ofHours(1);
    private static final int UNSPECIFIED = 0xFF;
    private static final int DAYLIGHT_SAVING = 0x80;

    private final DlmsDriverSettings settings;
    private final PolledMeter meter;
    private final Clock clock;
    private final Audit audit;
    private Optional<Instant> tried = Optional.empty();

    /**
     * @param settings of the meter
     * @param meter whose clock it is
     * @param clock of the gateway
     * @param audit is told what was done
     */
    ClockKeeper(DlmsDriverSettings settings, PolledMeter meter, Clock clock, Audit audit) {
        this.settings = settings;
        this.meter = meter;
        this.clock = clock;
        this.audit = audit;
    }

    /**
     * Looks at the meter's clock.
     *
     * @param shown by the meter
     * @param at when, by the gateway's clock
     */
    void look(CosemDateTime shown, Instant at) {
        BigDecimal drift = MeterClock.drift(shown.instant(settings.clock().zone()), at);
        boolean corrects = settings.setting().corrects(drift);
        if (!corrects && !settings.setting().isBeyond(drift) || !mayTry(at)) {
            return;
        }
        String what = "clock is " + drift + " s ahead of the gateway's";
        audit.done("clock.set", what, corrects ? set(shown) : "not set, that is more than clock.limit");
    }

    private synchronized boolean mayTry(Instant now) {
        boolean early =
                tried.map(last -> now.isBefore(last.plus(BETWEEN_TRIES))).orElse(false);
        if (!early) {
            tried = Optional.of(now);
        }
        return !early;
    }

    private String set(CosemDateTime shown) {
        CosemDateTime wanted = at(clock.instant(), shown);
        try {
            DlmsSession.Written written =
                    meter.session().write(Map.of(CosemAttribute.CLOCK, Data.octets(wanted.encode())));
            return written.refusal()
                    .map(refusal -> "not set, " + refusal.reason())
                    .orElseGet(() -> "set to " + wanted + ", the meter says "
                            + written.results().get(0).words());
        } catch (LineException | MalformedFrameException e) {
            return "not known whether set: " + e.getMessage();
        }
    }

    /** The meter is told the time as it tells it itself: with its deviation and its daylight saving. */
    private CosemDateTime at(Instant now, CosemDateTime shown) {
        ZoneOffset offset = shown.deviation().isPresent()
                ? ZoneOffset.ofTotalSeconds(-shown.deviation().getAsInt() * 60)
                : settings.clock().zone().getRules().getOffset(now);
        int status = shown.status() == UNSPECIFIED ? UNSPECIFIED : shown.status() & DAYLIGHT_SAVING;
        LocalDateTime local = LocalDateTime.ofInstant(now.truncatedTo(ChronoUnit.SECONDS), offset);
        return new CosemDateTime(local, shown.deviation(), status);
    }
}
