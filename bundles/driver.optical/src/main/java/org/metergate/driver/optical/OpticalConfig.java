package org.metergate.driver.optical;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Icon;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of the driver. */
@ObjectClassDefinition(
        id = OpticalConfig.PID,
        name = "Optical port meter",
        description = "Reads one meter through its optical port, IEC 62056-21",
        icon = @Icon(resource = "OSGI-INF/icon.png", size = 32))
@interface OpticalConfig {
    /** Factory PID. */
    String PID = "org.metergate.driver.optical";

    @AttributeDefinition(
            name = "Line",
            description = "tcp://host:port of a serial server, or serial:device such as serial:/dev/ttyUSB0")
    String line() default "serial:/dev/ttyUSB0";

    @AttributeDefinition(
            name = "Device address",
            required = false,
            description = "Up to 32 letters and digits; empty if the meter is alone on its line")
    String device_address() default "";

    @AttributeDefinition(
            name = "Mode",
            description = "What follows the meter's identification; AUTO believes its baud character",
            options = {
                @Option(label = "AUTO", value = "AUTO"),
                @Option(label = "A: fixed speed", value = "A"),
                @Option(label = "B: change of speed", value = "B"),
                @Option(label = "C: agreed speed", value = "C")
            })
    String mode() default "AUTO";

    @AttributeDefinition(
            name = "Initial speed (baud)",
            min = "300",
            max = "115200",
            description = "Speed of the sign-on, 300 by the standard")
    int baud_initial() default 300;

    @AttributeDefinition(
            name = "Highest speed (baud)",
            min = "300",
            max = "19200",
            description = "Highest speed to agree on in mode C")
    int baud_max() default 9600;

    @AttributeDefinition(
            name = "Character format",
            description = "7E1 by the standard",
            options = {@Option(label = "7E1", value = "7E1"), @Option(label = "8N1", value = "8N1")})
    String format() default "7E1";

    @AttributeDefinition(
            name = "Reaction timeout (ms)",
            min = "100",
            max = "60000",
            description = "Longest wait for a message and between two characters of it, 1500 by the standard")
    int reaction_timeout() default 1500;

    @AttributeDefinition(
            name = "Turnaround (ms)",
            min = "0",
            max = "5000",
            description = "Rest after the meter's last character, 200 by the standard; 20 for fast meters")
    int turnaround() default 200;

    @AttributeDefinition(
            name = "Sign-on attempts",
            min = "1",
            max = "10",
            description = "How often to sign on before the reading fails")
    int attempts() default 2;

    @AttributeDefinition(
            name = "Patience (ms)",
            min = "0",
            max = "600000",
            description = "Longest wait for others who use the same line")
    int patience() default 30000;

    @AttributeDefinition(
            name = "Meter's time zone",
            description = "Of the clock in the readout, such as UTC or Europe/Vienna")
    String zone() default "UTC";
}
