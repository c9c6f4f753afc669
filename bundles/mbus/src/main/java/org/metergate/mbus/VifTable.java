package org.metergate.mbus;

import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * The VIF tables of EN 13757-3:2018, each filled once: from {@link VifSupplement} where it has the code, else from jMBus
 * through {@link VifDictionary}, else with a meaning named unknown.
 */
final class VifTable {

    /** Table 10. */
    static final VifTable PRIMARY = new VifTable("", VifSupplement::primary, vif -> VifDictionary.lookUp((byte) vif));

    /** Table 12, after FD. */
    static final VifTable FIRST_EXTENSION = new VifTable(
                    "FD", VifSupplement::firstExtension, vife -> VifDictionary.lookUp((byte) 0xFD, (byte) vife))
            .unsigned(VifSupplement::isTypeCAfterFd);

    /** Table 14, after FB. */
    static final VifTable SECOND_EXTENSION = new VifTable(
                    "FB", VifSupplement::secondExtension, vife -> VifDictionary.lookUp((byte) 0xFB, (byte) vife))
            .unsigned(VifSupplement::isTypeCAfterFb);

    /** Table 13, after FD FD. */
    static final VifTable SECOND_LEVEL = new VifTable("FDFD", VifSupplement::secondLevel, vife -> Optional.empty());

    private static final int CODES = 128;

    private final Meaning[] meanings = new Meaning[CODES];

    private VifTable(
            String prefix, IntFunction<Optional<Meaning>> supplement, IntFunction<Optional<Meaning>> dictionary) {
        for (int code = 0; code < CODES; code++) {
            String name = String.format("%s%02X", prefix, code);
            int looked = code;
            meanings[code] = supplement
                    .apply(code)
                    .or(() -> dictionary.apply(looked))
                    .orElseGet(() -> VifSupplement.unknown(name));
        }
    }

    /** Binary digits of these codes have data type C, though they have a unit. */
    private VifTable unsigned(IntPredicate codes) {
        for (int code = 0; code < CODES; code++) {
            if (meanings[code].kind() == Meaning.Kind.NUMBER && codes.test(code)) {
                meanings[code] = meanings[code].as(Meaning.Kind.UNSIGNED);
            }
        }
        return this;
    }

    /**
     * @param code the code; its extension bit has no meaning
     * @return what it means
     */
    Meaning get(int code) {
        return meanings[code & 0x7F];
    }
}
