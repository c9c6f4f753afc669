package org.metergate.mbus;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.metergate.transport.Framing;
import org.metergate.transport.Line;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.MalformedFrameException;

/** The master's side of the wired bus, for one conversation. One thread at a time. */
public final class MBusSession {

    private static final int SND_NKE = 0x40;
    private static final int SND_UD = 0x53;
    private static final int REQ_UD2 = 0x5B;
    private static final int FCB = 0x20;
    private static final int RESET_BYTES = 5;
    private static final int CI_SELECTION = 0x52;
    private static final int MOST_TELEGRAMS = 32;
    private static final int NOISE_BEFORE_A_FRAME = 16;
    private static final int MOST_NOISE = 4096;

    private final Line line;
    private final Timing timing;
    private final FrameCounts counts;

    /**
     * @param line the bus, lent for this conversation
     * @param timing waits and retries
     * @param counts the frame count bits of this bus
     */
    public MBusSession(Line line, Timing timing, FrameCounts counts) {
        this.line = line;
        this.timing = timing;
        this.counts = counts;
    }

    /**
     * Reads all data of a meter: resets its link if it is new here or selects it, requests user data class 2, and goes
     * on while more records follow (EN 13757-2, 5.7; EN 13757-3, 11.3). The telegrams are given as one. A meter that
     * announces more, and then has no data or says the same again, has said everything.
     *
     * @param meter which meter
     * @return what it answered
     * @throws LineSilentException if it does not answer, repetitions included; the line survives
     * @throws LineException if the line breaks
     * @throws MalformedFrameException if every answer fails a check or comes from another meter; the line survives
     */
    public Answer read(MeterAddress meter) throws LineException, MalformedFrameException {
        try {
            int address = call(meter);
            List<Answer.Telegram> telegrams = new ArrayList<>();
            while (telegrams.size() < MOST_TELEGRAMS) {
                Answer answer = request(meter, address);
                boolean goesOn = !telegrams.isEmpty();
                if (goesOn && answer instanceof Answer.NoData) {
                    return joined(telegrams);
                }
                if (!(answer instanceof Answer.Telegram telegram)) {
                    return answer;
                }
                if (goesOn && same(telegram, telegrams.get(telegrams.size() - 1))) {
                    return joined(telegrams); // it announces more and has no more
                }
                telegrams.add(telegram);
                if (!telegram.moreRecordsFollow()) {
                    return joined(telegrams);
                }
            }
            throw new MalformedFrameException(
                    0, "at most " + MOST_TELEGRAMS + " telegrams in one readout", "a meter that always announces more");
        } catch (LineException | MalformedFrameException e) {
            counts.forget(meter);
            throw e;
        }
    }

    /** Makes the meter ready and tells the address that it now answers to. */
    private int call(MeterAddress meter) throws LineException, MalformedFrameException {
        if (meter instanceof MeterAddress.Secondary secondary) {
            LinkFrame selection = new LinkFrame.Long(SND_UD, LinkFrame.SELECTED, CI_SELECTION, secondary.selection());
            acknowledged(selection);
            if (!counts.knows(meter)) {
                resetSelected();
                acknowledged(selection);
            }
            return LinkFrame.SELECTED;
        }
        int address = ((MeterAddress.Primary) meter).address();
        if (!counts.knows(meter)) {
            acknowledged(new LinkFrame.Short(SND_NKE, address));
        }
        return address;
    }

    /**
     * Resets the link of the selected slave, which deselects it. Without this a slave that kept the frame count bit of an
     * earlier conversation would repeat its answer of then.
     */
    private void resetSelected() throws LineException {
        line.send(new LinkFrame.Short(SND_NKE, LinkFrame.SELECTED).encode());
        try {
            line.receive(LinkFrame.FRAMING, timing.answer(RESET_BYTES));
        } catch (LineSilentException deselectedInSilence) {
            return; // some do not acknowledge what deselects them
        }
    }

    private Answer request(MeterAddress meter, int address) throws LineException, MalformedFrameException {
        int control = REQ_UD2 | (counts.bit(meter) ? FCB : 0);
        Answer answer = exchange(new LinkFrame.Short(control, address), frame -> {
            if (frame instanceof LinkFrame.Long data) {
                checkSender(data, address);
            }
            Answer read = Telegrams.decode(frame, Optional.empty());
            checkIdentity(read, meter);
            return read;
        });
        counts.answered(meter);
        return answer;
    }

