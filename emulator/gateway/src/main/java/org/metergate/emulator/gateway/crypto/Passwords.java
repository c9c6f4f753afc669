package org.metergate.emulator.gateway.crypto;

import java.util.Arrays;
import java.util.Map;
import java.util.Map.Entry;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.configuration.Password;
import org.eclipse.kura.crypto.CryptoService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The passwords among the properties of a configuration, single or in arrays. All methods change the map given. */
public final class Passwords {
    private static final Logger LOG = LoggerFactory.getLogger(Passwords.class);

    private Passwords() {}

    /** Encrypts what is not yet ciphertext of this gateway; a password that cannot be encrypted is dropped and logged. */
    public static void encrypt(Map<String, Object> properties, CryptoService crypto) {
        if (properties == null) {
            return;
        }
        for (Entry<String, Object> property :
                Map.copyOf(withoutNulls(properties)).entrySet()) {
            try {
                change(properties, property, password -> encrypted(password, crypto));
            } catch (KuraException e) {
                LOG.warn("Failed to encrypt Password property: {}", property.getKey());
                properties.remove(property.getKey());
            }
        }
    }

    /** Decrypts what can be decrypted and leaves the rest as it is. */
    public static void decrypt(Map<String, Object> properties, CryptoService crypto) {
        for (Entry<String, Object> property :
                Map.copyOf(withoutNulls(properties)).entrySet()) {
            try {
                change(properties, property, password -> new Password(crypto.decryptAes(password.getPassword())));
            } catch (KuraException | RuntimeException e) { // see AesCryptoService.decryptAes
                LOG.debug("property {} holds a password in plain text", property.getKey());
            }
        }
    }

    private static Map<String, Object> withoutNulls(Map<String, Object> properties) {
        Map<String, Object> present = new java.util.HashMap<>(properties);
        present.values().removeIf(java.util.Objects::isNull);
        return present;
    }

    private static void change(Map<String, Object> properties, Entry<String, Object> property, Change change)
            throws KuraException {
        if (property.getValue() instanceof Password password) {
            properties.put(property.getKey(), change.of(password));
        } else if (property.getValue() instanceof Password[] passwords) {
            Password[] changed = Arrays.copyOf(passwords, passwords.length);
            for (int i = 0; i < changed.length; i++) {
                changed[i] = change.of(changed[i]);
            }
            properties.put(property.getKey(), changed);
        }
    }

    private static Password encrypted(Password password, CryptoService crypto) throws KuraException {
        try {
            crypto.decryptAes(password.getPassword());
            return password;
        } catch (KuraException | RuntimeException plain) {
            return new Password(crypto.encryptAes(password.getPassword()));
        }
    }

    private interface Change {
        Password of(Password password) throws KuraException;
    }
}
