package org.metergate.driver.optical;

import org.metergate.iec62056p21.Registers;
import org.metergate.iec62056p21.Telegram;
import org.metergate.transport.Framing;
import org.metergate.transport.MalformedFrameException;

/** What a meter sends by itself. */
enum Push {
    /** Nothing: it is asked. */
    NONE {
        @Override
        Framing framing() {
            throw new IllegalStateException("the meter sends nothing by itself");
        }

        @Override
        Registers registers(byte[] frame) {
            throw new IllegalStateException("the meter sends nothing by itself");
        }
    },
    /** Telegrams of a P1 port; also those of IEC 62056-21 mode D, which have no CRC. */
    P1 {
        @Override
        Framing framing() {
            return Telegram.FRAMING;
        }

        @Override
        Registers registers(byte[] frame) throws MalformedFrameException {
            return new Registers(Telegram.decode(frame).dataSets());
        }
    };

    /** @return where a message ends; one for each message */
    abstract Framing framing();

    /**
     * Decodes a message.
     *
     * @param frame from the framing
     * @return the registers that it shows
     * @throws MalformedFrameException if its check does not hold, or it is no such message
     */
    abstract Registers registers(byte[] frame) throws MalformedFrameException;
}
