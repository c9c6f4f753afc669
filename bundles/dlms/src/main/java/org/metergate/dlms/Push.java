package org.metergate.dlms;

import java.util.List;
import java.util.Optional;

/**
 * What a meter pushed, with names to its values.
 *
 * @param systemTitle of the meter, if it told one
 * @param counter the invocation counter; empty if the push was not ciphered
 * @param authenticated whether an authentication tag was checked and held
 * @param time when the meter made the notification; empty if it did not say
 * @param maker whose list it is, if the list tells; {@code Kaifa}
 * @param values in the order of the message
 */
public record Push(
        Optional<byte[]> systemTitle,
        Optional<Long> counter,
        boolean authenticated,
        Optional<CosemDateTime> time,
        Optional<String> maker,
        List<PushedValue> values) {

    /** The values are kept as they are. */
    public Push {
        values = List.copyOf(values);
    }
}
