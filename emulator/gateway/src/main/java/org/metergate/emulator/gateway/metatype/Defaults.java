package org.metergate.emulator.gateway.metatype;

import java.lang.reflect.Array;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.configuration.Password;
import org.eclipse.kura.configuration.metatype.AD;
import org.eclipse.kura.configuration.metatype.OCD;
import org.eclipse.kura.configuration.metatype.Scalar;
import org.eclipse.kura.crypto.CryptoService;

/**
 * The default values of a form. A default is split at its commas whatever the cardinality; with cardinality 0, 1 or -1
 * the first piece alone is taken, otherwise the value is an array of the wrapper class. Passwords come encrypted.
 */
public final class Defaults {
    private final CryptoService crypto;

    public Defaults(CryptoService crypto) {
        this.crypto = crypto;
    }

    /**
     * @param definition may be {@code null}, which has no defaults
     * @return a map that the caller may change
     * @throws NumberFormatException if a numeric default is no number
     */
    public Map<String, Object> of(OCD definition) {
        Map<String, Object> defaults = new HashMap<>();
        if (definition == null || definition.getAD() == null) {
            return defaults;
        }
        for (AD attribute : definition.getAD()) {
            of(attribute).ifPresent(value -> defaults.putIfAbsent(attribute.getId(), value));
        }
        return defaults;
    }

    private Optional<Object> of(AD attribute) {
        String text = attribute.getDefault();
        if (text == null || text.isEmpty() || attribute.getType() == null) {
            return Optional.empty();
        }
        List<String> pieces = DefaultText.pieces(text);
        boolean single = Math.abs(attribute.getCardinality()) <= 1;
        return Optional.of(single ? value(attribute.getType(), pieces.get(0)) : array(attribute.getType(), pieces));
    }

    private Object array(Scalar type, List<String> pieces) {
        Object first = value(type, pieces.get(0));
        Object array = Array.newInstance(first.getClass(), pieces.size());
        for (int i = 0; i < pieces.size(); i++) {
            Array.set(array, i, value(type, pieces.get(i)));
        }
        return array;
    }

    private Object value(Scalar type, String text) {
        return switch (type) {
            case BOOLEAN -> Boolean.valueOf(text);
            case BYTE -> Byte.valueOf(text);
            case CHAR -> text.charAt(0);
            case DOUBLE -> Double.valueOf(text);
            case FLOAT -> Float.valueOf(text);
            case INTEGER -> Integer.valueOf(text);
            case LONG -> Long.valueOf(text);
            case SHORT -> Short.valueOf(text);
            case PASSWORD -> password(text);
            default -> text;
        };
    }

    private Password password(String text) {
        try {
            return new Password(crypto.encryptAes(text.toCharArray()));
        } catch (KuraException e) {
            return new Password(text);
        }
    }
}
