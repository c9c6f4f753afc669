package org.metergate.dashboard;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Icon;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of the dashboard. */
@ObjectClassDefinition(
        id = DashboardConfig.PID,
        name = "Metergate dashboard",
        description = "Page, REST and live feed of what the meters say",
        icon = @Icon(resource = "OSGI-INF/icon.png", size = 32))
@interface DashboardConfig {
    /** PID; there is one dashboard. */
    String PID = "org.metergate.dashboard";

    @AttributeDefinition(
            name = "Transport",
            options = {
                @Option(label = "encrypted (HTTPS)", value = "TLS"),
                @Option(label = "plain HTTP, from this machine only", value = "HTTP_LOOPBACK"),
                @Option(
                        label = "plain HTTP, from everywhere: passwords can be read on the way",
                        value = "HTTP_EVERYWHERE")
            },
            description = "How the dashboard is reached")
    String transport() default "TLS";

    @AttributeDefinition(
            name = "Port",
            min = "1",
            max = "65535",
            description = "TCP port of the dashboard; must not be one of the gateway's own")
    int port() default 9443;

    @AttributeDefinition(
            name = "Keystore",
            required = false,
            description = "With HTTPS: the service PID of the gateway's keystore whose certificate is shown, such as"
                    + " HttpsKeystore; empty for a self-signed one")
    String keystore_pid() default "";

    @AttributeDefinition(
            name = "Alias of the certificate",
            required = false,
            description = "Which private key of the keystore; empty for the first by name")
    String keystore_alias() default "";

    @AttributeDefinition(
            name = "Reads (per minute and client)",
            min = "10",
            max = "1000000",
            description = "Requests that a client may make that change nothing")
    int rate_read() default 600;

    @AttributeDefinition(
            name = "Writes (per minute and client)",
            min = "1",
            max = "100000",
            description = "Requests that a client may make that change something")
    int rate_write() default 60;

    @AttributeDefinition(
            name = "Logins (per minute and address)",
            min = "1",
            max = "1000",
            description = "Attempts to log in, and renewals of sessions")
    int rate_login() default 20;
}
