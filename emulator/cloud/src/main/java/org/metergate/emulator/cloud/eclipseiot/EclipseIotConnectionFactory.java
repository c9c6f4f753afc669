package org.metergate.emulator.cloud.eclipseiot;

import org.metergate.emulator.cloud.ConnectionStack;

/** Makes connections of the Eclipse IoT kind. */
public final class EclipseIotConnectionFactory extends ConnectionStack {

    /** For the gateway. The first text is what Kura's connections of this kind carry, an old name. */
    public EclipseIotConnectionFactory() {
        super(
                "org.eclipse.kura.cloud.mqtt.eclipseiot.internal.cloud.factory.DefaultCloudServiceFactory",
                EclipseIotConnection.PID,
                "org.eclipse.kura.cloudconnection.eclipseiot.mqtt.",
                "ConnectionManager");
    }
}
