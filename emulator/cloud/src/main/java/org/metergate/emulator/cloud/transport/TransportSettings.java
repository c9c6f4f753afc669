package org.metergate.emulator.cloud.transport;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.metergate.settings.Properties;

/**
 * What a transport was told to do. Keys and defaults are those of Kura's {@code MqttDataTransport}.
 *
 * @param broker address as the client library wants it, {@code tcp://host:port}; empty only if there are problems
 * @param account stands for {@code #account-name} in topics
 * @param client client id, and stands for {@code #client-id} in topics
 * @param username empty for none
 * @param password plain text, empty for none
 * @param keepAlive longest silence on the connection
 * @param timeout longest wait for an answer of the broker
 * @param cleanSession whether the broker forgets this client when it leaves
 * @param will message that the broker publishes if this client is lost
 * @param version 3 for MQTT 3.1, 4 for 3.1.1
 * @param problems what is wrong with the configuration; empty if it can be used
 */
record TransportSettings(
        Optional<String> broker,
        String account,
        String client,
        String username,
        String password,
        Duration keepAlive,
        Duration timeout,
        boolean cleanSession,
        Optional<Will> will,
        int version,
        List<Properties.Problem> problems) {

    /**
     * A last will.
     *
     * @param topic may hold {@code #account-name} and {@code #client-id}
     * @param payload text
     * @param qos 0 to 2
     * @param retain whether the broker keeps it
     */
    record Will(String topic, String payload, int qos, boolean retain) {}

    private static final Pattern ADDRESS =
            Pattern.compile("(mqtt|mqtts|tcp|ssl|ws|wss)://[^\\s/:]+(:[0-9]{1,5})?(/\\S*)?");

    /**
     * Reads the properties.
     *
     * @param properties as the gateway hands them over
     * @param decrypt makes plain text of a stored password
     * @return the settings
     */
    static TransportSettings from(Map<String, ?> properties, UnaryOperator<String> decrypt) {
        Properties read = new Properties(properties);
        Optional<String> broker = read.parsed("broker-url", "mqtt://broker-url:1883/", TransportSettings::address);
        String account = read.text("topic.context.account-name", "");
        String client = read.text("client-id", ownName()).replaceAll("[/+#.]", "-");
        String username = read.text("username", "");
        String password = decrypt.apply(read.text("password", ""));
        int keepAlive = read.integer("keep-alive", 30, 0, 65535);
        int timeout = read.integer("timeout", 10, 1, 3600);
        boolean clean = read.flag("clean-session", true);
        int version = read.integer("protocol-version", 4, 3, 4);
        return new TransportSettings(
                broker,
                account,
                client,
                username,
                password,
                Duration.ofSeconds(keepAlive),
                Duration.ofSeconds(timeout),
                clean,
                will(read),
                version,
                read.problems());
    }

    /**
     * Puts this gateway's names into a topic.
     *
     * @param topic with or without {@code #account-name} and {@code #client-id}
     * @return the topic for the broker
     */
    String resolved(String topic) {
        String resolved = topic.replaceAll("#client-id(?=[\\s/]|$)", quoted(client));
        return account.isEmpty() ? resolved : resolved.replaceAll("#account-name(?=[\\s/]|$)", quoted(account));
    }

    private static String quoted(String text) {
        return Matcher.quoteReplacement(text);
    }

    private static Optional<Will> will(Properties read) {
        String topic = read.text("lwt.topic", "");
        Will will = new Will(
                topic, read.text("lwt.payload", ""), read.integer("lwt.qos", 0, 0, 2), read.flag("lwt.retain", false));
        return topic.isEmpty() ? Optional.empty() : Optional.of(will);
    }

    private static String address(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            throw new IllegalArgumentException("is '" + text + "'; expected something like mqtt://192.0.2.10:1883");
        }
        return text.replaceFirst("^mqtt://", "tcp://")
                .replaceFirst("^mqtts://", "ssl://")
                .replaceFirst("/$", "");
    }

    /** The hardware address of the first network interface, as Kura does, or the host's name. */
    private static String ownName() {
        try {
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                byte[] hardware = each.getHardwareAddress();
                if (hardware != null && !each.isLoopback()) {
                    return HexFormat.of().withUpperCase().formatHex(hardware);
                }
            }
            return InetAddress.getLocalHost().getHostName();
        } catch (SocketException | UnknownHostException e) {
            return "metergate";
        }
    }
}
