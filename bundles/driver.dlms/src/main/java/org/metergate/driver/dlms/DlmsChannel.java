package org.metergate.driver.dlms;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.metergate.dlms.CosemAttribute;
import org.metergate.driver.channels.ChannelSetting;
import org.metergate.model.ObisCode;
import org.metergate.settings.Properties;

/** What one channel asks for. */
final class DlmsChannel {

    /** The settings of a channel that are wrong. */
    static final class InvalidException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidException(String message) {
            super(message);
        }
    }

    static final List<ChannelSetting> SETTINGS = List.of(
            ChannelSetting.required(
                    "object", "Object", "OBIS code of the object, such as 1-0:1.8.0*255 or 1.8.0", "1-0:1.8.0*255"),
            ChannelSetting.optional(
                    "class", "Class", "Interface class: 1 data, 3 register, 4 extended register, 8 clock", "3"),
            ChannelSetting.optional("attribute", "Attribute", "Attribute of the object; 2 is the value", "2"));

    private DlmsChannel() {}

    static CosemAttribute of(Map<String, Object> config) throws InvalidException {
        Properties properties = new Properties(config);
        Optional<ObisCode> object = properties.parsed("object", null, ObisCode::parse);
        int classId = properties.integer("class", 3, 0, 0xFFFF);
        int attribute = properties.integer("attribute", 2, 1, 127);
        if (object.isEmpty() || !properties.problems().isEmpty()) {
            throw new InvalidException(properties.problems().stream()
                    .map(Properties.Problem::toString)
                    .collect(Collectors.joining("; ")));
        }
        return new CosemAttribute(classId, object.get(), attribute);
    }
}
