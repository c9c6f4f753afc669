package org.metergate.dashboard.gateway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.kura.configuration.Password;
import org.eclipse.kura.configuration.metatype.AD;
import org.eclipse.kura.configuration.metatype.OCD;
import org.metergate.dashboard.access.Secrets;

/** The form of a driver: makes values of the right types of what was written, and compares them with what runs. */
final class DriverForm {

    private final Map<String, AD> fields = new HashMap<>();

    DriverForm(OCD form) {
        List<AD> all = form.getAD();
        all.forEach(one -> fields.put(one.getId(), one));
    }

    /**
     * @param settings as text
     * @param secrets locks passwords as the gateway keeps them
     * @return values in the types of the form; passwords locked
     * @throws IllegalArgumentException if a key is none of the form, or a value not of its type
     */
    Map<String, Object> typed(Map<String, String> settings, Secrets secrets) {
        Map<String, Object> typed = new HashMap<>();
        settings.forEach((key, text) -> {
            AD field = fields.get(key);
            if (field == null) {
                throw new IllegalArgumentException(
                        "the driver has no setting " + key + "; it has " + new TreeSet<>(fields.keySet()));
            }
            if (!text.isEmpty()) {
                typed.put(key, value(field, text.strip(), secrets));
            }
        });
        return typed;
    }

    private static Object value(AD field, String text, Secrets secrets) {
        try {
            return switch (field.getType()) {
                case INTEGER -> Integer.valueOf(text);
                case LONG -> Long.valueOf(text);
                case DOUBLE -> Double.valueOf(text);
                case FLOAT -> Float.valueOf(text);
                case SHORT -> Short.valueOf(text);
                case BYTE -> Byte.valueOf(text);
                case BOOLEAN -> Boolean.valueOf(text);
                case PASSWORD -> new Password(secrets.lock(text));
                default -> text;
            };
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(field.getId() + " is '" + text + "'; expected a number", e);
        }
    }

    /**
     * @param settings as text
     * @param running values of an instance, passwords in clear text
     * @return whether the instance is set as wanted, with defaults for what is not said
     */
    boolean fits(Map<String, String> settings, Map<String, Object> running) {
        return fields.values().stream().allMatch(field -> {
            String wanted = settings.getOrDefault(field.getId(), "").strip();
            boolean decides =
                    !wanted.isEmpty() || field.getType() == org.eclipse.kura.configuration.metatype.Scalar.PASSWORD;
            return !decides || wanted.equals(text(running.get(field.getId())));
        });
    }

    private static String text(Object value) {
        return Optional.ofNullable(value).map(String::valueOf).orElse("");
    }
}
