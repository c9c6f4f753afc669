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
            description = "Or the secret of the higher levels; without it and without keys there is no client 1")
    String password() default "";

    @AttributeDefinition(name = "Longest APDU (bytes)", min = "64", max = "65535")
    int max_pdu() default 1024;

    @AttributeDefinition(name = "Serial number", description = "Up to 13 characters of ASCII")
    String serial() default "10000001";

    @AttributeDefinition(
            name = "UDP",
            description = "Listens for datagrams instead of connections; with the wrapper only")
    boolean udp() default false;

    @AttributeDefinition(
            name = "Authentication of client 1",
            options = {
                @Option(label = "None", value = "NONE"),
                @Option(label = "Low: password", value = "LOW"),
                @Option(label = "High 2: the maker's", value = "HIGH"),
                @Option(label = "High 3: MD5", value = "HIGH_MD5"),
                @Option(label = "High 4: SHA-1", value = "HIGH_SHA1"),
                @Option(label = "High 5: GMAC", value = "HIGH_GMAC"),
                @Option(label = "High 6: SHA-256", value = "HIGH_SHA256"),
                @Option(label = "High 7: ECDSA", value = "HIGH_ECDSA")
            })
    String authentication() default "LOW";

    @AttributeDefinition(name = "Security suite", min = "0", max = "2")
    int suite() default 0;

    @AttributeDefinition(
            name = "Protection of every APDU of client 1",
            options = {
                @Option(label = "None", value = "NONE"),
                @Option(label = "Authenticated", value = "AUTHENTICATED"),
                @Option(label = "Encrypted", value = "ENCRYPTED"),
                @Option(label = "Authenticated and encrypted", value = "AUTHENTICATED_ENCRYPTED")
            })
    String policy() default "NONE";

    @AttributeDefinition(
            name = "System title (hex)",
            required = false,
            description = "16 digits; empty makes one of the serial number")
    String system_title() default "";

    @AttributeDefinition(
            name = "Encryption key (hex)",
            type = AttributeType.PASSWORD,
            required = false,
            description = "32 digits, 64 in suite 2; needed for protection and for GMAC")
    String encryption_key() default "";

    @AttributeDefinition(
            name = "Authentication key (hex)",
            type = AttributeType.PASSWORD,
            required = false,
            description = "As long as the encryption key")
    String authentication_key() default "";

    @AttributeDefinition(
            name = "Master key (hex)",
            type = AttributeType.PASSWORD,
            required = false,
            description = "Wraps keys of general-ciphering; as long as the encryption key")
    String master_key() default "";

    @AttributeDefinition(
            name = "Signing key (hex)",
            type = AttributeType.PASSWORD,
            required = false,
            description = "The meter's, PKCS#8; for ECDSA")
    String signing_key() default "";

    @AttributeDefinition(
            name = "Signing key of client 1 (hex)",
            required = false,
            description = "Public, X.509; for ECDSA")
    String client_signing_publickey() default "";

    @AttributeDefinition(
            name = "Key agreement key (hex)",
            type = AttributeType.PASSWORD,
            required = false,
            description = "The meter's, PKCS#8; for general-ciphering with an agreed key")
    String agreement_key() default "";

    @AttributeDefinition(name = "Key agreement key of client 1 (hex)", required = false, description = "Public, X.509")
    String client_agreement_publickey() default "";

    @AttributeDefinition(
            name = "The public client reads",
            options = {
                @Option(label = "Everything", value = "EVERYTHING"),
                @Option(label = "Names, clock and invocation counter", value = "IDENTITY")
            })
    String public_reads() default "EVERYTHING";

    @AttributeDefinition(name = "Lists", description = "Whether GET, SET and ACTION take several references")
    boolean lists() default true;

    @AttributeDefinition(
            name = "General blocks",
            description = "Long answers go in general blocks to clients that propose them")
    boolean general_blocks() default false;

    @AttributeDefinition(name = "Registration period (min)", min = "1", max = "60", description = "Of the load profile")
    int profile_period() default 15;

    @AttributeDefinition(name = "Rows of the load profile", min = "1", max = "20000")
    int profile_rows() default 3840;

    @AttributeDefinition(
            name = "Order of the rows",
            options = {
                @Option(label = "Oldest first", value = "ASCENDING"),
                @Option(label = "Newest first", value = "DESCENDING"),
                @Option(label = "As a ring buffer", value = "UNSORTED")
            })
    String profile_order() default "ASCENDING";

    @AttributeDefinition(
            name = "Selective access to the load profile",
            options = {
                @Option(label = "By range and by entry", value = "BOTH"),
                @Option(label = "By range", value = "RANGE"),
                @Option(label = "By entry", value = "ENTRY"),
                @Option(label = "None", value = "NONE")
            })
    String profile_access() default "BOTH";

    @AttributeDefinition(
            name = "Takes ranges with a deviation",
            description = "A meter that does not wants its own local time")
    boolean profile_deviation() default true;

    @AttributeDefinition(
            name = "Security fault",
            options = {
                @Option(label = "None", value = "NONE"),
                @Option(label = "Answers closed with another key", value = "WRONG_KEY"),
                @Option(label = "The answer before sent again", value = "REPLAYED"),
                @Option(label = "Another system title", value = "OTHER_TITLE"),
                @Option(label = "Expects a far higher invocation counter", value = "COUNTER_JUMP")
            })
    String security_fault() default "NONE";

    @AttributeDefinition(
            name = "Security fault after",
            min = "0",
            max = "1000000",
            description = "Protected answers that go well before")
    int security_fault_after() default 0;

    @AttributeDefinition(
            name = "Push to",
            required = false,
            description = "tcp://host:port or udp://host:port; empty for no push")
    String push_to() default "";

    @AttributeDefinition(name = "Push interval (s)", min = "1", max = "86400")
    int push_interval() default 60;

    @AttributeDefinition(name = "Time zone", description = "Of the meter's clock, such as UTC or Europe/Vienna")
    String zone() default "UTC";
}
