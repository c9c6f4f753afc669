package org.metergate.driver.dlms;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Icon;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of the driver. */
@ObjectClassDefinition(
        id = DlmsConfig.PID,
        name = "DLMS/COSEM meter",
        description = "Reads one meter over DLMS/COSEM, IEC 62056-5-3, and hears what it pushes",
        icon = @Icon(resource = "OSGI-INF/icon.png", size = 32))
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
            description = "How APDUs travel on the line",
            options = {
                @Option(label = "Wrapper over TCP or UDP (IEC 62056-47)", value = "WRAPPER"),
                @Option(label = "HDLC (IEC 62056-46)", value = "HDLC")
            })
    String transport() default "WRAPPER";

    @AttributeDefinition(
            name = "Start",
            description = "How a conversation begins",
            options = {
                @Option(label = "With the transport at once", value = "DIRECT"),
                @Option(label = "Through the optical port, mode E (IEC 62056-21), then HDLC", value = "MODE_E")
            })
    String start() default "DIRECT";

    @AttributeDefinition(
            name = "Mode E: device address",
            required = false,
            description = "Up to 32 letters and digits; empty if the meter is alone on its line")
    String device_address() default "";

    @AttributeDefinition(
            name = "Mode E: speed of the sign-on (baud)",
            min = "300",
            max = "115200",
            description = "300 by the standard")
    int baud_initial() default 300;

    @AttributeDefinition(
            name = "Mode E: highest speed to agree on (baud)",
            min = "300",
            max = "19200",
            description = "The meter proposes its own; no more than this is taken")
    int baud_max() default 9600;

    @AttributeDefinition(
            name = "Mode E: reaction timeout (ms)",
            min = "100",
            max = "60000",
            description = "Longest wait for the identification, and between two of its characters")
    int reaction_timeout() default 1500;

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
            name = "Serial number of the meter",
            required = false,
            description =
                    "HDLC only: makes the physical address by the usual formula, last four digits + 1000, in 4 bytes;"
                            + " empty to use the physical address above")
    String server_serial() default "";

    @AttributeDefinition(
            name = "Referencing",
            description = "How objects are named",
            options = {
                @Option(label = "Logical names", value = "LOGICAL_NAME"),
                @Option(label = "Short names", value = "SHORT_NAME")
            })
    String referencing() default "LOGICAL_NAME";

    @AttributeDefinition(
            name = "Authentication",
            description = "What the meter asks of this client; the public client needs none",
            options = {
                @Option(label = "None", value = "NONE"),
                @Option(label = "Low level security (password)", value = "LOW"),
                @Option(label = "High, mechanism 2: the maker's, AES-128 with the password", value = "HIGH"),
                @Option(label = "High, mechanism 3: MD5", value = "HIGH_MD5"),
                @Option(label = "High, mechanism 4: SHA-1", value = "HIGH_SHA1"),
                @Option(label = "High, mechanism 5: GMAC with the keys", value = "HIGH_GMAC"),
                @Option(label = "High, mechanism 6: SHA-256", value = "HIGH_SHA256"),
                @Option(label = "High, mechanism 7: ECDSA", value = "HIGH_ECDSA")
            })
    String authentication() default "NONE";

    @AttributeDefinition(
            name = "Password",
            type = AttributeType.PASSWORD,
            required = false,
            description = "For low level security and mechanisms 2, 3, 4 and 6; octets are written 0x and hexadecimal")
    String password() default "";

    @AttributeDefinition(
            name = "Security suite",
            description = "Algorithms and length of keys",
            options = {
                @Option(label = "0: AES-128", value = "0"),
                @Option(label = "1: AES-128, ECDSA P-256", value = "1"),
                @Option(label = "2: AES-256, ECDSA P-384", value = "2")
            })
    int security_suite() default 0;

    @AttributeDefinition(
            name = "Security policy",
            description = "What is done to every request and answer",
            options = {
                @Option(label = "Nothing", value = "NONE"),
                @Option(label = "Authenticated", value = "AUTHENTICATED"),
                @Option(label = "Encrypted", value = "ENCRYPTED"),
                @Option(label = "Authenticated and encrypted", value = "AUTHENTICATED_ENCRYPTED")
            })
    String security_policy() default "NONE";

    @AttributeDefinition(
            name = "Encryption key",
            type = AttributeType.PASSWORD,
            required = false,
            description = "Global unicast encryption key (GUEK): 32 hexadecimal digits, 64 in suite 2")
    String key_encryption() default "";

    @AttributeDefinition(
            name = "Authentication key",
            type = AttributeType.PASSWORD,
            required = false,
            description = "Global authentication key (GAK): 32 hexadecimal digits, 64 in suite 2")
    String key_authentication() default "";

    @AttributeDefinition(
            name = "Private key",
            type = AttributeType.PASSWORD,
            required = false,
            description =
                    "Mechanism 7, and one-pass Diffie-Hellman: 64 hexadecimal digits, 96 in suite 2, or PKCS #8 in base64")
    String key_signing() default "";

    @AttributeDefinition(
            name = "Public key of the meter",
            required = false,
            description =
                    "Mechanism 7, and one-pass Diffie-Hellman: 128 hexadecimal digits, 192 in suite 2, or X.509 in base64")
    String meter_publickey() default "";

    @AttributeDefinition(
            name = "Dedicated key",
            description = "A new key, made for each association, encrypts its requests and answers")
    boolean dedicated_ciphering() default false;

    @AttributeDefinition(
            name = "General ciphering",
            description =
                    "Requests travel in general-glo-ciphering or general-ded-ciphering, for meters that want it so")
    boolean general_ciphering() default false;

    @AttributeDefinition(
            name = "Key of general-ciphering",
            description = "Which key closes requests and answers, if not that of the association",
            options = {
                @Option(label = "That of the association", value = "ASSOCIATION"),
                @Option(label = "The encryption key, named in each request", value = "IDENTIFIED"),
                @Option(label = "A new key, wrapped with the master key", value = "WRAPPED"),
                @Option(label = "Agreed upon: one-pass Diffie-Hellman C(1e, 1s)", value = "ONE_PASS"),
                @Option(label = "Agreed upon: static unified model C(0e, 2s)", value = "STATIC_UNIFIED")
            })
    String general_key() default "ASSOCIATION";

    @AttributeDefinition(
            name = "Master key",
            type = AttributeType.PASSWORD,
            required = false,
            description = "Wraps keys of general-ciphering, of pushes too: 32 hexadecimal digits, 64 in suite 2")
    String key_master() default "";

    @AttributeDefinition(
            name = "Private key agreement key",
            type = AttributeType.PASSWORD,
            required = false,
            description = "Agreed keys, of pushes too: 64 hexadecimal digits, 96 in suite 2, or PKCS #8 in base64")
    String key_agreement() default "";

    @AttributeDefinition(
            name = "Public key agreement key of the meter",
            required = false,
            description = "Agreed keys: 128 hexadecimal digits, 192 in suite 2, or X.509 in base64")
    String meter_agreementkey() default "";

    @AttributeDefinition(
            name = "System title of the client",
            description = "8 characters or 16 hexadecimal digits; meters may know only some")
    String client_title() default "4D54470000000001";

    @AttributeDefinition(
            name = "System title of the meter",
            required = false,
            description = "8 characters or 16 hexadecimal digits; another meter is not believed; empty takes any")
    String meter_title() default "";

    @AttributeDefinition(
            name = "Object of the invocation counter",
            description = "Where the public client reads the counter that this client must be above")
    String counter_object() default "0-0:43.1.0*255";

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
            name = "Window (frames)",
            min = "1",
            max = "7",
            description = "HDLC only: how many frames the meter may send in a row")
    int window() default 1;

    @AttributeDefinition(
            name = "Service ACCESS",
            description = "Takes the place of lists where a meter has it and takes no lists; logical names only")
    boolean access_service() default true;

    @AttributeDefinition(
            name = "General blocks (window)",
            min = "0",
            max = "63",
            description =
                    "How many blocks of the general block transfer the meter may send in a row; 0 proposes none, and"
                            + " long requests and answers go in the blocks of their services; logical names only")
    int general_blocks() default 0;

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

    @AttributeDefinition(
            name = "Time of a reading",
            description = "Which clock it comes from",
            options = {
                @Option(label = "The meter's, or the gateway's where it shows none", value = "METER"),
                @Option(label = "The gateway's", value = "GATEWAY"),
                @Option(label = "The meter's plus the offset", value = "OFFSET")
            })
    String clock_policy() default "METER";

    @AttributeDefinition(
            name = "Clock offset (s)",
            min = "-31622400",
            max = "31622400",
            description = "Added to the meter's time under OFFSET; negative if the meter is ahead")
    double clock_offset() default 0;

    @AttributeDefinition(
            name = "Set the meter's clock",
            description = "By the gateway's clock, at most once an hour, and written to the log each time")
    boolean clock_set() default false;

    @AttributeDefinition(
            name = "Clock tolerance (s)",
            min = "2",
            max = "86400",
            description = "The clock is set only if it is off by more than that")
    int clock_tolerance() default 10;

    @AttributeDefinition(
            name = "Clock limit (s)",
            min = "2",
            max = "86400",
            description = "The clock is not set if it is off by more than that: somebody must look at it")
    int clock_limit() default 300;

    @AttributeDefinition(
            name = "Load profile interval (s)",
            min = "1",
            max = "86400",
            description = "How often the profiles of listened channels are asked for new rows")
    int profile_interval() default 900;

    @AttributeDefinition(
            name = "Load profile depth (h)",
            min = "1",
            max = "9600",
            description = "How far back rows are fetched at first; after an outage all that are missing are")
    int profile_depth() default 24;

    @AttributeDefinition(
            name = "Push",
            description = "Where the meter sends by itself",
            options = {
                @Option(label = "It does not", value = "NONE"),
                @Option(label = "On the line, and it is never asked (HAN or P1 port)", value = "LINE"),
                @Option(label = "To a TCP port of the gateway", value = "TCP"),
                @Option(label = "To a UDP port of the gateway", value = "UDP")
            })
    String push() default "NONE";

    @AttributeDefinition(
            name = "Push: carrier",
            description = "What carries the APDUs",
            options = {
                @Option(label = "Whatever comes", value = "ANY"),
                @Option(label = "HDLC", value = "HDLC"),
                @Option(label = "Wrapper", value = "WRAPPER"),
                @Option(label = "M-Bus", value = "MBUS"),
                @Option(label = "Nothing", value = "RAW")
            })
    String push_carrier() default "ANY";

    @AttributeDefinition(
            name = "Push: port of the gateway",
            min = "1",
            max = "65535",
            description =
                    "TCP and UDP; several drivers may share one. Below 1024 the gateway may not be allowed to open it")
    int push_port() default 4059;

    @AttributeDefinition(
            name = "Push: from",
            required = false,
            description = "IP address that this meter's pushes come from; empty for any. The system title of the meter"
                    + " tells meters apart too")
    String push_from() default "";

    @AttributeDefinition(
            name = "Push timeout (ms)",
            min = "100",
            max = "86400000",
            description = "Longest silence of a meter that sends on its line, and age of what it sent")
    int push_timeout() default 60000;

    @AttributeDefinition(
            name = "Push: open without authentication key",
            description =
                    "An encrypted push is opened without checking who made it, if the authentication key is not given")
    boolean push_unauthenticated() default false;
}
