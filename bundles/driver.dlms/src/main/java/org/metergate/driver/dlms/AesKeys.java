package org.metergate.driver.dlms;

import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import org.metergate.driver.channels.StoredPassword;
import org.metergate.settings.Properties;

/**
 * Reads the symmetric keys of a security suite, in hexadecimal.
 *
 * @param suite 0 and 1 for 16 bytes, 2 for 32
 */
record AesKeys(int suite) {
    private static final int AES_128_KEY = 16;

    /**
     * Deciphers one. What is wrong is noted in the properties, and never with any part of the key.
     *
     * @param name of the property
     * @param stored as the gateway stores it
     * @param opener deciphers that
     * @param properties takes the problems
     * @return the key; empty if none is given, or it is wrong
     */
    Optional<byte[]> key(
            String name, StoredPassword stored, Function<StoredPassword, char[]> opener, Properties properties) {
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        String digits = new String(opener.apply(stored)).replaceAll("[\\s:-]", "");
        int wanted = (suite == 2 ? 2 : 1) * AES_128_KEY * 2;
        if (!digits.matches("[0-9A-Fa-f]*")) {
            properties.note(
                    name,
                    "holds characters that are no hexadecimal digits; expected " + wanted
                            + " digits 0 to 9 and A to F");
            return Optional.empty();
        }
        if (digits.length() != wanted) {
            properties.note(
                    name,
                    "has " + digits.length() + " hexadecimal digits; keys of security.suite " + suite + " have "
                            + wanted);
            return Optional.empty();
        }
        return Optional.of(HexFormat.of().parseHex(digits));
    }
}
