package org.metergate.mbus;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.metergate.transport.MalformedFrameException;

/**
 * The authentication and fragmentation layer (CI 90; EN 13757-7:2018, clause 6): which fields it has stands in its
 * fragmentation control field.
 *
 * @param offset index of the CI field in the telegram
 * @param length bytes of the layer, CI field included
 * @param control fragmentation control field, 16 bits
 * @param messageControl MCL, empty if it is not there
 * @param counter message counter, 4 bytes, low byte first; empty if it is not there
 * @param mac MAC, 2 to 16 bytes; empty if it is not there
 * @param messageLength message length field, 2 bytes, low byte first; empty if it is not there
 */
record AuthenticationLayer(
        int offset,
        int length,
        int control,
        Optional<Integer> messageControl,
        Optional<byte[]> counter,
        Optional<byte[]> mac,
        Optional<byte[]> messageLength) {

    private static final int MORE_FRAGMENTS = 0x4000;
    private static final int MCL = 0x2000;
    private static final int ML = 0x1000;
    private static final int MCR = 0x0800;
    private static final int MAC = 0x0400;
    private static final int KI = 0x0200;

    /** Lengths of the MAC by the authentication type in the low nibble of the MCL; 0 is reserved or none. */
    private static final int[] MAC_LENGTHS = {0, 0, 0, 2, 4, 8, 12, 16, 12};

    private static final int GMAC = 8;

    static AuthenticationLayer of(byte[] telegram, int at) throws MalformedFrameException {
        if (at + 4 > telegram.length) {
            throw new MalformedFrameException(telegram.length, "a length and a control field of layer 90", "the end");
        }
        int length = 2 + (telegram[at + 1] & 0xFF);
        if (at + length > telegram.length || length < 4) {
            throw new MalformedFrameException(at + 1, "a layer 90 that ends inside the telegram", length + " bytes");
        }
        int control = telegram[at + 2] & 0xFF | (telegram[at + 3] & 0xFF) << 8;
        Fields fields = new Fields(telegram, at + 4, at + length);
        Optional<Integer> messageControl =
                (control & MCL) == 0 ? Optional.empty() : Optional.of(fields.take(1)[0] & 0xFF);
        if ((control & KI) != 0) {
            fields.take(2);
        }
        Optional<byte[]> counter = (control & MCR) == 0 ? Optional.empty() : Optional.of(fields.take(4));
        Optional<byte[]> mac = Optional.empty();
        if ((control & MAC) != 0) {
            int bytes = messageControl.isPresent()
                    ? lengthOfMac(messageControl.get() & 0x0F, at)
                    : fields.left() - ((control & ML) == 0 ? 0 : 2); // the type stood in an earlier fragment
            mac = Optional.of(fields.take(bytes));
        }
        Optional<byte[]> messageLength = (control & ML) == 0 ? Optional.empty() : Optional.of(fields.take(2));
        fields.expectEnd();
        return new AuthenticationLayer(at, length, control, messageControl, counter, mac, messageLength);
    }

    private static int lengthOfMac(int type, int at) throws MalformedFrameException {
        int bytes = type < MAC_LENGTHS.length ? MAC_LENGTHS[type] : 0;
        if (bytes == 0) {
            throw new MalformedFrameException(
                    at + 4, "an authentication type of 3 to 8 beside a MAC", String.valueOf(type));
        }
        return bytes;
    }

    /** @return whether this is one part of a message that came in several telegrams */
    boolean fragmented() {
        int fragment = control & 0xFF;
        return (control & MORE_FRAGMENTS) != 0 || fragment > 1;
    }

    /** @return this part as an answer of its own */
    Answer.Fragment fragment(Header link) {
        return new Answer.Fragment(link, number(), last());
    }

    /** @return number of the fragment, from 1; 0 in a message of one part */
    int number() {
        return control & 0xFF;
    }

    /** @return whether no part follows */
    boolean last() {
        return (control & MORE_FRAGMENTS) == 0;
    }

    /** @return the fields of this layer and of that of a later fragment */
    AuthenticationLayer and(AuthenticationLayer later) {
        return new AuthenticationLayer(
                later.offset,
                later.length,
                later.control,
                messageControl.or(later::messageControl),
                counter.or(later::counter),
                mac.or(later::mac),
                messageLength.or(later::messageLength));
    }

    /** @return length of the message as the layer tells it, the given one if it tells none */
    int length(int found) {
        return messageLength.map(b -> b[0] & 0xFF | (b[1] & 0xFF) << 8).orElse(found);
    }

    /** @return whether the MAC is one that can be checked here */
    boolean checkable() {
        return mac.isPresent() && (messageControl.orElse(0) & 0x0F) != GMAC;
    }

    /**
     * Checks the MAC over message control, counter, length and everything that follows this layer (EN 13757-7, 6.3.7).
     *
     * @param key key for authentication, 16 bytes
     * @param message from the CI field after this layer on
     * @throws WrongKeyException if it does not hold: the telegram's own CRCs did, so the key is wrong or it is forged
     */
    void check(byte[] key, byte[] message) throws WrongKeyException {
        ByteArrayOutputStream covered = new ByteArrayOutputStream();
        messageControl.ifPresent(covered::write);
        counter.ifPresent(covered::writeBytes);
        messageLength.ifPresent(covered::writeBytes);
        covered.writeBytes(message);
        byte[] expected = mac.orElseThrow();
        byte[] found = Arrays.copyOf(Cmac.of(key, covered.toByteArray()), expected.length);
        if (!MessageDigest.isEqual(expected, found)) {
            throw new WrongKeyException(offset + length - expected.length, "the CMAC of the message");
        }
    }

    /** The bytes of the layer, one field after the other. */
    private static final class Fields {
        private final byte[] telegram;
        private final int end;
        private int at;

        Fields(byte[] telegram, int at, int end) {
            this.telegram = telegram;
            this.at = at;
            this.end = end;
        }

        byte[] take(int bytes) throws MalformedFrameException {
            if (bytes < 0 || at + bytes > end) {
                throw new MalformedFrameException(at, bytes + " more bytes of layer 90", "its end");
            }
            at += bytes;
            return Arrays.copyOfRange(telegram, at - bytes, at);
        }

        int left() {
            return end - at;
        }

        void expectEnd() throws MalformedFrameException {
            if (at != end) {
                throw new MalformedFrameException(at, "the end of layer 90", (end - at) + " more bytes");
            }
        }
    }
}
