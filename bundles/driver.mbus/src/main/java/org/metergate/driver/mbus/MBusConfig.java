package org.metergate.driver.mbus;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Icon;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of the driver. */
@ObjectClassDefinition(
        id = MBusConfig.PID,
        name = "M-Bus meters",
        description = "Heat, water, gas and electricity meters on one wired M-Bus, or heard by one wireless receiver"
                + " (EN 13757)",
        icon = @Icon(resource = "OSGI-INF/icon.png", size = 32))
@interface MBusConfig {
    /** Factory PID. */
    String PID = "org.metergate.driver.mbus";

    @AttributeDefinition(
            name = "Line",
            description = "Level converter or receiver: tcp://host:port, rfc2217://host:port, udp://host:port,"
                    + " serial:device such as serial:/dev/ttyUSB0, or usb:VID:PID:SERIAL")
    String line() default "serial:/dev/ttyUSB0";

    @AttributeDefinition(
            name = "Source",
            description = "What is at the line",
            options = {
                @Option(label = "Wired bus", value = "WIRED"),
                @Option(label = "IMST iM871A receiver (57600 baud, no parity)", value = "IMST"),
                @Option(label = "Amber AMB8465 receiver (9600 baud, no parity)", value = "AMBER"),
                @Option(label = "Hexadecimal text, as rtl_wmbus prints", value = "HEX_TEXT")
            })
    String source() default "WIRED";

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
                @Option(label = "38400", value = "38400"),
                @Option(label = "57600 (receiver)", value = "57600"),
                @Option(label = "115200 (receiver)", value = "115200")
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

    @AttributeDefinition(
            name = "Clock policy",
            description = "Which time values carry",
            options = {
                @Option(label = "The meter's own", value = "METER"),
                @Option(label = "The gateway's", value = "GATEWAY"),
                @Option(label = "The meter's, corrected by the offset", value = "OFFSET")
            })
    String clock_policy() default "METER";

    @AttributeDefinition(
            name = "Clock offset (s)",
            min = "-31622400",
            max = "31622400",
            description = "Added to the meters' time if the policy says so")
    double clock_offset() default 0;

    @AttributeDefinition(
            name = "Link mode",
            description = "What a wireless receiver listens to",
            options = {
                @Option(label = "S, stationary", value = "S"),
                @Option(label = "T, frequent transmit", value = "T"),
                @Option(label = "C, compact", value = "C"),
                @Option(label = "C and T", value = "C_AND_T")
            })
    String link_mode() default "C_AND_T";

    @AttributeDefinition(
            name = "Longest silence (s)",
            min = "10",
            max = "604800",
            description = "A receiver that hears nothing for longer is opened anew, and older telegrams are no values")
    int silence() default 3600;

    @AttributeDefinition(
            name = "Further keys",
            type = AttributeType.PASSWORD,
            required = false,
            description = "Keys of meters without a slot below: meter=key, separated by blanks, such as"
                    + " 12345678-ELS-33-07=000102030405060708090A0B0C0D0E0F")
    String keys() default "";

    @AttributeDefinition(
            name = "Meter 1",
            required = false,
            description = "Address of a meter with a key or a read budget, such as 12345678-ELS-33-07")
    String meter_1() default "";

    @AttributeDefinition(
            name = "Meter 1: key",
            type = AttributeType.PASSWORD,
            required = false,
            description = "Its AES-128 key, 32 hexadecimal digits")
    String key_1() default "";

    @AttributeDefinition(
            name = "Meter 1: readouts a day",
            min = "0",
            max = "86400",
            description = "What its battery bears on a wired bus; 0 for any number")
    int budget_1() default 0;

    @AttributeDefinition(
            name = "Meter 2",
            required = false,
            description = "Address of a meter with a key or a read budget, such as 12345678-ELS-33-07")
    String meter_2() default "";

    @AttributeDefinition(
            name = "Meter 2: key",
            type = AttributeType.PASSWORD,
            required = false,
            description = "Its AES-128 key, 32 hexadecimal digits")
    String key_2() default "";

    @AttributeDefinition(
            name = "Meter 2: readouts a day",
            min = "0",
            max = "86400",
            description = "What its battery bears on a wired bus; 0 for any number")
    int budget_2() default 0;

