package org.metergate.emulator.meters.mbus;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of an emulated bus. */
@ObjectClassDefinition(
        id = MBusConfig.PID,
        name = "Emulated M-Bus",
        description = "Heat meter, water meter and captured frames of real meters on one wired M-Bus behind a TCP port")
@interface MBusConfig {
    /** Factory PID. */
    String PID = "org.metergate.emulator.meters.mbus";

    @AttributeDefinition(name = "Address to listen on", description = "127.0.0.1 for this machine only")
    String bind_address() default "127.0.0.1";

    @AttributeDefinition(name = "TCP port", min = "0", max = "65535", description = "0 takes any free one")
    int port() default 10001;

    @AttributeDefinition(name = "Speed (baud)", min = "0", max = "38400", description = "8E1; 0 for no limit")
    int baud() default 2400;

    @AttributeDefinition(
            name = "Turnaround (ms)",
            min = "0",
            max = "10000",
            description = "From the last byte of a request to the first byte of the answer")
    int turnaround() default 20;

    @AttributeDefinition(
            name = "Meters",
            description = "What is on the bus besides captured meters",
            options = {
                @Option(label = "Heat and water meter of the building", value = "HOUSE"),
                @Option(label = "32 meters of ten kinds", value = "THIRTY_TWO")
            })
    String meters() default "HOUSE";

    @AttributeDefinition(
            name = "Heat meter: primary address",
            min = "0",
            max = "250",
            description = "0 leaves the meter out")
    int heat_address() default 1;

    @AttributeDefinition(name = "Heat meter: identification number", min = "0", max = "99999999")
    int heat_id() default 10000001;

    @AttributeDefinition(
            name = "Water meter: primary address",
            min = "0",
            max = "250",
            description = "0 leaves the meter out")
    int water_address() default 2;

    @AttributeDefinition(name = "Water meter: identification number", min = "0", max = "99999999")
    int water_id() default 10000002;

    @AttributeDefinition(
            name = "Folder of captured frames",
            description = "Each file *.hex becomes a slave that answers with its frames; empty for none")
    String frames_folder() default "";

    @AttributeDefinition(
            name = "Captured frames: first primary address",
            min = "0",
            max = "250",
            description = "The files get this address and the next ones in the order of their names;"
                    + " 0 keeps the addresses in the frames")
    int frames_first_address() default 0;

    @AttributeDefinition(
            name = "Meter time zone",
            description = "Zone that the meters' clocks are set to, such as UTC, +01:00 or Europe/Berlin")
    String zone() default "UTC";
}
