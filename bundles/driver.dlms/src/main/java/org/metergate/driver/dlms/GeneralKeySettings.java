package org.metergate.driver.dlms;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Optional;
import java.util.function.Function;
import org.metergate.dlms.GeneralKey;
import org.metergate.driver.channels.StoredPassword;
import org.metergate.settings.Properties;

/**
 * Which key closes APDUs in general-ciphering, as the gateway stores it.
 *
 * @param choice which
 * @param master wraps keys, in hexadecimal
 * @param own private key agreement key
 * @param meters public key agreement key of the meter, as text
 */
record GeneralKeySettings(Choice choice, StoredPassword master, StoredPassword own, String meters) {
    private static final String CHOICE = "general.key";
    private static final String MASTER = "key.master";
    private static final String OWN = "key.agreement";
    private static final String METERS = "meter.agreementkey";

    /** What closes them. */
    enum Choice {
        /** The key of the association: no general-ciphering. */
        ASSOCIATION,
        IDENTIFIED,
        WRAPPED,
        ONE_PASS,
        STATIC_UNIFIED
    }

    /** Reads the settings without deciphering anything; problems are noted in the properties. */
    static GeneralKeySettings from(Properties properties) {
        return new GeneralKeySettings(
                properties.choice(CHOICE, Choice.ASSOCIATION),
                new StoredPassword(properties.text(MASTER, "")),
                new StoredPassword(properties.text(OWN, "")),
                properties.text(METERS, ""));
    }

    /** @return whether the keys of mechanism 7 sign the keys that are agreed upon */
    boolean signs() {
        return choice == Choice.ONE_PASS;
    }

    /**
     * Deciphers. What is wrong is noted in the properties.
     *
     * @param suite security suite
     * @param opener deciphers what the gateway stores
     * @param properties takes the problems
     * @return the key; empty if there is no general-ciphering, or something is wrong
     */
    Optional<GeneralKey> open(int suite, Function<StoredPassword, char[]> opener, Properties properties) {
        return switch (choice) {
            case ASSOCIATION -> Optional.empty();
            case IDENTIFIED -> Optional.of(new GeneralKey.Identified());
            case WRAPPED -> {
                if (master.isEmpty()) {
                    properties.note(MASTER, "is missing; " + CHOICE + " " + choice + " needs one");
                }
                yield new AesKeys(suite).key(MASTER, master, opener, properties).map(GeneralKey.Wrapped::new);
            }
            case ONE_PASS -> agreed(GeneralKey.Scheme.ONE_PASS, suite, opener, properties);
            case STATIC_UNIFIED -> agreed(GeneralKey.Scheme.STATIC_UNIFIED, suite, opener, properties);
        };
    }

    /** @return whether there is a key beside the global ones, which a push may be closed with */
    boolean shared() {
        return !master.isEmpty() || !own.isEmpty();
    }

    /** @return the master key of pushes: that of requests, or one given for nothing else */
    Optional<byte[]> master(
            Optional<GeneralKey> used, int suite, Function<StoredPassword, char[]> opener, Properties properties) {
        return choice == Choice.WRAPPED
                ? used.map(key -> ((GeneralKey.Wrapped) key).master())
                : new AesKeys(suite).key(MASTER, master, opener, properties);
    }

    /** @return the keys that pushes agree with: those of requests, or some given for nothing else */
    Optional<GeneralKey.Agreed> agreement(
            Optional<GeneralKey> used, int suite, Function<StoredPassword, char[]> opener, Properties properties) {
        boolean requests = choice == Choice.ONE_PASS || choice == Choice.STATIC_UNIFIED;
        if (requests || own.isEmpty() && meters.isEmpty()) {
            return used.filter(GeneralKey.Agreed.class::isInstance).map(GeneralKey.Agreed.class::cast);
        }
        return agreed(GeneralKey.Scheme.STATIC_UNIFIED, "key agreement", suite, opener, properties);
    }

    private Optional<GeneralKey> agreed(
            GeneralKey.Scheme scheme, int suite, Function<StoredPassword, char[]> opener, Properties properties) {
        return agreed(scheme, CHOICE + " " + choice, suite, opener, properties).map(GeneralKey.class::cast);
    }

    private Optional<GeneralKey.Agreed> agreed(
            GeneralKey.Scheme scheme,
            String why,
            int suite,
            Function<StoredPassword, char[]> opener,
            Properties properties) {
        if (own.isEmpty()) {
            properties.note(OWN, "is missing; " + why + " needs one");
        }
        if (meters.isEmpty()) {
            properties.note(METERS, "is missing; " + why + " needs one");
        }
        if (suite == 0) {
            properties.note("security.suite", "is 0; " + why + " needs suite 1 or 2");
        }
        if (own.isEmpty() || meters.isEmpty() || suite == 0) {
            return Optional.empty();
        }
        SigningKeys curve = new SigningKeys(suite);
        String name = OWN;
        try {
            PrivateKey key = curve.privateKey(new String(opener.apply(own)));
            name = METERS;
            return Optional.of(new GeneralKey.Agreed(scheme, key, curve.publicKey(meters)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            properties.note(name, "is no key; " + curve.expected(name.equals(OWN)));
            return Optional.empty();
        }
    }
}
