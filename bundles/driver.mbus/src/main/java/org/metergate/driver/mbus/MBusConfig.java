package org.metergate.driver.mbus;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Icon;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of the driver. */
@ObjectClassDefinition(
        id = MBusConfig.PID,
        name = "M-Bus meters",
        description = "Reads heat, water, gas and electricity meters on one wired M-Bus (EN 13757-2 and -3)",
        icon = @Icon(resource = "OSGI-INF/icon.png", size = 32))
@interface MBusConfig {
    /** Factory PID. */
    String PID = "org.metergate.driver.mbus";

    @AttributeDefinition(
            name = "Line",
            description =
                    "The level converter: tcp://host:port, rfc2217://host:port, udp://host:port, serial:device, usb:VID:PID:SERIAL")
    String line() default "serial:/dev/ttyUSB0";

    @AttributeDefinition(
            name = "Echo",
            description = "What becomes of bytes that the converter hears of itself",
            options = {
                @Option(label = "Keep", value = "KEEP"),
                @Option(label = "Remove as many as were sent", value = "REMOVE"),
                @Option(label = "Detect", value = "DETECT")
            })
    String echo() default "KEEP";

    @AttributeDefinition(
            name = "Speed (baud)",
            description = "Speed of the bus; over TCP it only sets how long to wait",
            options = {
                @Option(label = "300", value = "300"),
                @Option(label = "600", value = "600"),
                @Option(label = "1200", value = "1200"),
                @Option(label = "2400", value = "2400"),
                @Option(label = "4800", value = "4800"),
                @Option(label = "9600", value = "9600"),
                @Option(label = "19200", value = "19200"),
                @Option(label = "38400", value = "38400")
            })
    int baud() default 2400;

    @AttributeDefinition(
            name = "Parity",
            description = "Even by the standard; 8 data bits and 1 stop bit are fixed",
            options = {
                @Option(label = "Even", value = "EVEN"),
                @Option(label = "Odd", value = "ODD"),
                @Option(label = "None", value = "NONE")
            })
    String parity() default "EVEN";

    @AttributeDefinition(
            name = "Answer margin (ms)",
            min = "0",
            max = "10000",
            description = "Waited in addition to the 330 bit times and 50 ms that the standard gives a meter")
    int answer_margin() default 250;

    @AttributeDefinition(
            name = "Retries",
            min = "0",
            max = "10",
            description = "Repetitions of a request without a good answer")
    int retries() default 2;

    @AttributeDefinition(
            name = "Patience (ms)",
            min = "0",
            max = "600000",
            description = "Longest wait for the line while others use it")
    int patience() default 10000;

    @AttributeDefinition(
            name = "Meter time zone",
            description = "Zone of the meters' clocks, such as UTC, +01:00 or Europe/Berlin")
    String zone() default "UTC";
}