    @AttributeDefinition(
            name = "Meter 3",
            required = false,
            description = "Address of a meter with a key or a read budget, such as 12345678-ELS-33-07")
    String meter_3() default "";

    @AttributeDefinition(
            name = "Meter 3: key",
            type = AttributeType.PASSWORD,
            required = false,
            description = "Its AES-128 key, 32 hexadecimal digits")
    String key_3() default "";

    @AttributeDefinition(
            name = "Meter 3: readouts a day",
            min = "0",
            max = "86400",
            description = "What its battery bears on a wired bus; 0 for any number")
    int budget_3() default 0;

    @AttributeDefinition(
            name = "Meter 4",
            required = false,
            description = "Address of a meter with a key or a read budget, such as 12345678-ELS-33-07")
    String meter_4() default "";

    @AttributeDefinition(
            name = "Meter 4: key",
            type = AttributeType.PASSWORD,
            required = false,
            description = "Its AES-128 key, 32 hexadecimal digits")
    String key_4() default "";

    @AttributeDefinition(
            name = "Meter 4: readouts a day",
            min = "0",
            max = "86400",
            description = "What its battery bears on a wired bus; 0 for any number")
    int budget_4() default 0;

    @AttributeDefinition(
            name = "Meter 5",
            required = false,
            description = "Address of a meter with a key or a read budget, such as 12345678-ELS-33-07")
    String meter_5() default "";

    @AttributeDefinition(
            name = "Meter 5: key",
            type = AttributeType.PASSWORD,
            required = false,
            description = "Its AES-128 key, 32 hexadecimal digits")
    String key_5() default "";

    @AttributeDefinition(
            name = "Meter 5: readouts a day",
            min = "0",
            max = "86400",
            description = "What its battery bears on a wired bus; 0 for any number")
    int budget_5() default 0;

    @AttributeDefinition(
            name = "Meter 6",
            required = false,
            description = "Address of a meter with a key or a read budget, such as 12345678-ELS-33-07")
    String meter_6() default "";

    @AttributeDefinition(
            name = "Meter 6: key",
            type = AttributeType.PASSWORD,
            required = false,
            description = "Its AES-128 key, 32 hexadecimal digits")
    String key_6() default "";

    @AttributeDefinition(
            name = "Meter 6: readouts a day",
            min = "0",
            max = "86400",
            description = "What its battery bears on a wired bus; 0 for any number")
    int budget_6() default 0;

    @AttributeDefinition(
            name = "Meter 7",
            required = false,
            description = "Address of a meter with a key or a read budget, such as 12345678-ELS-33-07")
    String meter_7() default "";

    @AttributeDefinition(
            name = "Meter 7: key",
            type = AttributeType.PASSWORD,
            required = false,
            description = "Its AES-128 key, 32 hexadecimal digits")
    String key_7() default "";

    @AttributeDefinition(
            name = "Meter 7: readouts a day",
            min = "0",
            max = "86400",
            description = "What its battery bears on a wired bus; 0 for any number")
    int budget_7() default 0;

    @AttributeDefinition(
            name = "Meter 8",
            required = false,
            description = "Address of a meter with a key or a read budget, such as 12345678-ELS-33-07")
    String meter_8() default "";

    @AttributeDefinition(
            name = "Meter 8: key",
            type = AttributeType.PASSWORD,
            required = false,
            description = "Its AES-128 key, 32 hexadecimal digits")
    String key_8() default "";

    @AttributeDefinition(
            name = "Meter 8: readouts a day",
            min = "0",
            max = "86400",
            description = "What its battery bears on a wired bus; 0 for any number")
    int budget_8() default 0;

    @AttributeDefinition(
            name = "Meter 9",
            required = false,
            description = "Address of a meter with a key or a read budget, such as 12345678-ELS-33-07")
    String meter_9() default "";

    @AttributeDefinition(
            name = "Meter 9: key",
            type = AttributeType.PASSWORD,
            required = false,
            description = "Its AES-128 key, 32 hexadecimal digits")
    String key_9() default "";

    @AttributeDefinition(
            name = "Meter 9: readouts a day",
            min = "0",
            max = "86400",
            description = "What its battery bears on a wired bus; 0 for any number")
    int budget_9() default 0;

