package org.metergate.driver.optical;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.kura.type.DataType;
import org.metergate.iec62056p21.DataSet;
import org.metergate.iec62056p21.Registers;
import org.metergate.iec62056p21.SmlEntry;
import org.metergate.model.Quality;
import org.metergate.model.Quantity;
import org.metergate.model.Reading;
import org.metergate.model.Unit;
import org.metergate.model.Value;

/** Turns what a meter shows into readings. */
final class Readings {
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+");
    private static final int MOST_ADDRESSES = 40;

    private final OpticalSettings settings;

    /** @param settings of the meter */
    Readings(OpticalSettings settings) {
        this.settings = settings;
    }

    /**
     * Finds the register of a channel.
     *
     * @param shown by the meter
     * @param channel which one, and what of it
     * @param type that the channel has
     * @param time when the registers held
     * @return its value with the time that stands beside it, if one does; or why there is none
     */
    Reading of(Shown shown, OpticalChannel channel, DataType type, Instant time) {
        if (shown instanceof Shown.Sml sml) {
            return sml.find(channel.address())
                    .map(entry -> of(entry, channel, type, time))
                    .orElseGet(() -> absent(sml.addresses(), channel, time));
        }
        return of(((Shown.Text) shown).registers(), channel, type, time);
    }

    /** SML says whether an entry has no value at the moment. */
    private Reading of(SmlEntry entry, OpticalChannel channel, DataType type, Instant time) {
        Instant held = entry.time().map(settings.clock()::ofRow).orElse(time);
        return entry.value()
                .map(value -> Reading.good(fitting(value, type), held))
                .orElseGet(() -> Reading.failed(
                        Quality.REFUSED,
                        settings.name() + ": register " + channel.address() + " has no value now",
                        held));
    }

    /**
     * Finds the register of a channel.
     *
     * @param registers that the meter shows
     * @param channel which one, and what of it
     * @param type that the channel has
     * @param time when the registers held
     * @return its value with the time that stands beside it, if one does; or why there is none
     */
    Reading of(Registers registers, OpticalChannel channel, DataType type, Instant time) {
        Optional<DataSet> set = registers.find(channel.address());
        if (set.isEmpty()) {
            return absent(registers.addresses(), channel, time);
        }
        return of(set.get(), channel, type, time);
    }

    private Reading absent(List<String> shown, OpticalChannel channel, Instant time) {
        String more = shown.size() > MOST_ADDRESSES ? " and more" : "";
        return Reading.failed(
                Quality.REFUSED,
                settings.name() + " shows no register " + channel.address() + "; it shows "
                        + String.join(" ", shown.subList(0, Math.min(MOST_ADDRESSES, shown.size()))) + more,
                time);
    }

    /**
     * Takes the value out of a data set.
     *
     * @param set of the register
     * @param channel what of it
     * @param type that the channel has
     * @param time when it held, unless it says so itself
     * @return the reading
     */
    Reading of(DataSet set, OpticalChannel channel, DataType type, Instant time) {
        if (channel.index() > set.values().size()) {
            return Reading.failed(
                    Quality.REFUSED,
                    settings.name() + ": register " + channel.address() + " has only "
                            + set.values().size() + " pairs of parentheses, not " + channel.index(),
                    time);
        }
        DataSet wanted = channel.index() == 0
                ? set
                : new DataSet(set.address(), List.of(set.values().get(channel.index() - 1)));
        Instant held = Registers.time(set, settings.clock().zone())
                .map(settings.clock()::ofRow)
                .orElse(time);
        return Registers.value(wanted)
                .map(value -> Reading.good(fitting(value, type), held))
                .orElseGet(() -> Reading.failed(
                        Quality.CORRUPT,
                        settings.name() + ": register " + channel.address() + " holds '"
                                + wanted.main().raw() + "', which is no number",
                        time));
    }

    /** Digits without unit and point are a number where a number is wanted: a tariff, a counter of events. */
    private static Value fitting(Value value, DataType type) {
        boolean number = type != DataType.STRING && type != DataType.BYTE_ARRAY;
        return number
                        && value instanceof Value.Text text
                        && NUMBER.matcher(text.text().strip()).matches()
                ? new Value.Measured(new Quantity(new BigDecimal(text.text().strip()), Unit.ONE))
                : value;
    }
}
