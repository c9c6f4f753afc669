package org.metergate.emulator.meters.optical;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of an emulated optical meter. */
@ObjectClassDefinition(
        id = OpticalMeterConfig.PID,
        name = "Emulated optical meter",
        description = "An electricity meter with an optical port (IEC 62056-21, mode C) behind a TCP port")
@interface OpticalMeterConfig {
    /** Factory PID. */
    String PID = "org.metergate.emulator.meters.optical";

    @AttributeDefinition(name = "Name", description = "What people call the meter")
    String name() default "optical";

    @AttributeDefinition(
            name = "Bind address",
            description = "127.0.0.1 for drivers on this machine only, 0.0.0.0 for everyone")
    String bind_address() default "127.0.0.1";

    @AttributeDefinition(name = "TCP port", min = "0", max = "65535", description = "0 for any free one")
    int port() default 8621;

    @AttributeDefinition(
            name = "Initial speed (baud)",
            min = "0",
            max = "19200",
            description = "Speed of the sign-on; 0 for no limit at all")
    int baud() default 300;

    @AttributeDefinition(
            name = "Proposed speed (baud)",
            description = "The highest speed that the meter offers",
            options = {
                @Option(label = "300", value = "300"),
                @Option(label = "600", value = "600"),
                @Option(label = "1200", value = "1200"),
                @Option(label = "2400", value = "2400"),
                @Option(label = "4800", value = "4800"),
                @Option(label = "9600", value = "9600"),
                @Option(label = "19200", value = "19200")
            })
    int baud_proposed() default 9600;

    @AttributeDefinition(
            name = "Turnaround (ms)",
            min = "0",
            max = "10000",
            description = "From the last byte of a request to the first byte of the answer")
    int turnaround() default 200;

    @AttributeDefinition(
            name = "Device address",
            description = "Up to 32 letters and digits; also the serial number in register 0.0.0")
    String device_address() default "12345678";

    @AttributeDefinition(name = "Manufacturer", description = "Three letters")
    String manufacturer() default "MTG";

    @AttributeDefinition(name = "Identification", description = "Up to 16 characters")
    String identification() default "\\@METERGATE-E1";

    @AttributeDefinition(name = "Time zone", description = "Of the meter's clock, such as UTC or Europe/Vienna")
    String zone() default "UTC";
}
