package org.metergate.emulator.cloud.raw;

import org.metergate.emulator.cloud.ConnectionStack;

/** Makes raw MQTT connections. */
public final class RawMqttCloudConnectionFactory extends ConnectionStack {

    /** For the gateway. */
    public RawMqttCloudConnectionFactory() {
        super(
                "org.eclipse.kura.cloudconnection.raw.mqtt.factory.RawMqttCloudConnectionFactory",
                RawMqttCloudEndpoint.PID,
                "org.eclipse.kura.cloudconnection.raw.mqtt.",
                "CloudEndpoint");
    }
}
