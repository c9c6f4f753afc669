package org.metergate.driver.dlms;

import java.time.Duration;
import org.metergate.dlms.PushStream.Carrier;
import org.metergate.settings.Properties;

/**
 * What the meter sends by itself.
 *
 * @param way where it comes in
 * @param carrier what carries the APDUs
 * @param port of the gateway that meters connect or send to, with {@link Way#TCP} and {@link Way#UDP}
 * @param from host that the pushes of this meter come from; empty for any
 * @param timeout longest silence of such a meter, and age of what it sent
 * @param unauthenticated whether an APDU with a tag is opened without checking it, if no authentication key is given
 */
record PushSettings(Way way, Carrier carrier, int port, String from, Duration timeout, boolean unauthenticated) {

    /** Where pushes come in. */
    enum Way {
        /** The meter sends nothing by itself. */
        NONE,
        /** On the line, which is then used for nothing else: a HAN or P1 port. */
        LINE,
        /** At a TCP port of the gateway. */
        TCP,
        /** At a UDP port of the gateway. */
        UDP
    }

    /** Reads the settings; problems are noted. */
    static PushSettings from(Properties properties) {
        return new PushSettings(
                properties.choice("push", Way.NONE),
                properties.choice("push.carrier", Carrier.ANY),
                properties.integer("push.port", 4059, 1, 65_535),
                properties.text("push.from", ""),
                Duration.ofMillis(properties.integer("push.timeout", 60_000, 100, 86_400_000)),
                properties.flag("push.unauthenticated", false));
    }

    /** @return whether the meter is never asked, because its line only sends */
    boolean alone() {
        return way == Way.LINE;
    }
}
