package org.metergate.driver.mbus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.metergate.driver.channels.LineChoice;
import org.metergate.driver.channels.MeterClock;
import org.metergate.driver.channels.StoredPassword;
import org.metergate.mbus.MeterAddress;
import org.metergate.mbus.Timing;
import org.metergate.mbus.wireless.LinkMode;
import org.metergate.settings.Properties;
import org.metergate.transport.SerialSettings;
import org.metergate.transport.SerialSettings.Parity;

/**
 * The settings of the driver.
 *
 * @param line the bus, or the receiver
 * @param serial speed and format
 * @param timing waits and retries
 * @param patience longest wait for the line
 * @param clock what the meters' clocks are worth
 * @param source what is at the line
 * @param mode what a receiver listens to
 * @param silence longest time without a telegram before a receiver counts as hung; also how long its values hold
 * @param meters what is said of single meters
 * @param keyRing keys of meters without a slot, as the gateway stores them
 */
record MBusSettings(
        LineChoice line,
        SerialSettings serial,
        Timing timing,
        Duration patience,
        MeterClock clock,
        Source source,
        LinkMode mode,
        Duration silence,
        List<MeterNote> meters,
        StoredPassword keyRing) {

    /** How many meters have a slot. */
    static final int SLOTS = 16;

    /** Reads the properties; problems are noted in them, and the settings are empty if there are any. */
    static Optional<MBusSettings> from(Properties properties) {
        Optional<LineChoice> line = LineChoice.from(properties);
        Source source = properties.choice("source", Source.WIRED);
        int baud = properties.integer("baud", 2400, 300, source == Source.WIRED ? 38_400 : 921_600);
        Parity parity = properties.choice("parity", Parity.EVEN);
        int margin = properties.integer("answer.margin", 250, 0, 10_000);
        int retries = properties.integer("retries", 2, 0, 10);
        int patience = properties.integer("patience", 10_000, 0, 600_000);
        MeterClock clock = MeterClock.from(properties);
        LinkMode mode = properties.choice("link.mode", LinkMode.C_AND_T);
        int silence = properties.integer("silence", 3600, 10, 604_800);
        List<MeterNote> meters = meters(properties);
        StoredPassword ring = new StoredPassword(properties.text("keys", ""));
        if (!properties.problems().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new MBusSettings(
                line.orElseThrow(),
                new SerialSettings(baud, 8, parity, 1),
                new Timing(Math.min(baud, 38_400), Duration.ofMillis(margin), retries),
                Duration.ofMillis(patience),
                clock,
                source,
                mode,
                Duration.ofSeconds(silence),
                meters,
                ring));
    }

    private static List<MeterNote> meters(Properties properties) {
        List<MeterNote> notes = new ArrayList<>();
        for (int slot = 1; slot <= SLOTS; slot++) {
            StoredPassword key = new StoredPassword(properties.text("key." + slot, ""));
            int budget = properties.integer("budget." + slot, 0, 0, 86_400);
            if (!properties.text("meter." + slot, "").isEmpty()) {
                properties
                        .parsed("meter." + slot, null, MeterAddress::parse)
                        .ifPresent(meter -> notes.add(new MeterNote(meter, key, budget)));
            } else if (!key.isEmpty() || budget > 0) {
                properties.note(
                        "meter." + slot,
                        "is empty; expected the meter that key." + slot + " or budget." + slot
                                + " is for, such as 12345678-ELS-33-07");
            }
        }
        return List.copyOf(notes);
    }

    /**
     * @param called the address that a channel calls
     * @return the note with the read budget of that meter, by whichever of its addresses it is called; empty if it has none
     */
    Optional<MeterNote> budget(MeterAddress called) {
        return meters.stream()
                .filter(note -> note.budget() > 0 && note.concerns(called))
                .findFirst();
    }
}
