package org.metergate.emulator.meters.optical;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of an emulated meter with a P1 port. */
@ObjectClassDefinition(
        id = P1MeterConfig.PID,
        name = "Emulated P1 meter",
        description = "A meter that sends DSMR telegrams uninvited, behind a TCP port")
@interface P1MeterConfig {
    /** Factory PID. */
    String PID = "org.metergate.emulator.meters.p1";

    @AttributeDefinition(name = "Name", description = "What people call the meter")
    String name() default "p1";

    @AttributeDefinition(
            name = "Bind address",
            description = "127.0.0.1 for drivers on this machine only, 0.0.0.0 for everyone")
    String bind_address() default "127.0.0.1";

    @AttributeDefinition(name = "TCP port", min = "0", max = "65535", description = "0 for any free one")
    int port() default 8623;

    @AttributeDefinition(
            name = "Speed (baud)",
            min = "0",
            max = "921600",
            description = "Bytes take their time; 0 for no limit at all")
    int baud() default 115200;

    @AttributeDefinition(
            name = "Pause (ms)",
            min = "10",
            max = "3600000",
            description = "From the end of one telegram to the beginning of the next")
    int interval() default 1000;

    @AttributeDefinition(name = "Serial number", description = "Up to 24 letters and digits")
    String serial() default "E0012345678";

    @AttributeDefinition(
            name = "Version",
            description = "Of the companion standard",
            options = {
                @Option(label = "2.2 (no CRC)", value = "V2"),
                @Option(label = "4.2", value = "V4"),
                @Option(label = "5.0", value = "V5")
            })
    String version() default "V5";

    @AttributeDefinition(name = "Identification", description = "Up to 16 characters")
    String identification() default "\\2METERGATE-P1";

    @AttributeDefinition(name = "Time zone", description = "Of the meter's clock, such as Europe/Amsterdam")
    String zone() default "Europe/Amsterdam";
}
