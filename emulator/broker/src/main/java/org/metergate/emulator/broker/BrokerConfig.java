package org.metergate.emulator.broker;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The form of the embedded broker. */
@ObjectClassDefinition(
        id = BrokerConfig.PID,
        name = "Embedded MQTT broker",
        description = "A broker for a first run. Keeps nothing over a restart and asks for no password.")
@interface BrokerConfig {

    String PID = "org.metergate.emulator.broker";

    @AttributeDefinition(
            name = "Port",
            min = "0",
            max = "65535",
            description = "TCP port to listen on; 0 takes any free port")
    int port() default 1883;

    @AttributeDefinition(
            name = "Bind address",
            description =
                    "Address to listen on; 127.0.0.1 is reachable from this machine only, 0.0.0.0 from everywhere")
    String bind() default "127.0.0.1";
}
