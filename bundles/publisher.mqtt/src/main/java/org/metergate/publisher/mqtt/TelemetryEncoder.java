package org.metergate.publisher.mqtt;

import java.util.Base64;
import java.util.Date;
import org.eclipse.kura.message.KuraPayload;
import org.metergate.publisher.outbox.AcceptedReading;
import org.metergate.publisher.outbox.JsonText;
import org.metergate.publisher.outbox.PlainNumber;
import org.metergate.publisher.outbox.Point;

/** Turns one reading into JSON or into Kura's own payload, see {@code README.md} of this bundle for the fields. */
final class TelemetryEncoder {

    private TelemetryEncoder() {}

    /**
     * Encodes a reading.
     *
     * @param reading what a meter said
     * @return the JSON text, channels in the order of their names
     */
    static String json(AcceptedReading reading) {
        JsonText json = new JsonText();
        write(json.open(), reading);
        return json.close().toString();
    }

    /** Writes the fields of a reading into an object that was begun. */
    static void write(JsonText json, AcceptedReading reading) {
        json.field("meter", reading.meter())
                .field("time", reading.time().toString())
                .field("quality", quality(reading))
                .object("values");
        for (Point point : reading.points()) {
            write(json.object(point.channel()), point);
        }
        json.close();
        if (reading.points().stream().anyMatch(Point::computed)) {
            json.array("analysis");
            reading.points().stream()
                    .filter(Point::computed)
                    .map(Point::channel)
                    .forEach(json::element);
            json.endArray();
        }
    }

    /**
     * Encodes a reading with the names that wire records have in Kura.
     *
     * @param reading what a meter said
     * @return metrics and the reading's time
     */
    static KuraPayload metrics(AcceptedReading reading) {
        KuraPayload payload = new KuraPayload();
        payload.setTimestamp(Date.from(reading.time()));
        payload.addMetric("assetName", reading.meter());
        payload.addMetric("quality", quality(reading));
        for (Point point : reading.points()) {
            point.value().ifPresent(value -> payload.addMetric(point.channel(), value));
            if (!point.unit().isEmpty()) {
                payload.addMetric(point.channel() + "_unit", point.unit());
            }
            if (!point.error().isEmpty()) {
                payload.addMetric(point.channel() + "_error", point.error());
            }
            payload.addMetric(point.channel() + "_timestamp", point.time().toEpochMilli());
        }
        return payload;
    }

    static String quality(AcceptedReading reading) {
        if (reading.isGood()) {
            return "GOOD";
        }
        return reading.hasValues() ? "PARTIAL" : "BAD";
    }

    private static void write(JsonText json, Point point) {
        point.value().ifPresent(value -> writeValue(json, value));
        if (!point.unit().isEmpty()) {
            json.field("unit", point.unit());
        }
        json.field("time", point.time().toString()).field("quality", point.isGood() ? "GOOD" : "BAD");
        if (!point.isGood()) {
            json.field("error", point.error());
        }
        json.close();
    }

    private static void writeValue(JsonText json, Object value) {
        if (value instanceof Number number) {
            json.literal("value", PlainNumber.text(number));
        } else if (value instanceof Boolean) {
            json.literal("value", value.toString());
        } else if (value instanceof byte[] bytes) {
            json.field("value", Base64.getEncoder().encodeToString(bytes));
        } else {
            json.field("value", value.toString());
        }
    }
}