    @AttributeDefinition(
            name = "Meter 10",
            required = false,
            description = "Address of a meter with a key or a read budget, such as 12345678-ELS-33-07")
    String meter_10() default "";

    @AttributeDefinition(
            name = "Meter 10: key",
            type = AttributeType.PASSWORD,
            required = false,
            description = "Its AES-128 key, 32 hexadecimal digits")
    String key_10() default "";

    @AttributeDefinition(
            name = "Meter 10: readouts a day",
            min = "0",
            max = "86400",
            description = "What its battery bears on a wired bus; 0 for any number")
    int budget_10() default 0;

    @AttributeDefinition(
            name = "Meter 11",
            required = false,
            description = "Address of a meter with a key or a read budget, such as 12345678-ELS-33-07")
    String meter_11() default "";

    @AttributeDefinition(
            name = "Meter 11: key",
            type = AttributeType.PASSWORD,
            required = false,
            description = "Its AES-128 key, 32 hexadecimal digits")
    String key_11() default "";

    @AttributeDefinition(
            name = "Meter 11: readouts a day",
            min = "0",
            max = "86400",
            description = "What its battery bears on a wired bus; 0 for any number")
    int budget_11() default 0;

    @AttributeDefinition(
            name = "Meter 12",
            required = false,
            description = "Address of a meter with a key or a read budget, such as 12345678-ELS-33-07")
    String meter_12() default "";

    @AttributeDefinition(
            name = "Meter 12: key",
            type = AttributeType.PASSWORD,
            required = false,
            description = "Its AES-128 key, 32 hexadecimal digits")
    String key_12() default "";

    @AttributeDefinition(
            name = "Meter 12: readouts a day",
            min = "0",
            max = "86400",
            description = "What its battery bears on a wired bus; 0 for any number")
    int budget_12() default 0;

    @AttributeDefinition(
            name = "Meter 13",
            required = false,
            description = "Address of a meter with a key or a read budget, such as 12345678-ELS-33-07")
    String meter_13() default "";

    @AttributeDefinition(
            name = "Meter 13: key",
            type = AttributeType.PASSWORD,
            required = false,
            description = "Its AES-128 key, 32 hexadecimal digits")
    String key_13() default "";

    @AttributeDefinition(
            name = "Meter 13: readouts a day",
            min = "0",
            max = "86400",
            description = "What its battery bears on a wired bus; 0 for any number")
    int budget_13() default 0;

    @AttributeDefinition(
            name = "Meter 14",
            required = false,
            description = "Address of a meter with a key or a read budget, such as 12345678-ELS-33-07")
    String meter_14() default "";

    @AttributeDefinition(
            name = "Meter 14: key",
            type = AttributeType.PASSWORD,
            required = false,
            description = "Its AES-128 key, 32 hexadecimal digits")
    String key_14() default "";

    @AttributeDefinition(
            name = "Meter 14: readouts a day",
            min = "0",
            max = "86400",
            description = "What its battery bears on a wired bus; 0 for any number")
    int budget_14() default 0;

    @AttributeDefinition(
            name = "Meter 15",
            required = false,
            description = "Address of a meter with a key or a read budget, such as 12345678-ELS-33-07")
    String meter_15() default "";

    @AttributeDefinition(
            name = "Meter 15: key",
            type = AttributeType.PASSWORD,
            required = false,
            description = "Its AES-128 key, 32 hexadecimal digits")
    String key_15() default "";

    @AttributeDefinition(
            name = "Meter 15: readouts a day",
            min = "0",
            max = "86400",
            description = "What its battery bears on a wired bus; 0 for any number")
    int budget_15() default 0;

    @AttributeDefinition(
            name = "Meter 16",
            required = false,
            description = "Address of a meter with a key or a read budget, such as 12345678-ELS-33-07")
    String meter_16() default "";

    @AttributeDefinition(
            name = "Meter 16: key",
            type = AttributeType.PASSWORD,
            required = false,
            description = "Its AES-128 key, 32 hexadecimal digits")
    String key_16() default "";

    @AttributeDefinition(
            name = "Meter 16: readouts a day",
            min = "0",
            max = "86400",
            description = "What its battery bears on a wired bus; 0 for any number")
    int budget_16() default 0;
}
