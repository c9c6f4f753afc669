package org.metergate.emulator.meters.optical;

import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.Station;
import org.metergate.settings.Properties;

/**
 * What is at the end of one pair of wires: a meter, or several that differ in nothing but their address.
 *
 * @param meter the first one
 * @param others device addresses of the others
 */
public record OpticalLine(OpticalSettings meter, List<String> others) {
    /** Two meters that are called at once are out of step by some characters. */
    private static final int LATER = 16 * 33;

    /** Keeps its own copy. */
    public OpticalLine {
        others = List.copyOf(others);
    }

    /**
     * Reads the settings of a component; problems are noted in the properties.
     *
     * @param properties with the keys that the README names
     * @param port its port and wire
     * @return the line
     */
    public static OpticalLine from(Properties properties, PortSettings port) {
        OpticalSettings meter = OpticalSettings.from(properties, port);
        List<String> others = Stream.of(properties.text("other.addresses", "").split("[, ]+"))
                .filter(address -> !address.isEmpty())
                .toList();
        for (String address : others) {
            if (!address.matches("[0-9A-Za-z]{1,32}")) {
                properties.note("other.addresses", "'" + address + "' is no device address");
                return new OpticalLine(meter, List.of());
            }
        }
        return new OpticalLine(meter, others);
    }

    /** @return for people, {@code IEC 62056-21 mode C} */
    public String protocol() {
        return "IEC 62056-21 mode " + meter.traits().mode();
    }

    /**
     * @param building what the meters measure
     * @param clock the true time
     * @return the meters
     */
    public Station station(Building building, Clock clock) {
        if (others.isEmpty()) {
            return new OpticalMeter(meter, building, clock);
        }
        List<OpticalMeter> meters = Stream.concat(Stream.of(meter.deviceAddress()), others.stream())
                .map(address -> new OpticalMeter(meter.at(address), building, clock))
                .toList();
        return new OpticalBus(meters, LATER);
    }
}
