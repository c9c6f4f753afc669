package org.metergate.iec62056p21;

import org.metergate.transport.MalformedFrameException;

/** What a meter sends uninvited. */
public sealed interface Push {

    /**
     * Text: a P1 port, or mode D.
     *
     * @param telegram whose CRC held, if it has one
     */
    record Text(Telegram telegram) implements Push {}

    /**
     * SML.
     *
     * @param file whose CRCs held
     */
    record Sml(SmlFile file) implements Push {}

    /**
     * Decodes what {@link PushSession} cut.
     *
     * @param frame a telegram or file, noise in front
     * @return what it holds
     * @throws MalformedFrameException if it is damaged, cut or none
     */
    static Push decode(byte[] frame) throws MalformedFrameException {
        long window = 0;
        for (byte b : frame) {
            window = window << 8 | b & 0xFF;
            if (window == SmlTransport.START) {
                return new Sml(SmlFile.decode(frame));
            }
        }
        return new Text(Telegram.decode(frame));
    }
}
