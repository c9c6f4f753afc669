package org.metergate.emulator.meters.mbus;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of an emulated receiver. */
@ObjectClassDefinition(
        id = WirelessConfig.PID,
        name = "Emulated wireless M-Bus",
        description = "A receiver behind a TCP port, and three meters that it hears")
@interface WirelessConfig {
    /** Factory PID. */
    String PID = "org.metergate.emulator.meters.wmbus";

    @AttributeDefinition(name = "Address to listen on", description = "127.0.0.1 for this machine only")
    String bind_address() default "127.0.0.1";

    @AttributeDefinition(name = "TCP port", min = "0", max = "65535", description = "0 takes any free one")
    int port() default 10002;

    @AttributeDefinition(name = "Speed (baud)", min = "0", max = "115200", description = "8N1; 0 for no limit")
    int baud() default 57600;

    @AttributeDefinition(
            name = "Turnaround (ms)",
            min = "0",
            max = "10000",
            description = "From the last byte of a command to the first byte of the answer")
    int turnaround() default 5;

    @AttributeDefinition(
            name = "Receiver",
            description = "Whose format it speaks",
            options = {
                @Option(label = "IMST iM871A", value = "IMST"),
                @Option(label = "Amber AMB8465", value = "AMBER"),
                @Option(label = "Hexadecimal text", value = "HEX_TEXT")
            })
    String receiver() default "IMST";

    @AttributeDefinition(name = "Interval (s)", min = "1", max = "3600", description = "How often each meter sends")
    int interval() default 10;
}
