package org.metergate.dlms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.LineException;
import org.metergate.transport.MalformedFrameException;

/**
 * Reads one meter. The association stays open between readings as long as nobody else had the line in between; if it
 * turns out to be gone, it is established once more and the question repeated. Any thread may call; one at a time is
 * served.
 */
public final class DlmsSession implements AutoCloseable {

    private record Kept(Association association, long epoch) {}

    private final Claim claim;
    private final DlmsSettings settings;
    private final ReentrantLock turn = new ReentrantLock();
    private Optional<Kept> kept = Optional.empty();

    /**
     * @param claim the line; stays the caller's to close
     * @param settings how to reach the meter
     */
    public DlmsSession(Claim claim, DlmsSettings settings) {
        this.claim = claim;
        this.settings = settings;
    }

    /**
     * Asks for attributes, in as few requests as the meter's association allows.
     *
     * @param attributes which
     * @return one reading for each, in the same order
     * @throws LineException if the meter is silent, or the line busy, closed or broken
     * @throws MalformedFrameException if the meter's answer is not DLMS, also when asked again
     */
    public List<DlmsReading> read(List<CosemAttribute> attributes) throws LineException, MalformedFrameException {
        turn.lock();
        try {
            return readInTurn(attributes);
        } finally {
            turn.unlock();
        }
    }

    private List<DlmsReading> readInTurn(List<CosemAttribute> attributes)
            throws LineException, MalformedFrameException {
        boolean fresh = kept.isEmpty();
        try {
            return readOnce(attributes);
        } catch (LinkLostException e) {
            if (fresh) {
                return refused(attributes, e);
            }
        } catch (LineException | MalformedFrameException e) {
            if (fresh) {
                throw e;
            }
        }
        try {
            return readOnce(attributes);
        } catch (LinkLostException e) {
            return refused(attributes, e);
        }
    }

    private List<DlmsReading> readOnce(List<CosemAttribute> attributes)
            throws LineException, MalformedFrameException, LinkLostException {
        try (Conversation line = claim.converse(settings.patience())) {
            try {
                Association association = associationOn(line);
                List<DlmsReading> readings = association.read(line, attributes);
                kept = Optional.of(new Kept(association, line.epoch()));
                return readings;
            } catch (AssociationRefusedException e) {
                return refused(attributes, e);
            } catch (LineException | MalformedFrameException | LinkLostException e) {
                forget(line);
                throw e;
            }
        }
    }

    private Association associationOn(Conversation line)
            throws LineException, MalformedFrameException, LinkLostException, AssociationRefusedException {
        Optional<Association> usable =
                kept.filter(one -> one.epoch() == line.epoch()).map(Kept::association);
        kept = Optional.empty(); // until this reading has ended well
        return usable.isPresent() ? usable.get() : Association.open(line, settings);
    }

    /** After a failure over the wrapper a late answer may still come; only a new connection is free of it. */
    private void forget(Conversation line) {
        kept = Optional.empty();
        if (settings.transport() == DlmsSettings.Transport.WRAPPER) {
            line.hangUp();
        }
    }

    private static List<DlmsReading> refused(List<CosemAttribute> attributes, Exception reason) {
        List<DlmsReading> readings = new ArrayList<>();
        Answer answer = new Answer.Refused(
                "no association: " + reason.getMessage() + "; check client address, server address and authentication");
        attributes.forEach(attribute -> readings.add(new DlmsReading(attribute, answer, Optional.empty())));
        return readings;
    }

    /**
     * Releases the association, if there is one, nobody is just reading and the line is still open; opens no line for it.
     * Takes a second at most if the meter does not answer. The line stays open.
     */
    @Override
    public void close() {
        if (!turn.tryLock()) {
            return; // the reading in progress ends when its owner closes the claim
        }
        try {
            if (kept.isPresent()) {
                release(kept.get());
            }
        } finally {
            kept = Optional.empty();
            turn.unlock();
        }
    }

    private void release(Kept one) {
        Optional<Conversation> open = claim.converseIfOpen();
        if (open.isEmpty()) {
            return; // the association went with the line, or its time runs out
        }
        try (Conversation line = open.get()) {
            if (one.epoch() == line.epoch()) {
                one.association().release(line);
            }
        } catch (LineException | MalformedFrameException e) {
            // the meter will notice by itself that nobody asks any more
        }
    }
}
