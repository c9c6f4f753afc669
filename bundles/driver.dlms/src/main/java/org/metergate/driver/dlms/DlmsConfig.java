package org.metergate.driver.dlms;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of the driver. */
@ObjectClassDefinition(
        id = DlmsConfig.PID,
        name = "DLMS/COSEM meter",
        description = "Reads one meter over DLMS/COSEM, IEC 62056-5-3")
@interface DlmsConfig {
    /** Factory PID. */
    String PID = "org.metergate.driver.dlms";

    @AttributeDefinition(
            name = "Line",
            description = "tcp://host:port, rfc2217://host:port, udp://host:port, serial:device, usb:VID:PID:SERIAL")
    String line() default "tcp://127.0.0.1:4059";

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
            name = "Transport",
            options = {
                @Option(label = "Wrapper over TCP (IEC 62056-47)", value = "WRAPPER"),
                @Option(label = "HDLC (IEC 62056-46)", value = "HDLC")
            })
    String transport() default "WRAPPER";

    @AttributeDefinition(
            name = "Client address",
            min = "1",
            max = "65535",
            description = "16 is the public client; over HDLC up to 127")
    int client_address() default 16;

    @AttributeDefinition(
            name = "Logical server address",
            min = "0",
            max = "65535",
            description = "1 is the management logical device; over HDLC up to 16383")
    int server_logical() default 1;

    @AttributeDefinition(
            name = "Physical server address",
            min = "0",
            max = "16383",
            description = "HDLC only: the meter on its bus; 0 if it has none")
    int server_physical() default 0;

    @AttributeDefinition(
            name = "Length of the server address (bytes)",
            description = "HDLC only",
            options = {
                @Option(label = "as short as possible", value = "0"),
                @Option(label = "1", value = "1"),
                @Option(label = "2", value = "2"),
                @Option(label = "4", value = "4")
            })
    int server_address_bytes() default 0;

    @AttributeDefinition(
            name = "Authentication",
            options = {
                @Option(label = "None", value = "NONE"),
                @Option(label = "Low level security (password)", value = "LOW")
            })
    String authentication() default "NONE";

    @AttributeDefinition(
            name = "Password",
            type = AttributeType.PASSWORD,
            required = false,
            description = "For low level security")
    String password() default "";

    @AttributeDefinition(name = "Speed (baud)", min = "300", max = "921600", description = "Serial lines only")
    int baud() default 9600;

    @AttributeDefinition(
            name = "Data bits",
            description = "Serial lines only",
            options = {@Option(label = "7", value = "7"), @Option(label = "8", value = "8")})
    int data_bits() default 8;

    @AttributeDefinition(
            name = "Parity",
            description = "Serial lines only",
            options = {
                @Option(label = "None", value = "NONE"),
                @Option(label = "Even", value = "EVEN"),
                @Option(label = "Odd", value = "ODD")
            })
    String parity() default "NONE";

    @AttributeDefinition(
            name = "Stop bits",
            description = "Serial lines only",
            options = {@Option(label = "1", value = "1"), @Option(label = "2", value = "2")})
    int stop_bits() default 1;

    @AttributeDefinition(
            name = "Longest information field (bytes)",
            min = "128",
            max = "2030",
            description = "HDLC only: what to offer; every meter knows 128, many answer faster with more")
    int max_information() default 128;

    @AttributeDefinition(
            name = "Answer timeout (ms)",
            min = "100",
            max = "60000",
            description = "Longest silence while an answer is due")
    int answer_timeout() default 2000;

    @AttributeDefinition(
            name = "Retries",
            min = "0",
            max = "9",
            description = "HDLC only: how often to repeat a frame that is not answered; over TCP nothing is repeated")
    int retries() default 2;

    @AttributeDefinition(
            name = "Patience (ms)",
            min = "0",
            max = "600000",
            description = "Longest wait for others who use the same line")
    int patience() default 30000;

    @AttributeDefinition(
            name = "Meter's time zone",
            description =
                    "Such as UTC or Europe/Vienna; used if the meter's clock does not tell its deviation from UTC")
    String zone() default "UTC";
}
