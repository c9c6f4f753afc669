package org.metergate.emulator.gateway.configuration;

import java.util.Arrays;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import org.eclipse.kura.configuration.Password;
import org.eclipse.kura.configuration.metatype.AD;
import org.eclipse.kura.configuration.metatype.OCD;
import org.eclipse.kura.configuration.metatype.Scalar;

/** Between Kura's maps, where a password is a {@link Password}, and ConfigurationAdmin's, where it is a String. */
final class Dictionaries {
    private Dictionaries() {}

    /** @return without the {@code null} values, which ConfigurationAdmin does not take */
    static Dictionary<String, Object> dictionary(Map<String, Object> properties) {
        Dictionary<String, Object> dictionary = new Hashtable<>();
        properties.forEach((key, value) -> {
            if (value instanceof Password password) {
                dictionary.put(key, password.toString());
            } else if (value instanceof Password[] passwords) {
                dictionary.put(
                        key, Arrays.stream(passwords).map(Password::toString).toArray(String[]::new));
            } else if (value != null) {
                dictionary.put(key, value);
            }
        });
        return dictionary;
    }

    /** @param definition says which values are passwords; {@code null} if unknown */
    static Map<String, Object> map(Dictionary<String, Object> dictionary, OCD definition) {
        Map<String, Object> properties = new HashMap<>();
        if (dictionary == null) {
            return properties;
        }
        for (String key : Collections.list(dictionary.keys())) {
            Object value = dictionary.get(key);
            properties.put(key, isPassword(key, definition) ? password(value) : value);
        }
        return properties;
    }

    private static boolean isPassword(String key, OCD definition) {
        if (definition == null) {
            return false;
        }
        for (AD attribute : definition.getAD()) {
            if (key.equals(attribute.getId()) && attribute.getType() == Scalar.PASSWORD) {
                return true;
            }
        }
        return false;
    }

    private static Object password(Object value) {
        if (value instanceof String[] texts) {
            return Arrays.stream(texts).map(Password::new).toArray(Password[]::new);
        }
        return value instanceof char[] chars ? new Password(chars) : new Password(value.toString());
    }
}
