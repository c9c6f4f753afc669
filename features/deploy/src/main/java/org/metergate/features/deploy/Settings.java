package org.metergate.features.deploy;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/**
 * What the command is asked to do.
 *
 * @param gateway where Kura's REST endpoints lie, without a slash at the end: {@code https://192.0.2.10/services}
 * @param packages names of the packages to install, as given; none means those of ours that the gateway has, or
 *     everything
 * @param fingerprint of the gateway's certificate, SHA-256; empty to trust what Java trusts
 * @param patience longest wait for one package to be installed, and again for its bundles to run
 * @param watch how long all must run without a break before they count as running
 * @param kept folder with the packages that ran, for going back
 */
record Settings(
        URI gateway,
        String user,
        List<String> packages,
        String fingerprint,
        Duration patience,
        Duration watch,
        Path kept) {

    private static final String SERVICES = "/services";

    /** @throws GatewayException naming the property that is wrong or missing, and what would be right */
    static Settings from(Properties properties) throws GatewayException {
        URI gateway = gateway(text(properties, "kura.url"));
        String user = text(properties, "kura.user");
        if (user.isEmpty()) {
            throw new GatewayException("kura.user is missing: -Dkura.user=admin, or who may deploy there");
        }
        String kept = text(properties, "kura.previous");
        return new Settings(
                gateway,
                user,
                Arrays.stream(text(properties, "kura.packages").split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList(),
                text(properties, "kura.fingerprint"),
                seconds(properties, "kura.timeout", 120, 1, 3600),
                seconds(properties, "kura.watch", 10, 0, 600),
                Path.of(kept.isEmpty() ? "metergate-data/deployed" : kept).resolve(folderName(gateway)));
    }

    private static URI gateway(String url) throws GatewayException {
        if (url.isEmpty()) {
            throw new GatewayException(
                    "kura.url is missing: -Dkura.url=https://192.0.2.10, the address of the gateway");
        }
        try {
            URI given = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            boolean web = "https".equals(given.getScheme()) || "http".equals(given.getScheme());
            if (!web || given.getHost() == null || given.getUserInfo() != null || given.getQuery() != null) {
                throw new URISyntaxException(url, "expected is https://host or https://host:port");
            }
            return given.getPath().endsWith(SERVICES) ? given : new URI(given + SERVICES);
        } catch (URISyntaxException e) {
            // not the text itself: somebody may have written a password into it
            throw new GatewayException("kura.url is no address of a gateway: " + e.getReason());
        }
    }

    private static Duration seconds(Properties properties, String key, int otherwise, int least, int most)
            throws GatewayException {
        String text = text(properties, key);
        try {
            int seconds = text.isEmpty() ? otherwise : Integer.parseInt(text);
            if (seconds < least || seconds > most) {
                throw new NumberFormatException();
            }
            return Duration.ofSeconds(seconds);
        } catch (NumberFormatException e) {
            throw new GatewayException(key + " is '" + text + "': whole seconds from " + least + " to " + most);
        }
    }

    private static String folderName(URI gateway) {
        return (gateway.getHost() + (gateway.getPort() < 0 ? "" : "_" + gateway.getPort())).replaceAll("[^\\w.-]", "_");
    }

    private static String text(Properties properties, String key) {
        return properties.getProperty(key, "").strip();
    }
}
