package org.metergate.driver.mbus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.metergate.driver.channels.ChannelSetting;
import org.metergate.driver.channels.Conversion;
import org.metergate.mbus.Function;
import org.metergate.mbus.MeterAddress;
import org.metergate.settings.Properties;

/**
 * What one channel asks for.
 *
 * @param meter which meter
 * @param kind what it tells
 * @param record which of its records
 * @param conversion into the unit wanted
 */
record MBusChannel(MeterAddress meter, MBusKind kind, RecordSelector record, Conversion conversion) {

    private static final String METER = "meter";
    private static final String RECORD = "record";
    private static final String STORAGE = "storage";
    private static final String TARIFF = "tariff";
    private static final String SUBUNIT = "subunit";
    private static final String FUNCTION = "function";
    private static final String QUALIFIER = "qualifier";

    /** The settings of a channel that are wrong. */
    static final class InvalidException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidException(String message) {
            super(message);
        }
    }

    static final List<ChannelSetting> SETTINGS = settings();

    private static List<ChannelSetting> settings() {
        List<ChannelSetting> settings = new ArrayList<>(List.of(
                ChannelSetting.required(
                        METER,
                        "Meter",
                        "Primary address (5), identification number (12345678, F for any digit), identification with"
                                + " manufacturer, version and medium (12345678-ELS-33-07), or also with fabrication"
                                + " number (12345678-ELS-33-07-00654321)",
                        "1"),
                MBusKind.setting(),
                ChannelSetting.required(
                        RECORD,
                        "Record",
                        "Quantity (Energy), perhaps with what differs from its present value (Volume,storage=1), or"
                                + " place in the answer (#0)",
                        "Energy"),
                ChannelSetting.choice(
                        FUNCTION, "Function", "Which value of the quantity", Function.INSTANTANEOUS, Function::text),
                ChannelSetting.optional(STORAGE, "Storage", "Storage number; 0 is the present value", "0"),
                ChannelSetting.optional(TARIFF, "Tariff", "Tariff; 0 is the total", "0"),
                ChannelSetting.optional(SUBUNIT, "Subunit", "Subunit of the meter", "0"),
                ChannelSetting.optional(
                        QUALIFIER, "Qualifier", "What the record must be marked with, such as L1; empty for any", "")));
        settings.addAll(Conversion.settings());
        return List.copyOf(settings);
    }

    static MBusChannel of(Map<String, Object> config) throws InvalidException {
        Properties properties = new Properties(config);
        Optional<MeterAddress> meter = properties.parsed(METER, null, MeterAddress::parse);
        MBusKind kind = properties.choice(MBusKind.KEY, MBusKind.VALUE);
        String absent = kind == MBusKind.VALUE ? null : "#0";
        Optional<RecordSelector> record =
                properties.parsed(RECORD, absent, RecordSelector::parse).map(selector -> refined(selector, properties));
        Conversion conversion = Conversion.from(properties);
        if (!properties.problems().isEmpty()) {
            throw new InvalidException(properties.problems().stream()
                    .map(Properties.Problem::toString)
                    .collect(Collectors.joining("; ")));
        }
        return new MBusChannel(meter.orElseThrow(), kind, record.orElseThrow(), conversion);
    }

    /** Whether a record was named at all: the quality of the record is meant then, else that of the meter. */
    static boolean namesRecord(Map<String, Object> config) {
        return !new Properties(config).text(RECORD, "").isEmpty();
    }

    /** What stands in a column of its own goes before what the record says of itself. */
    private static RecordSelector refined(RecordSelector selector, Properties properties) {
        if (selector.index() >= 0) {
            return selector;
        }
        int storage = properties.integer(STORAGE, 0, 0, Integer.MAX_VALUE);
        int tariff = properties.integer(TARIFF, 0, 0, Integer.MAX_VALUE);
        int subunit = properties.integer(SUBUNIT, 0, 0, Integer.MAX_VALUE);
        Function function = properties.choice(FUNCTION, Function.INSTANTANEOUS);
        String qualifier = properties.text(QUALIFIER, "");
        return new RecordSelector(
                selector.index(),
                selector.quantity(),
                function == Function.INSTANTANEOUS ? selector.function() : function,
                storage == 0 ? selector.storage() : storage,
                tariff == 0 ? selector.tariff() : tariff,
                subunit == 0 ? selector.subunit() : subunit,
                qualifier.isEmpty() ? selector.qualifier() : qualifier);
    }
}
