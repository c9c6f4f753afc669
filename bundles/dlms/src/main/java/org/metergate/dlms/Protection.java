package org.metergate.dlms;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.metergate.transport.MalformedFrameException;

/**
 * Closes what the client sends in one association and opens what the meter answers. Refuses an answer that is protected
 * less than was agreed, that comes from another meter, or that was sent before. One thread at a time.
 */
final class Protection {
    /** Plain tag, then the tag with the global and with the dedicated key (IEC 62056-5-3, annex A). */
    private static final Map<Integer, int[]> TAGS = Map.of(
            0x01, new int[] {0x21, 0x21},
            0x05, new int[] {0x25, 0x45},
            0x06, new int[] {0x26, 0x46},
            0xC0, new int[] {0xC8, 0xD0},
            0xC1, new int[] {0xC9, 0xD1},
            0xC3, new int[] {0xCB, 0xD3});

    private final Security security;
    private final InvocationCounter counter;
    private final byte[] dedicatedKey;
    private final Optional<GeneralKeys> generalKeys;
    private final InvocationCounter dedicatedCounter = InvocationCounter.ofNothing(0);
    private byte[] meterTitle = {};
    private long lastCounter = -1;
    private long lastDedicated = -1;
    private byte[] transaction = {};
    private byte[] requestKey = {};

    /** @param generalKeys with which everything goes in general-ciphering; empty if it does not */
    Protection(Security security, InvocationCounter counter, byte[] dedicatedKey, Optional<GeneralKeys> generalKeys) {
        this.security = security;
        this.counter = counter;
        this.dedicatedKey = dedicatedKey;
        this.generalKeys = generalKeys;
    }

    /** Takes note of who the meter says it is. */
    void meets(byte[] title) throws MalformedFrameException {
        if (title.length != 8) {
            throw new MalformedFrameException(0, "the meter's system title of 8 bytes", title.length + " bytes");
        }
        Optional<byte[]> wanted = security.meterTitle();
        if (wanted.isPresent() && !Arrays.equals(wanted.get(), title)) {
            throw new NotGenuineException(
                    0, "system title " + Bytes.hex(wanted.get()), Bytes.hex(title) + ": another meter answers");
        }
        meterTitle = title;
    }

    /** Closes an APDU; the request to initiate always with the global key and under its own tag. */
    byte[] close(byte[] apdu) throws IOException {
        int tag = apdu[0] & 0xFF;
        boolean initiate = tag == 0x01;
        if (generalKeys.isPresent() && !initiate) {
            return closedGenerally(apdu, generalKeys.get());
        }
        boolean dedicated = dedicatedKey.length > 0 && !initiate;
        int[] tags = TAGS.get(tag);
        long used = dedicated ? dedicatedCounter.next() : counter.next();
        int outer = tags == null || security.general() && !initiate
                ? dedicated ? CipheredApdu.GENERAL_DED : CipheredApdu.GENERAL_GLO
                : tags[dedicated ? 1 : 0];
        byte[] payload =
                Ciphering.seal(keys(dedicated), security.clientTitle(), security.control(), used, apdu, new byte[0]);
        Optional<byte[]> title = outer == CipheredApdu.GENERAL_GLO || outer == CipheredApdu.GENERAL_DED
                ? Optional.of(security.clientTitle())
                : Optional.empty();
        return new CipheredApdu(outer, title, new byte[0], Optional.empty(), security.control(), used, payload)
                .encode();
    }

    /** The counter, which never comes again, names the transaction: so agreed keys never come again either. */
    private byte[] closedGenerally(byte[] apdu, GeneralKeys keys) throws IOException {
        long used = counter.next();
        transaction = ByteBuffer.allocate(8).putLong(used).array();
        GeneralKeys.Told told = keys.ofClient(meterTitle, transaction);
        requestKey = told.key();
        byte[] header = Bytes.concat(
                titled(transaction), titled(security.clientTitle()), titled(meterTitle), new byte[] {0, 0});
        byte[] payload =
                Ciphering.seal(keyed(told.key()), security.clientTitle(), security.control(), used, apdu, header);
        return new CipheredApdu(
                        CipheredApdu.GENERAL,
                        Optional.of(security.clientTitle()),
                        header,
                        Optional.of(told.info()),
                        security.control(),
                        used,
                        payload)
                .encode();
    }

    private static byte[] titled(byte[] bytes) {
        return Bytes.concat(Bytes.length(bytes.length), bytes);
    }

    /** Opens an APDU of the meter. */
    byte[] open(byte[] apdu) throws MalformedFrameException {
        CipheredApdu closed = CipheredApdu.decode(apdu);
        int wanted = security.policy().bits();
        if ((closed.control() & wanted) != wanted) {
            throw new NotGenuineException(
                    1,
                    "protection " + Bytes.hex(security.control()),
                    Bytes.hex(closed.control()) + ": less than was agreed");
        }
        Optional<byte[]> title = closed.systemTitle().filter(told -> told.length > 0);
        if (title.isPresent() && !Arrays.equals(title.get(), meterTitle)) {
            throw new NotGenuineException(
                    1, "system title " + Bytes.hex(meterTitle), Bytes.hex(title.get()) + ": another meter answers");
        }
        boolean dedicated = closed.dedicated();
        if (dedicated && dedicatedKey.length == 0) {
            throw new MalformedFrameException(0, "an APDU under the global key", closed.name());
        }
        if (closed.tag() == CipheredApdu.GENERAL) {
            return openedGenerally(closed);
        }
        byte[] plain = closed.open(keys(dedicated), meterTitle);
        freshly(closed, dedicated);
        return plain;
    }

    /** An answer names the transaction of its request. One under a key of its own counts as it likes. */
    private byte[] openedGenerally(CipheredApdu closed) throws MalformedFrameException {
        byte[] told = closed.transaction();
        boolean ours = transaction.length > 0 && Arrays.equals(told, transaction);
        if (told.length > 0 && transaction.length > 0 && !ours) {
            throw new NotGenuineException(
                    1, "transaction " + Bytes.hex(transaction), Bytes.hex(told) + ": another answer");
        }
        boolean agreed = closed.key()
                .filter(key -> key.kind() == CipheredApdu.KeyInfo.AGREED)
                .isPresent();
        byte[] plain = closed.open(keyed(keyOf(closed)), meterTitle);
        if (!ours || !agreed) {
            freshly(closed, false);
        }
        return plain;
    }

    private byte[] keyOf(CipheredApdu closed) throws MalformedFrameException {
        if (generalKeys.isPresent()) {
            return generalKeys.get().ofMeter(closed.key(), requestKey, meterTitle, closed.transaction());
        }
        if (closed.key().filter(key -> !key.global()).isPresent()) {
            throw new MalformedFrameException(
                    0, "a key that this client has", closed.key().get().words());
        }
        return security.keys().orElseThrow().encryption();
    }

    private void freshly(CipheredApdu closed, boolean dedicated) throws NotGenuineException {
        long last = dedicated ? lastDedicated : lastCounter;
        if (closed.counter() <= last) {
            throw new NotGenuineException(
                    2, "an invocation counter above " + last, closed.counter() + ": a replayed answer");
        }
        if (dedicated) {
            lastDedicated = closed.counter();
        } else {
            lastCounter = closed.counter();
        }
    }

    private Keys keyed(byte[] key) {
        return new Keys(key, security.keys().orElseThrow().authentication());
    }

    private Keys keys(boolean dedicated) {
        return dedicated ? keyed(dedicatedKey) : security.keys().orElseThrow();
    }
}
