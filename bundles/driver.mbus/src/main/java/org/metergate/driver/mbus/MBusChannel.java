package org.metergate.driver.mbus;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.metergate.driver.channels.ChannelSetting;
import org.metergate.mbus.MeterAddress;
import org.metergate.settings.Properties;

/**
 * What one channel asks for.
 *
 * @param meter which meter
 * @param record which of its records
 */
record MBusChannel(MeterAddress meter, RecordSelector record) {

    /** The settings of a channel that are wrong. */
    static final class InvalidException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidException(String message) {
            super(message);
        }
    }

    static final List<ChannelSetting> SETTINGS = List.of(
            ChannelSetting.required(
                    "meter",
                    "Meter",
                    "Primary address (5), identification number (12345678, F for any digit), or identification with"
                            + " manufacturer, version and medium (12345678-ELS-33-07)",
                    "1"),
            ChannelSetting.required(
                    "record",
                    "Record",
                    "Quantity, and what differs from its present value (Energy or Volume,storage=1), or place in the"
                            + " answer (#0)",
                    "Energy"));

    static MBusChannel of(Map<String, Object> config) throws InvalidException {
        Properties properties = new Properties(config);
        Optional<MeterAddress> meter = properties.parsed("meter", null, MeterAddress::parse);
        Optional<RecordSelector> record = properties.parsed("record", null, RecordSelector::parse);
        if (meter.isEmpty() || record.isEmpty()) {
            throw new InvalidException(properties.problems().stream()
                    .map(Properties.Problem::toString)
                    .collect(Collectors.joining("; ")));
        }
        return new MBusChannel(meter.get(), record.get());
    }
}
