package org.metergate.driver.dlms;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.metergate.dlms.DlmsSettings.Access;
import org.metergate.dlms.DlmsSettings.Authentication;
import org.metergate.dlms.DlmsSettings.Referencing;
import org.metergate.dlms.GeneralKey;
import org.metergate.dlms.Keys;
import org.metergate.dlms.Security;
import org.metergate.dlms.SharedKeys;
import org.metergate.driver.channels.StoredPassword;
import org.metergate.model.ObisCode;
import org.metergate.settings.Properties;

/**
 * How a meter is convinced, as the gateway stores it: passwords and keys stay enciphered here, and equal settings are
 * told by what is stored.
 *
 * @param authentication how to prove who asks
 * @param password of low level security and of the high levels with a secret
 * @param suite security suite, 0 to 2
 * @param policy what is done to every APDU
 * @param encryptionKey global unicast encryption key, in hexadecimal
 * @param authenticationKey global authentication key, in hexadecimal
 * @param signingKey private key of mechanism 7
 * @param meterPublicKey the meter's public key of mechanism 7, as text
 * @param dedicated whether a key made for one association is used
 * @param general whether APDUs travel in general ciphering
 * @param generalKey which key closes them in general-ciphering
 * @param clientTitle system title of the client, 16 hexadecimal digits
 * @param meterTitle that the meter must have, 16 hexadecimal digits; empty takes the one it tells
 * @param counterObject where a public client reads the invocation counter
 * @param referencing how objects are named
 */
