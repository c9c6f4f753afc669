package org.metergate.emulator.meters.dlms;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of an emulated DLMS meter. */
@ObjectClassDefinition(
        id = DlmsMeterConfig.PID,
        name = "Emulated DLMS meter",
        description = "An electricity meter of the emulated building that speaks DLMS/COSEM on a TCP port")
@interface DlmsMeterConfig {
    /** Factory PID. */
    String PID = "org.metergate.emulator.meters.dlms";

    @AttributeDefinition(name = "Name", description = "What people call the meter")
    String meter_name() default "main";

    @AttributeDefinition(name = "Listen on", description = "127.0.0.1 for this machine only, 0.0.0.0 for everyone")
    String bind_address() default "127.0.0.1";

    @AttributeDefinition(name = "TCP port", min = "0", max = "65535", description = "0 for any free port")
    int port() default 4059;

    @AttributeDefinition(
            name = "Transport",
            options = {
                @Option(label = "Wrapper (IEC 62056-47)", value = "WRAPPER"),
                @Option(label = "HDLC (IEC 62056-46)", value = "HDLC")
            })
    String transport() default "WRAPPER";

    @AttributeDefinition(
            name = "Speed (baud)",
            min = "0",
            max = "921600",
            description = "300 to 921600; 0 for no limit, as on a network")
    int baud() default 0;

    @AttributeDefinition(name = "Turnaround (ms)", min = "0", max = "10000", description = "From request to answer")
    int turnaround() default 0;

    @AttributeDefinition(name = "Logical server address", min = "1", max = "127")
    int server_logical() default 1;

    @AttributeDefinition(name = "Physical server address", min = "0", max = "127", description = "HDLC only")
    int server_physical() default 17;

    @AttributeDefinition(name = "Public client", min = "2", max = "127", description = "May read without a password")
    int client() default 16;

    @AttributeDefinition(
            name = "Password of client 1",
            type = AttributeType.PASSWORD,
            required = false,
            description = "Low level security; empty if client 1 may not read")
    String password() default "";

    @AttributeDefinition(name = "Longest APDU (bytes)", min = "64", max = "65535")
    int max_pdu() default 1024;

    @AttributeDefinition(name = "Serial number", description = "Up to 13 characters of ASCII")
    String serial() default "10000001";

    @AttributeDefinition(name = "Time zone", description = "Of the meter's clock, such as UTC or Europe/Vienna")
    String zone() default "UTC";
}
