package org.metergate.emulator.cloud.eclipseiot;

/** Kinds of messages: what their topics begin with, and how they are sent. */
enum MessageType {
    TELEMETRY_QOS_0("telemetryQos0", "t", 0, 7),
    TELEMETRY_QOS_1("telemetryQos1", "t", 1, 7),
    EVENT("event", "e", 1, 5),
    ALERT("alert", "a", 1, 2);

    final String code;
    final String prefix;
    final int qos;
    final int priority;

    MessageType(String code, String prefix, int qos, int priority) {
        this.code = code;
        this.prefix = prefix;
        this.qos = qos;
        this.priority = priority;
    }

    /** @throws IllegalArgumentException if there is no such kind */
    static MessageType of(String code) {
        for (MessageType type : values()) {
            if (type.code.equals(code)) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "is '" + code + "'; expected one of telemetryQos0, telemetryQos1, event, alert");
    }
}
