package org.metergate.driver.mbus;

import org.metergate.mbus.Answer;
import org.metergate.mbus.FrameCounts;
import org.metergate.mbus.MBusSession;
import org.metergate.mbus.MeterAddress;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.Lines;
import org.metergate.transport.MalformedFrameException;

/** The bus with these settings: the share of the line and what is known of its meters. Any thread may call. */
final class Bus implements AutoCloseable {

    private final MBusSettings settings;
    private final Claim claim;
    private final FrameCounts counts = new FrameCounts();
    private long epoch = Long.MIN_VALUE;

    Bus(MBusSettings settings, Lines lines) {
        this.settings = settings;
        this.claim = settings.line().claim(lines, settings.serial(), "M-Bus");
    }

    MBusSettings settings() {
        return settings;
    }

    /** Reads one meter in one conversation; see {@link MBusSession#read}. */
    Answer read(MeterAddress meter) throws LineException, MalformedFrameException {
        try (Conversation conversation = claim.converse(settings.patience())) {
            if (conversation.epoch() != epoch) {
                counts.forgetAll();
                epoch = conversation.epoch();
            }
            try {
                return new MBusSession(conversation, settings.timing(), counts).read(meter);
            } catch (LineSilentException silent) {
                throw silent;
            } catch (LineException broken) {
                conversation.hangUp();
                throw broken;
            }
        }
    }

    @Override
    public void close() {
        claim.close();
    }
}
