package org.metergate.driver.optical;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.metergate.driver.channels.scan.ProposedChannel;
import org.metergate.iec62056p21.DataSet;
import org.metergate.iec62056p21.Registers;
import org.metergate.model.ObisCode;
import org.metergate.model.Unit;
import org.metergate.model.Value;

/** Makes channels of the data sets that a meter shows. */
final class ProposedChannels {
    private static final int NOT_USED = 255;

    private final Set<String> names = new HashSet<>();

    private ProposedChannels() {}

    /** @return a channel for each data set with an address and a value, and one that tells why there is none */
    static List<ProposedChannel> of(List<DataSet> sets) {
        ProposedChannels proposed = new ProposedChannels();
        List<ProposedChannel> channels = new ArrayList<>();
        Set<String> addresses = new HashSet<>();
        for (DataSet set : sets) {
            if (!set.address().isBlank() && addresses.add(set.address())) {
                Registers.value(set).ifPresent(value -> channels.add(proposed.channel(set, value)));
            }
        }
        channels.add(new ProposedChannel(
                proposed.unique("diagnosis"), "STRING", "", "", Map.of("kind", "DIAGNOSIS"), false));
        return channels;
    }

    private ProposedChannel channel(DataSet set, Value value) {
        Map<String, String> settings = Map.of("address", set.address());
        String name = unique(name(set));
        if (value instanceof Value.Measured measured) {
            Unit unit = measured.quantity().unit();
            boolean usual = unit != Unit.ONE
                    && set.obis().filter(ProposedChannels::isPresent).isPresent();
            return new ProposedChannel(
                    name, "DOUBLE", unit.symbol(), measured.quantity().value().toPlainString(), settings, usual);
        }
        return new ProposedChannel(name, "STRING", "", set.main().raw().strip(), settings, false);
    }

    /** Totals of time integrals, and instantaneous values (IEC 62056-6-1, 5.4), of no billing period. */
    private static boolean isPresent(ObisCode code) {
        boolean whole = code.tariff() == 0 || code.tariff() == NOT_USED;
        return whole && code.billingPeriod() == NOT_USED && (code.processing() == 7 || code.processing() == 8);
    }

    /** The address itself, without what the gateway does not take in a channel's name. */
    private static String name(DataSet set) {
        return set.address().strip().replaceAll("[#/+, ]+", "_");
    }

    private String unique(String name) {
        String free = name;
        for (int number = 2; !names.add(free); number++) {
            free = name + "_" + number;
        }
        return free;
    }
}
