package org.metergate.driver.mbus;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.metergate.driver.channels.scan.ProposedChannel;
import org.metergate.mbus.Content;
import org.metergate.mbus.DataRecord;
import org.metergate.mbus.Function;
import org.metergate.mbus.MeterAddress;
import org.metergate.model.Quantity;
import org.metergate.model.Unit;

/** Makes channels of the records that a meter answered with. */
public final class ProposedChannels {

    private final MeterAddress meter;
    private final List<DataRecord> records;
    private final Set<String> names = new HashSet<>();

    private ProposedChannels(MeterAddress meter, List<DataRecord> records) {
        this.meter = meter;
        this.records = records;
    }

    /**
     * @param meter as the channels name it
     * @param records of its answer
     * @return a channel for each record that has a value, and one that tells why there is none
     */
    public static List<ProposedChannel> of(MeterAddress meter, List<DataRecord> records) {
        return new ProposedChannels(meter, records).all();
    }

    private List<ProposedChannel> all() {
        List<ProposedChannel> channels = new ArrayList<>();
        for (DataRecord record : records) {
            proposed(record).ifPresent(channels::add);
        }
        channels.add(new ProposedChannel(
                unique("diagnosis"), "STRING", "", "", Map.of("meter", meter.toString(), "kind", "DIAGNOSIS"), false));
        return channels;
    }

    private Optional<ProposedChannel> proposed(DataRecord record) {
        Optional<Quantity> number =
                record.value().map(value -> record.measured().orElseGet(() -> new Quantity(value, Unit.ONE)));
        if (number.isPresent()) {
            boolean present =
                    record.storage() == 0 && record.tariff() == 0 && record.function() == Function.INSTANTANEOUS;
            boolean usual = present
                    && record.subunit() == 0
                    && number.get().unit() != Unit.ONE
                    && number.get().unit() != Unit.SECOND;
            return Optional.of(channel(
                    record,
                    "DOUBLE",
                    number.get().unit().symbol(),
                    number.get().value().toPlainString(),
                    usual));
        }
        boolean empty = record.content() instanceof Content.Invalid
                || record.content() instanceof Content.Nothing
                || record.content() instanceof Content.Raw;
        return empty ? Optional.empty() : Optional.of(channel(record, "STRING", "", record.valueText(), false));
    }

    private ProposedChannel channel(DataRecord record, String type, String unit, String value, boolean usual) {
        String selector = selector(record);
        Map<String, String> settings = Map.of("meter", meter.toString(), "record", selector);
        return new ProposedChannel(unique(name(record)), type, unit, value, settings, usual);
    }

    /** By name where the name finds this very record again, else by its place. */
    private String selector(DataRecord record) {
        String qualifier = record.meaning().qualifiers().stream().findFirst().orElse("");
        RecordSelector named = new RecordSelector(
                -1,
                record.quantity(),
                record.function(),
                record.storage(),
                record.tariff(),
                record.subunit(),
                qualifier);
        boolean found = !record.quantity().contains(",")
                && !record.quantity().contains("=")
                && !record.quantity().startsWith("#")
                && !record.quantity().isBlank()
                && !qualifier.contains(",")
                && named.pick(records).filter(record::equals).isPresent();
        return found ? named.toString() : "#" + record.index();
    }

    private static String name(DataRecord record) {
        StringBuilder name = new StringBuilder(record.quantity());
        record.meaning().qualifiers().forEach(one -> name.append(' ').append(one));
        if (record.function() != Function.INSTANTANEOUS) {
            name.append(' ').append(record.function().name());
        }
        name.append(record.storage() == 0 ? "" : " storage " + record.storage());
        name.append(record.tariff() == 0 ? "" : " tariff " + record.tariff());
        name.append(record.subunit() == 0 ? "" : " subunit " + record.subunit());
        String plain = name.toString()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_|_$", "");
        return plain.isEmpty() ? "record_" + record.index() : plain;
    }

    private String unique(String name) {
        String free = name;
        for (int number = 2; !names.add(free); number++) {
            free = name + "_" + number;
        }
        return free;
    }
}
