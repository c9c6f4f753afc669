package org.metergate.driver.mbus;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.eclipse.kura.crypto.CryptoService;
import org.metergate.driver.channels.StoredPassword;
import org.metergate.mbus.Header;
import org.metergate.mbus.Keys;
import org.metergate.mbus.MeterAddress;

/**
 * The keys of the meters, deciphered for one telegram at a time and never kept. Slots go before the ring: text with one
 * {@code meter=key} each, separated by blanks, commas, semicolons or lines.
 */
final class MeterKeys implements Keys {

    private static final int AES_DIGITS = 32;
    private static final int DES_DIGITS = 16;

    private final List<MeterNote> notes;
    private final StoredPassword ring;
    private final CryptoService crypto;
    private final Optional<MeterAddress> asked;

    MeterKeys(List<MeterNote> notes, StoredPassword ring, CryptoService crypto) {
        this(notes, ring, crypto, Optional.empty());
    }

    private MeterKeys(List<MeterNote> notes, StoredPassword ring, CryptoService crypto, Optional<MeterAddress> asked) {
        this.notes = notes;
        this.ring = ring;
        this.crypto = crypto;
        this.asked = asked;
    }

    /** @return the same keys for an answer of this meter, which a slot may name by its primary address */
    MeterKeys askedAt(MeterAddress meter) {
        return new MeterKeys(notes, ring, crypto, Optional.of(meter));
    }

    @Override
    public Optional<byte[]> of(Header sender) {
        for (MeterNote note : notes) {
            if (!note.key().isEmpty() && isMeant(note.meter(), sender)) {
                return key(note.key().open(crypto));
            }
        }
        return ring.isEmpty() ? Optional.empty() : ofRing(sender);
    }

    private Optional<byte[]> ofRing(Header sender) {
        char[] text = ring.open(crypto);
        try {
            for (String entry : new String(text).split("[\\s,;]+")) {
                String[] pair = entry.split("=", 2);
                if (pair.length == 2 && isMeant(pair[0], sender)) {
                    return key(pair[1].toCharArray());
                }
            }
            return Optional.empty();
        } finally {
            Arrays.fill(text, '\0');
        }
    }

    private boolean isMeant(String meter, Header sender) {
        try {
            return isMeant(MeterAddress.parse(meter), sender);
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    private boolean isMeant(MeterAddress meter, Header sender) {
        return meter instanceof MeterAddress.Secondary secondary
                ? secondary.fits(sender)
                : asked.equals(Optional.of(meter));
    }

    /** Whether text can be a key; said without the text. */
    static boolean isKey(char[] text) {
        int digits = 0;
        for (char c : text) {
            if (Character.digit(c, 16) < 0) {
                return false;
            }
            digits++;
        }
        return digits == AES_DIGITS || digits == DES_DIGITS;
    }

    private static Optional<byte[]> key(char[] text) {
        try {
            return isKey(text) ? Optional.of(HexFormat.of().parseHex(new String(text))) : Optional.empty();
        } finally {
            Arrays.fill(text, '\0');
        }
    }
}
