package org.metergate.emulator.meters.dlms;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.metergate.emulator.meters.dlms.DlmsMeter.Identity;
import org.metergate.emulator.meters.dlms.DlmsMeter.Transport;
import org.metergate.settings.Properties;

/**
 * What one emulated meter is, read from its properties.
 *
 * @param identity how it is reached
 * @param traits what it does otherwise than others
 * @param datagrams whether it listens on UDP
 * @param push where it pushes to; empty if it does not
 */
public record DlmsMeterSettings(
        Identity identity, MeterTraits traits, boolean datagrams, Optional<Pusher.Target> push) {

    /** Where faults begin and what they are; how many answers went by makes no difference between two settings. */
    private record Faults(SecurityFault fault, int after, AtomicInteger answers) implements Supplier<SecurityFault> {
        @Override
        public SecurityFault get() {
            return answers.incrementAndGet() > after ? fault : SecurityFault.NONE;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Faults that && fault == that.fault && after == that.after;
        }

        @Override
        public int hashCode() {
            return Objects.hash(fault, after);
        }
    }

    /**
     * Reads the settings; problems are noted in the properties.
     *
     * @param properties of the component
     * @return the settings
     */
    public static DlmsMeterSettings from(Properties properties) {
        Identity identity = identity(properties);
        MeterTraits traits = new MeterTraits(
                security(properties, identity),
                properties.choice("public.reads", MeterTraits.PublicReads.EVERYTHING),
                properties.flag("lists", true),
                properties.flag("general.blocks", false),
                profile(properties),
                faults(properties),
                Optional.empty());
        boolean datagrams = properties.flag("udp", false);
        if (datagrams && identity.transport() == Transport.HDLC) {
            properties.note("udp", "is true; only transport WRAPPER goes over UDP");
        }
        int interval = properties.integer("push.interval", 60, 1, 86_400);
        String to = properties.text("push.to", "");
        Optional<Pusher.Target> push = to.isEmpty()
                ? Optional.empty()
                : properties.parsed("push.to", "", text -> new Pusher.Target(text, Duration.ofSeconds(interval)));
        return new DlmsMeterSettings(identity, traits, datagrams, push);
    }

    static Identity identity(Properties properties) {
        String serial = properties.text("serial", "10000001");
        if (!serial.matches("[\\x20-\\x7E]{1,13}")) {
            properties.note("serial", "is '" + serial + "'; expected 1 to 13 characters of ASCII");
            serial = "?";
        }
        return new Identity(
                properties.choice("transport", Transport.WRAPPER),
                properties.integer("server.logical", 1, 1, 127),
                properties.integer("server.physical", 17, 0, 127),
                properties.integer("client", 16, 2, 127),
                properties.text("password", ""),
                properties.integer("max.pdu", 1024, 64, 0xFFFF),
                serial,
                properties.parsed("zone", "UTC", DlmsMeterSettings::zone).orElse(ZoneId.of("UTC")));
    }

    private static ProfileTraits profile(Properties properties) {
        return new ProfileTraits(
                Duration.ofMinutes(properties.integer("profile.period", 15, 1, 60)),
                properties.integer("profile.rows", 3840, 1, 20_000),
                properties.choice("profile.order", ProfileTraits.Order.ASCENDING),
                properties.choice("profile.access", ProfileTraits.Access.BOTH),
                properties.flag("profile.deviation", true));
    }

    private static Supplier<SecurityFault> faults(Properties properties) {
        SecurityFault fault = properties.choice("security.fault", SecurityFault.NONE);
        int after = properties.integer("security.fault.after", 0, 0, 1_000_000);
        return fault == SecurityFault.NONE
                ? MeterTraits.USUAL.securityFault()
                : new Faults(fault, after, new AtomicInteger());
    }

    /** Without password, key or level there is no client 1, as ever. */
    private static Optional<MeterSecurity> security(Properties properties, Identity identity) {
        MeterSecurity.Level level = properties.choice("authentication", MeterSecurity.Level.LOW);
        int suite = properties.integer("suite", 0, 0, 2);
        MeterSecurity.Policy policy = properties.choice("policy", MeterSecurity.Policy.NONE);
        byte[] title = bytes(properties, "system.title");
        byte[] encryption = bytes(properties, "encryption.key");
        byte[] authentication = bytes(properties, "authentication.key");
        byte[] master = bytes(properties, "master.key");
        Optional<PrivateKey> signing = key(properties, "signing.key", DlmsMeterSettings::privateKey);
        Optional<PublicKey> clients = key(properties, "client.signing.publickey", DlmsMeterSettings::publicKey);
        Optional<PrivateKey> agreement = key(properties, "agreement.key", DlmsMeterSettings::privateKey);
        Optional<PublicKey> clientsAgreement =
                key(properties, "client.agreement.publickey", DlmsMeterSettings::publicKey);
        boolean nobody = identity.password().isEmpty() && encryption.length == 0 && level == MeterSecurity.Level.LOW;
        if (nobody || !properties.problems().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new MeterSecurity(
                    level,
                    identity.password(),
                    suite,
                    policy,
                    title.length == 0 ? MeterSecurity.titleOf(identity.serial()) : title,
                    encryption,
                    authentication,
                    master,
                    signing,
                    clients,
                    agreement,
                    clientsAgreement));
        } catch (IllegalArgumentException e) {
            properties.note("authentication", "is " + level + " in suite " + suite + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static byte[] bytes(Properties properties, String key) {
        return key(properties, key, digits -> HexFormat.of().parseHex(digits)).orElse(new byte[0]);
    }

    private static <T> Optional<T> key(Properties properties, String key, Function<String, T> parser) {
        String text = properties.text(key, "");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(text.replace(" ", "")));
        } catch (IllegalArgumentException e) {
            properties.note(
                    key,
                    "is no key: expected hexadecimal digits"
                            + (key.contains("sign") || key.contains("agree")
                                    ? " of PKCS#8, or of X.509 for a client's"
                                    : ""));
            return Optional.empty();
        }
    }

    private static PrivateKey privateKey(String digits) {
        try {
            return KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(HexFormat.of().parseHex(digits)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static PublicKey publicKey(String digits) {
        try {
            return KeyFactory.getInstance("EC")
                    .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(digits)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is no time zone; expected one like Europe/Vienna", e);
        }
    }

    /** Leaves password and keys out. */
    @Override
    public String toString() {
        return identity.transport() + " "
                + traits.security().map(MeterSecurity::toString).orElse("public");
    }
}