record Credentials(
        Authentication authentication,
        StoredPassword password,
        int suite,
        Security.Policy policy,
        StoredPassword encryptionKey,
        StoredPassword authenticationKey,
        StoredPassword signingKey,
        String meterPublicKey,
        boolean dedicated,
        boolean general,
        GeneralKeySettings generalKey,
        String clientTitle,
        String meterTitle,
        ObisCode counterObject,
        Referencing referencing) {

    private static final String PASSWORD = "password";
    private static final String ENCRYPTION_KEY = "key.encryption";
    private static final String AUTHENTICATION_KEY = "key.authentication";
    private static final String SIGNING_KEY = "key.signing";
    private static final String METER_KEY = "meter.publickey";
    private static final String USUAL_TITLE = "4D54470000000001";

    /**
     * What a session needs, deciphered.
     *
     * @param access who asks, and how that is proved and protected
     * @param pushKeys that open what the meter pushes; empty if none are given
     * @param fingerprint tells keys and client title apart from all others and gives nothing of them away; empty if
     *     there is no key
     */
    record Opened(Access access, Optional<SharedKeys> pushKeys, String fingerprint) {}

    /** Reads the settings without deciphering anything; problems are noted in the properties. */
    static Credentials from(Properties properties) {
        return new Credentials(
                properties.choice("authentication", Authentication.NONE),
                new StoredPassword(properties.text(PASSWORD, "")),
                properties.integer("security.suite", 0, 0, 2),
                properties.choice("security.policy", Security.Policy.NONE),
                new StoredPassword(properties.text(ENCRYPTION_KEY, "")),
                new StoredPassword(properties.text(AUTHENTICATION_KEY, "")),
                new StoredPassword(properties.text(SIGNING_KEY, "")),
                properties.text(METER_KEY, ""),
                properties.flag("dedicated.ciphering", false),
                properties.flag("general.ciphering", false),
                GeneralKeySettings.from(properties),
                properties
                        .parsed("client.title", USUAL_TITLE, Credentials::title)
                        .orElse(USUAL_TITLE),
                properties.text("meter.title", "").isEmpty()
                        ? ""
                        : properties
                                .parsed("meter.title", null, Credentials::title)
                                .orElse(""),
                properties
                        .parsed("counter.object", "0-0:43.1.0*255", ObisCode::parse)
                        .orElse(Security.USUAL_COUNTER),
                properties.choice("referencing", Referencing.LOGICAL_NAME));
    }

    /** Eight characters or 16 hexadecimal digits; three letters of a maker lead. */
    private static String title(String text) {
        String digits = text.replaceAll("[\\s:-]", "");
        if (digits.matches("[0-9A-Fa-f]{16}")) {
            return digits.toUpperCase(Locale.ROOT);
        }
        if (text.matches("[ -~]{8}")) {
            return HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.US_ASCII));
        }
        throw new IllegalArgumentException(
                "is '" + text + "'; expected 16 hexadecimal digits such as " + USUAL_TITLE + ", or 8 characters");
    }

    /**
     * Deciphers. What is wrong is noted in the properties, and never with any part of a secret.
     *
     * @param opener deciphers what the gateway stores
     * @param properties takes the problems
     * @param pushed whether the meter sends by itself: then keys that no request is closed with are looked at too
     * @return what a session needs; empty if something is wrong
     */
    Optional<Opened> open(Function<StoredPassword, char[]> opener, Properties properties, boolean pushed) {
        int before = properties.problems().size();
        String secret = password.isEmpty() || !usesPassword() ? "" : new String(opener.apply(password));
        if (usesPassword() && secret.isEmpty()) {
            properties.note(PASSWORD, "is missing; authentication " + authentication + " needs one");
        }
        AesKeys lengths = new AesKeys(suite);
        Optional<byte[]> encryption = lengths.key(ENCRYPTION_KEY, encryptionKey, opener, properties);
        Optional<byte[]> tag = lengths.key(AUTHENTICATION_KEY, authenticationKey, opener, properties);
        missing(properties, encryption, tag, pushed && generalKey.shared());
        Optional<GeneralKey> ownKey = generalKey.open(suite, opener, properties);
        Optional<Security.Signing> signing = signing(opener, properties);
        byte[] title = HexFormat.of().parseHex(clientTitle);
        Optional<byte[]> master = pushed ? generalKey.master(ownKey, suite, opener, properties) : Optional.empty();
        Optional<SharedKeys.Agreement> agreement = pushed
                ? generalKey
                        .agreement(ownKey, suite, opener, properties)
                        .map(agreed -> new SharedKeys.Agreement(
                                title, agreed.own(), agreed.meters(), signer(signing, properties)))
                : Optional.empty();
        if (properties.problems().size() > before) {
            return Optional.empty();
        }
        Optional<Keys> keys = encryption.map(key -> new Keys(key, tag));
        try {
            Security security = new Security(
                    suite,
                    policy,
                    title,
                    needsKeys() ? keys : Optional.empty(),
                    dedicated,
                    general,
                    ownKey,
                    signing,
                    meterTitle.isEmpty()
                            ? Optional.empty()
                            : Optional.of(HexFormat.of().parseHex(meterTitle)),
                    counterObject);
            return Optional.of(new Opened(
                    new Access(authentication, secret, security, referencing),
                    encryption.isEmpty() && master.isEmpty() && agreement.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new SharedKeys(suite, encryption, tag, false, master, agreement)),
                    encryption.map(this::fingerprint).orElse("")));
        } catch (IllegalArgumentException e) { // says nothing of a key but its length
            properties.note("security.policy", e.getMessage());
            return Optional.empty();
        }
    }

    private boolean usesPassword() {
        return switch (authentication) {
            case LOW, HIGH, HIGH_MD5, HIGH_SHA1, HIGH_SHA256 -> true;
            case NONE, HIGH_GMAC, HIGH_ECDSA -> false;
        };
    }

    /** @return whether requests are counted, and so may never be counted twice */
    boolean needsKeys() {
        return policy != Security.Policy.NONE || authentication == Authentication.HIGH_GMAC;
    }

    private void missing(Properties properties, Optional<byte[]> encryption, Optional<byte[]> tag, boolean otherKeys) {
        String why = policy == Security.Policy.NONE ? "authentication " + authentication : "security.policy " + policy;
        if (needsKeys() && encryptionKey.isEmpty()) {
            properties.note(ENCRYPTION_KEY, "is missing; " + why + " needs one");
        }
        boolean tagged = authentication == Authentication.HIGH_GMAC
                || policy == Security.Policy.AUTHENTICATED
                || policy == Security.Policy.AUTHENTICATED_ENCRYPTED;
        if (tagged && authenticationKey.isEmpty()) {
            properties.note(AUTHENTICATION_KEY, "is missing; " + why + " needs one");
        }
        if (encryption.isEmpty() && tag.isPresent() && !needsKeys() && !otherKeys) {
            properties.note(ENCRYPTION_KEY, "is missing; " + AUTHENTICATION_KEY + " alone opens nothing");
        }
    }

    private Optional<Security.Signing> signing(Function<StoredPassword, char[]> opener, Properties properties) {
        boolean proves = authentication == Authentication.HIGH_ECDSA;
        if (!proves && !generalKey.signs()) {
            return Optional.empty();
        }
        String why = proves ? "authentication " + authentication : "general.key " + generalKey.choice();
        for (String name : List.of(SIGNING_KEY, METER_KEY)) {
            if (name.equals(SIGNING_KEY) ? signingKey.isEmpty() : meterPublicKey.isEmpty()) {
                properties.note(name, "is missing; " + why + " needs one");
            }
        }
        if (suite == 0 && proves) {
            properties.note("security.suite", "is 0; " + why + " needs suite 1 or 2");
        }
        if (signingKey.isEmpty() || meterPublicKey.isEmpty() || suite == 0) {
            return Optional.empty();
        }
        SigningKeys curve = new SigningKeys(suite);
        String name = SIGNING_KEY;
        try {
            var own = curve.privateKey(new String(opener.apply(signingKey)));
            name = METER_KEY;
            return Optional.of(new Security.Signing(own, curve.publicKey(meterPublicKey)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            properties.note(name, "is no key; " + curve.expected(name.equals(SIGNING_KEY)));
            return Optional.empty();
        }
    }

    /** Who is only heard signs the keys that are agreed upon, and nothing is signed for it. */
    private Optional<PublicKey> signer(Optional<Security.Signing> signing, Properties properties) {
        if (signing.isPresent() || meterPublicKey.isEmpty()) {
            return signing.map(Security.Signing::meters);
        }
        SigningKeys curve = new SigningKeys(suite);
        try {
            return Optional.of(curve.publicKey(meterPublicKey));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            properties.note(METER_KEY, "is no key; " + curve.expected(false));
            return Optional.empty();
        }
    }

    /** Counters belong to a key: under another one they begin anew, and under the same one never. */
    private String fingerprint(byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("invocation counter ".getBytes(StandardCharsets.US_ASCII));
            digest.update(key);
            digest.update(HexFormat.of().parseHex(clientTitle));
            return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), 8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
