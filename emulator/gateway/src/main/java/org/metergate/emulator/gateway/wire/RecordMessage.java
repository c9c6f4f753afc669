package org.metergate.emulator.gateway.wire;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.message.KuraPayload;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.wire.WireRecord;
import org.slf4j.LoggerFactory;

/**
 * Makes a message of a wire record: metrics and message properties are the record's values as Java objects, the body is
 * set only from the property named in the configuration.
 *
 * @param body name of the property that becomes the body
 * @param withoutBody whether that property is left out of the metrics and properties
 */
record RecordMessage(Optional<String> body, boolean withoutBody) {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(RecordMessage.class);

    static RecordMessage from(Map<String, Object> properties) {
        Object body = properties.get("set.body.from.property");
        return new RecordMessage(
                Optional.of(body instanceof String name ? name : "").filter(name -> !name.isBlank()),
                Boolean.TRUE.equals(properties.get("remove.body.from.metrics")));
    }

    KuraMessage of(WireRecord record, Clock clock) {
        KuraPayload payload = new KuraPayload();
        payload.setTimestamp(Date.from(clock.instant()));
        Map<String, Object> values = new HashMap<>();
        record.getProperties().forEach((name, value) -> values.put(name, value.getValue()));
        body.ifPresent(name -> setBody(payload, name, record.getProperties().get(name)));
        if (withoutBody) {
            body.ifPresent(values::remove);
        }
        values.forEach(payload::addMetric);
        return new KuraMessage(payload, values);
    }

    private static void setBody(KuraPayload payload, String name, TypedValue<?> value) {
        if (value == null) {
            LOG.warn("The \"{}\" property is missing, message body will not be set", name);
        } else if (value.getValue() instanceof String text) {
            payload.setBody(text.getBytes(StandardCharsets.UTF_8));
        } else if (value.getValue() instanceof byte[] bytes) {
            payload.setBody(bytes);
        } else {
            LOG.warn("The type of the body property must be STRING or BYTE_ARRAY");
        }
    }
}