    private void acknowledged(LinkFrame request) throws LineException, MalformedFrameException {
        exchange(request, frame -> {
            if (!(frame instanceof LinkFrame.Acknowledgement)) {
                throw new MalformedFrameException(0, "the acknowledgement E5", "another frame");
            }
            return new Answer.NoData();
        });
    }

    /** Sends the same frame until an answer passes, or the retries are used up. */
    private Answer exchange(LinkFrame request, Check check) throws LineException, MalformedFrameException {
        byte[] bytes = request.encode();
        for (int retriesLeft = timing.retries(); ; retriesLeft--) {
            line.send(bytes);
            try {
                return check.passed(LinkFrame.decode(answer(bytes)));
            } catch (LineSilentException silent) {
                if (retriesLeft == 0) {
                    throw silent;
                }
            } catch (MalformedFrameException malformed) {
                awaitQuiet();
                if (retriesLeft == 0) {
                    throw malformed;
                }
            }
        }
    }

    /** The next frame; noise before it and the echo of a level converter that hears itself are passed over. */
    private byte[] answer(byte[] request) throws LineException {
        byte[] received = line.receive(LinkFrame.FRAMING, timing.answer(request.length));
        int noise = 0;
        boolean echo = false;
        while (noise < NOISE_BEFORE_A_FRAME) {
            boolean startsNoFrame = received.length == 1 && (received[0] & 0xFF) != LinkFrame.SINGLE_CHARACTER;
            boolean heardItself = !echo && Arrays.equals(received, request);
            if (!startsNoFrame && !heardItself) {
                break;
            }
            noise += startsNoFrame ? 1 : 0;
            echo |= heardItself;
            received = line.receive(LinkFrame.FRAMING, timing.answer(request.length));
        }
        return received;
    }

    /** Lets the rest of a broken answer go by, so that it is not taken for the next one. */
    private void awaitQuiet() throws LineException {
        try {
            line.receive((received, length) -> length >= MOST_NOISE ? MOST_NOISE : Framing.INCOMPLETE, timing.idle());
        } catch (LineSilentException quiet) {
            return;
        }
        throw new LineException(line.address() + ": noise that does not end; look at the wiring of the bus");
    }

    private static void checkSender(LinkFrame.Long data, int address) throws MalformedFrameException {
        boolean ownAddressMayDiffer = address == LinkFrame.SELECTED || address == 254;
        if (data.address() != address && !ownAddressMayDiffer) {
            throw new MalformedFrameException(5, "an answer of address " + address, "one of address " + data.address());
        }
    }

    private static void checkIdentity(Answer answer, MeterAddress meter) throws MalformedFrameException {
        if (meter instanceof MeterAddress.Secondary secondary
                && answer instanceof Answer.Telegram telegram
                && telegram.header() != Header.NONE
                && !secondary.fits(telegram.header())) {
            throw new MalformedFrameException(
                    7,
                    "an answer of meter " + secondary,
                    "one of " + telegram.header().id());
        }
    }

    private static boolean same(Answer.Telegram a, Answer.Telegram b) {
        if (!a.header().equals(b.header()) || a.records().size() != b.records().size()) {
            return false;
        }
        for (int i = 0; i < a.records().size(); i++) {
            if (!Arrays.equals(a.records().get(i).bytes(), b.records().get(i).bytes())) {
                return false;
            }
        }
        return Arrays.equals(a.manufacturerData(), b.manufacturerData());
    }

    private static Answer.Telegram joined(List<Answer.Telegram> telegrams) {
        Answer.Telegram first = telegrams.get(0);
        if (telegrams.size() == 1) {
            return first;
        }
        List<DataRecord> records = new ArrayList<>();
        ByteArrayOutputStream manufacturerData = new ByteArrayOutputStream();
        for (Answer.Telegram telegram : telegrams) {
            telegram.records().forEach(record -> records.add(record.at(records.size())));
            manufacturerData.writeBytes(telegram.manufacturerData());
        }
        return new Answer.Telegram(
                first.ci(),
                first.structure(),
                first.header(),
                List.copyOf(records),
                manufacturerData.toByteArray(),
                false,
                "");
    }

    private interface Check {
        Answer passed(LinkFrame frame) throws MalformedFrameException;
    }
}
