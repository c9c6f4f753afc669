package org.metergate.emulator.terminal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of the terminal. */
@ObjectClassDefinition(
        id = TerminalConfig.PID,
        name = "Terminal",
        description = "Shows in the terminal where to look, and what any MQTT client would see")
@interface TerminalConfig {

    String PID = "org.metergate.emulator.terminal";

    @AttributeDefinition(
            name = "Broker",
            required = false,
            description = "Address such as mqtt://192.0.2.10:1883; empty for the embedded broker")
    String broker() default "";

    @AttributeDefinition(name = "Topic filter", description = "What to subscribe to")
    String topic() default "metergate/#";

    @AttributeDefinition(
            name = "Refresh (s)",
            min = "0",
            max = "3600",
            description = "Time between two tables; 0 for 2 s on a terminal and 10 s into a file or pipe")
    int refresh() default 0;

    @AttributeDefinition(
            name = "Output",
            description = "How to print",
            options = {
                @Option(label = "as standard output is", value = "auto"),
                @Option(label = "one table after the other", value = "plain"),
                @Option(label = "nothing", value = "off")
            })
    String output() default "auto";
}
