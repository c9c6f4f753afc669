package org.metergate.emulator.meters.optical;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The form of an emulated meter with an SML head. */
@ObjectClassDefinition(
        id = SmlMeterConfig.PID,
        name = "Emulated SML meter",
        description = "A German meter that sends SML files uninvited, behind a TCP port")
@interface SmlMeterConfig {
    /** Factory PID. */
    String PID = "org.metergate.emulator.meters.sml";

    @AttributeDefinition(name = "Name", description = "What people call the meter")
    String name() default "sml";

    @AttributeDefinition(
            name = "Bind address",
            description = "127.0.0.1 for drivers on this machine only, 0.0.0.0 for everyone")
    String bind_address() default "127.0.0.1";

    @AttributeDefinition(name = "TCP port", min = "0", max = "65535", description = "0 for any free one")
    int port() default 8624;

    @AttributeDefinition(
            name = "Speed (baud)",
            min = "0",
            max = "921600",
            description = "Bytes take their time; 0 for no limit at all")
    int baud() default 9600;

    @AttributeDefinition(
            name = "Pause (ms)",
            min = "10",
            max = "3600000",
            description = "From the end of one file to the beginning of the next")
    int interval() default 1000;

    @AttributeDefinition(name = "Serial number", description = "Up to 8 letters and digits")
    String serial() default "12345678";
}
