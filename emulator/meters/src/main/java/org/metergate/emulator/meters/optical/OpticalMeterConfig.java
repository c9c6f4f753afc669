package org.metergate.emulator.meters.optical;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of an emulated optical meter. */
@ObjectClassDefinition(
        id = OpticalMeterConfig.PID,
        name = "Emulated optical meter",
        description = "An electricity meter with an optical port (IEC 62056-21, modes A to E) behind a TCP port")
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

    @AttributeDefinition(
            name = "Mode",
            description = "What the meter does after its identification",
            options = {
                @Option(label = "A: data at the same speed", value = "A"),
                @Option(label = "B: data at the speed proposed", value = "B"),
                @Option(label = "C: the reader chooses", value = "C"),
                @Option(label = "D: sends uninvited", value = "D"),
                @Option(label = "E: C, and HDLC", value = "E")
            })
    String mode() default "C";

    @AttributeDefinition(
            name = "Characters",
            description = "How a character looks to a port that takes 8 bits",
            options = {
                @Option(label = "7E1, parity bit taken off by the port", value = "7E1"),
                @Option(label = "7E1, parity bit in the eighth bit", value = "7E1-PARITY"),
                @Option(label = "8N1", value = "8N1")
            })
    String format() default "7E1";

    @AttributeDefinition(
            name = "Wake-up (ms)",
            min = "0",
            max = "9999",
            description =
                    "NUL characters that a battery meter wants to hear first, 2100 by the standard; 0: has a supply")
    int wakeup() default 0;

    @AttributeDefinition(
            name = "Password P1",
            required = false,
            description = "Opens reading and the clock in programming mode; of an emulated meter, so no secret")
    String password_p1() default "00000000";

    @AttributeDefinition(
            name = "Password P2",
            required = false,
            description = "Opens all that can be written; of an emulated meter, so no secret")
    String password_p2() default "11111111";

    @AttributeDefinition(
            name = "Working speed (baud)",
            min = "0",
            max = "19200",
            description = "Highest speed at which the meter can be understood, if less than it proposes; 0: any")
    int baud_working() default 0;

    @AttributeDefinition(name = "Busy", description = "Answers every option with NAK")
    boolean busy() default false;

    @AttributeDefinition(
            name = "Billing periods",
            min = "0",
            max = "99",
            description = "How many past months the readout shows")
    int history() default 0;

    @AttributeDefinition(
            name = "Registration period (min)",
            description = "Of the load profile",
            options = {
                @Option(label = "1", value = "1"),
                @Option(label = "5", value = "5"),
                @Option(label = "15", value = "15"),
                @Option(label = "30", value = "30"),
                @Option(label = "60", value = "60")
            })
    int profile_period() default 15;

    @AttributeDefinition(
            name = "Clock ahead (s)",
            min = "-100000000",
            max = "100000000",
            description = "How far the meter's clock is ahead of the true time; negative if it is behind")
    double clock_offset() default 0;

    @AttributeDefinition(
            name = "Other addresses",
            required = false,
            description = "Device addresses of further meters on the same wires, as on an RS-485 bus")
    String other_addresses() default "";
}
