package org.eclipse.kura.wire.graph;

/** Names of the properties of wires and wire components. */
public enum Constants {
    WIRE_EMITTER_PORT_PROP_NAME("emitter.port"),
    WIRE_RECEIVER_PORT_PROP_NAME("receiver.port"),
    RECEIVER_PORT_COUNT_PROP_NAME("receiver.port.count"),
    EMITTER_PORT_COUNT_PROP_NAME("emitter.port.count"),
    RECEIVER_KURA_SERVICE_PID_PROP_NAME("receiver.kura.service.pid"),
    EMITTER_KURA_SERVICE_PID_PROP_NAME("emitter.kura.service.pid");

    private final String value;

    Constants(String value) {
        this.value = value;
    }

    public String value() {
        return value;
    }

    /** The constant with that property name. */
    public static Constants fromValue(String value) {
        for (Constants constant : values()) {
            if (constant.value.equals(value)) {
                return constant;
            }
        }
        throw new IllegalArgumentException(value);
    }
}
