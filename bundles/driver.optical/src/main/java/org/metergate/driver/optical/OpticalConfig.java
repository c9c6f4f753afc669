package org.metergate.driver.optical;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of the driver. */
@ObjectClassDefinition(
        id = OpticalConfig.PID,
        name = "Optical port meter",
        description = "Reads one meter through its optical port, IEC 62056-21")
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
                @Option(label = "C: agreed speed", value = "C"),
                @Option(label = "D: the meter sends by itself, asked by nobody", value = "D")
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
            min = "0",
            max = "19200",
            description = "Highest speed to agree on in mode C, 300 to 19200; 0 to stay at the initial speed")
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

    @AttributeDefinition(
            name = "Clock policy",
            description = "Which time readings carry",
            options = {
                @Option(label = "The meter's", value = "METER"),
                @Option(label = "The gateway's", value = "GATEWAY"),
                @Option(label = "The meter's, corrected by the offset", value = "OFFSET")
            })
    String clock_policy() default "METER";

    @AttributeDefinition(
            name = "Clock offset (s)",
            min = "-31622400",
            max = "31622400",
            description = "Added to the meter's time under the policy OFFSET; negative if the meter is ahead")
    double clock_offset() default 0;

    @AttributeDefinition(
            name = "Wake-up (ms)",
            min = "0",
            max = "9999",
            description =
                    "How long to send NUL characters to a battery meter, 2200 by the standard; 0: it has a supply")
    int wakeup() default 0;

    @AttributeDefinition(
            name = "Rest after wake-up (ms)",
            min = "0",
            max = "9999",
            description = "From the last NUL to the request, 1600 by the standard")
    int wakeup_rest() default 1600;

    @AttributeDefinition(
            name = "Echo",
            description = "What becomes of the bytes that the head hears of itself",
            options = {
                @Option(label = "Tell in the diagnosis, and leave out", value = "KEEP"),
                @Option(label = "Leave out if it is one", value = "DETECT"),
                @Option(label = "The head always echoes", value = "REMOVE")
            })
    String echo() default "KEEP";

    @AttributeDefinition(
            name = "Password",
            type = AttributeType.PASSWORD,
            required = false,
            description = "Of programming mode; empty for none")
    String password() default "";

    @AttributeDefinition(
            name = "Login command",
            description = "How the password is given: P1 as the meter holds it, P2 as the result of a secure algorithm",
            options = {@Option(label = "P1", value = "P1"), @Option(label = "P2", value = "P2")})
    String login_command() default "P1";

    @AttributeDefinition(
            name = "Push",
            description =
                    "The meter sends by itself: P1, SML or mode D, told apart without help; the line is its alone")
    boolean push() default false;

    @AttributeDefinition(
            name = "Push key",
            type = AttributeType.PASSWORD,
            required = false,
            description = "32 hexadecimal digits that decipher an encrypted P1 port; empty for clear text")
    String push_key() default "";

    @AttributeDefinition(
            name = "Push authentication key",
            type = AttributeType.PASSWORD,
            required = false,
            description = "32 hexadecimal digits that check it; empty where the network operator withholds them")
    String push_authentication_key() default "";

    @AttributeDefinition(
            name = "Push timeout (ms)",
            min = "100",
            max = "3600000",
            description = "Longest silence of a meter that sends by itself, and age of what it sent")
    int push_timeout() default 15000;

    @AttributeDefinition(
            name = "Profile command",
            description = "How load profiles and log books are read",
            options = {
                @Option(label = "R1", value = "R1"),
                @Option(label = "R2", value = "R2"),
                @Option(label = "R3: partial blocks", value = "R3"),
                @Option(label = "R4: partial blocks", value = "R4"),
                @Option(label = "R5", value = "R5"),
                @Option(label = "R6: partial blocks", value = "R6")
            })
    String profile_command() default "R5";

    @AttributeDefinition(
            name = "Profile interval (s)",
            min = "1",
            max = "86400",
            description = "How often the profiles of listened channels are read")
    int profile_interval() default 900;

    @AttributeDefinition(
            name = "Profile depth (h)",
            min = "1",
            max = "9600",
            description = "How far back listened profiles are read at first")
    int profile_depth() default 24;
}
