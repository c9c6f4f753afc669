package org.metergate.dlms;

import java.io.IOException;
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
    private final InvocationCounter dedicatedCounter = InvocationCounter.ofNothing(0);
    private byte[] meterTitle = {};
    private long lastCounter = -1;
    private long lastDedicated = -1;

    Protection(Security security, InvocationCounter counter, byte[] dedicatedKey) {
        this.security = security;
        this.counter = counter;
        this.dedicatedKey = dedicatedKey;
    }

    /** Takes note of who the meter says it is. */
    void meets(byte[] title) throws MalformedFrameException {
        if (title.length != 8) {
            throw new MalformedFrameException(0, "the meter's system title of 8 bytes", title.length + " bytes");
        }
        Optional<byte[]> wanted = security.meterTitle();
        if (wanted.isPresent() && !java.util.Arrays.equals(wanted.get(), title)) {
            throw new NotGenuineException(
                    0, "system title " + Bytes.hex(wanted.get()), Bytes.hex(title) + ": another meter answers");
        }
        meterTitle = title;
    }

    /** Closes an APDU; the request to initiate always with the global key and under its own tag. */
    byte[] close(byte[] apdu) throws IOException {
        int tag = apdu[0] & 0xFF;
        boolean initiate = tag == 0x01;
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
        if (title.isPresent() && !java.util.Arrays.equals(title.get(), meterTitle)) {
            throw new NotGenuineException(
                    1, "system title " + Bytes.hex(meterTitle), Bytes.hex(title.get()) + ": another meter answers");
        }
        boolean dedicated = closed.dedicated();
        if (dedicated && dedicatedKey.length == 0) {
            throw new MalformedFrameException(0, "an APDU under the global key", closed.name());
        }
        byte[] plain = closed.open(keys(dedicated), meterTitle);
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
        return plain;
    }

    private Keys keys(boolean dedicated) {
        Keys global = security.keys().orElseThrow();
        return dedicated ? new Keys(dedicatedKey, global.authentication()) : global;
    }
}
