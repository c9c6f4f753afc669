package org.metergate.mbus;

import java.util.Arrays;
import java.util.Optional;
import org.metergate.transport.MalformedFrameException;

/** The link layer of EN 13757-4 without its CRCs, and the layers between it and the application. */
final class Wireless {

    private static final int ADDRESS_AT = 2;
    private static final int CI_AT = 10;
    private static final int CI_AUTHENTICATION = 0x90;
    /** No telegram nests layers deeper: extended link, authentication, transport. */
    private static final int MOST_LAYERS = 4;

    private Wireless() {}

    static Answer decode(byte[] telegram, Keys keys, Formats formats, Fragments fragments)
            throws MalformedFrameException {
        if (telegram.length <= CI_AT) {
            throw new MalformedFrameException(telegram.length, "L, C, address and CI: 11 bytes", "the end");
        }
        if ((telegram[0] & 0xFF) != telegram.length - 1) {
            throw new MalformedFrameException(
                    0, "L field " + (telegram.length - 1), String.valueOf(telegram[0] & 0xFF));
        }
        Header link = Header.ofLinkAddress(telegram, ADDRESS_AT);
        byte[] layers = telegram;
        int at = CI_AT;
        int before = 0;
        Optional<AuthenticationLayer> authentication = Optional.empty();
        for (int layer = 0; layer < MOST_LAYERS; layer++) {
            if (at >= layers.length) {
                throw new MalformedFrameException(before + at, "a CI field", "the end");
            }
            int ci = layers[at] & 0xFF;
            if (ExtendedLink.starts(ci) && layers == telegram) {
                Optional<ExtendedLink.Opened> opened = ExtendedLink.open(telegram, at, keys);
                if (opened.isEmpty()) {
                    return new Answer.Encrypted(link, 0);
                }
                layers = opened.get().payload();
                before = opened.get().offset();
                at = 0;
            } else if (ci == CI_AUTHENTICATION && authentication.isEmpty()) {
                authentication = Optional.of(AuthenticationLayer.of(layers, at));
                if (authentication.get().fragmented()) {
                    int from = at + authentication.get().length();
                    byte[] part = Arrays.copyOfRange(layers, from, layers.length);
                    Optional<Fragments.Whole> whole = fragments.add(link, authentication.get(), part);
                    return whole.isEmpty()
                            ? authentication.get().fragment(link)
                            : new ApplicationLayer(
                                            keys,
                                            formats,
                                            link,
                                            Optional.of(whole.get().layer()))
                                    .decode(whole.get().ci(), whole.get().data(), 1);
                }
                at += authentication.get().length();
            } else {
                byte[] data = Arrays.copyOfRange(layers, at + 1, layers.length);
                return new ApplicationLayer(keys, formats, link, authentication).decode(ci, data, before + at + 1);
            }
        }
        throw new MalformedFrameException(before + at, "the application layer", "one more layer");
    }
}
