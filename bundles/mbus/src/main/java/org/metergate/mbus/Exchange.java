package org.metergate.mbus;

import java.util.Arrays;
import java.util.Optional;
import org.metergate.transport.Framing;
import org.metergate.transport.Line;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.MalformedFrameException;

/**
 * One request and its answer on the wire: repetitions, the echo of a converter, noise, and what an answer that fails
 * leaves behind (EN 13757-2, 5.7). One thread at a time.
 */
final class Exchange {

    private static final int NOISE_BEFORE_A_FRAME = 16;
    private static final int MOST_NOISE = 4096;
    private static final int CLASS_1_DATA = 0x0A;

    private final Line line;
    private final Timing timing;
    private final BusWatch watch;

    Exchange(Line line, Timing timing, BusWatch watch) {
        this.line = line;
        this.timing = timing;
        this.watch = watch;
    }

    /** What a request makes of an answer. */
    interface Check<T> {
        T passed(LinkFrame frame) throws LineException, MalformedFrameException;
    }

    /**
     * Sends the same frame until an answer passes, or the repetitions are used up.
     *
     * @param repetitions after the first request
     * @throws LineSilentException if nothing at all was heard
     * @throws BusFaultException if something was heard, and no good answer
     */
    <T> T of(LinkFrame request, int repetitions, Check<T> check) throws LineException, BusFaultException {
        byte[] bytes = request.encode();
        boolean forData = request instanceof LinkFrame.Short asked && (asked.control() & 0x0F) >= CLASS_1_DATA;
        Optional<BusFaultException> failure = Optional.empty();
        int spoilt = 0;
        for (int left = repetitions; ; left--) {
            line.send(bytes);
            try {
                return check.passed(LinkFrame.decode(answer(bytes, forData)));
            } catch (LineSilentException silent) {
                if (silent.received().length > 0) {
                    failure = Optional.of(new BusFaultException(
                            BusFault.INCOMPLETE,
                            silent.received().length,
                            "the rest of the answer",
                            silent.getMessage()));
                    spoilt++;
                } else if (left == 0 && failure.isEmpty()) {
                    watch.noticed(BusFault.SILENCE, silent.getMessage());
                    throw silent;
                }
            } catch (MalformedFrameException malformed) {
                failure = Optional.of(
                        malformed instanceof BusFaultException known
                                ? known
                                : new BusFaultException(BusFault.CORRUPT, malformed));
                spoilt += failure.get().fault() == BusFault.CORRUPT ? 1 : 0;
                awaitQuiet();
            }
            failure.ifPresent(fault -> watch.noticed(fault.fault(), fault.getMessage()));
            if (left == 0) {
                BusFaultException last = failure.orElseThrow();
                throw spoilt > 1 && spoilt == repetitions + 1 ? new BusFaultException(BusFault.COLLISION, last) : last;
            }
        }
    }

    /**
     * The next frame; noise before it and the echo of a level converter that hears itself are passed over. Noise alone is
     * not silence: somebody spoke. Where data are asked for, a single character is an answer only if nothing follows:
     * it may be the second half of an earlier acknowledgement.
     */
    private byte[] answer(byte[] request, boolean forData) throws LineException, BusFaultException {
        int noise = 0;
        boolean echo = false;
        boolean acknowledged = false;
        while (true) {
            byte[] received = next(request, noise, acknowledged);
            boolean single = received.length == 1;
            boolean acknowledgement = single && (received[0] & 0xFF) == LinkFrame.SINGLE_CHARACTER;
            boolean passedOver = single && (forData || !acknowledgement) && noise < NOISE_BEFORE_A_FRAME;
            if (received.length == 0) {
                return new byte[] {(byte) LinkFrame.SINGLE_CHARACTER};
            } else if (passedOver) {
                noise++;
                acknowledged = acknowledgement && noise == 1;
                if (!acknowledged) {
                    watch.noticed(BusFault.NOISE, String.format("%02X before the answer", received[0]));
                }
            } else if (!echo && Arrays.equals(received, request)) {
                watch.noticed(BusFault.ECHO, "the request came back before the answer");
                echo = true;
            } else if (acknowledgement && forData) {
                throw new BusFaultException(
                        BusFault.UNEXPECTED, noise, "data, or one single character", "single characters without end");
            } else {
                return received;
            }
        }
    }

    /** @return the next frame or stray byte; nothing if one acknowledgement is all that was heard */
    private byte[] next(byte[] request, int noise, boolean acknowledged) throws LineException, BusFaultException {
        try {
            return line.receive(LinkFrame.FRAMING, timing.answer(request.length));
        } catch (LineSilentException silent) {
            if (acknowledged && silent.received().length == 0) {
                return silent.received();
            }
            if (noise == 0) {
                throw silent;
            }
            throw new BusFaultException(BusFault.CORRUPT, noise, "a frame", "nothing behind " + noise + " stray bytes");
        }
    }

    /** Lets the rest of a broken answer go by, so that it is not taken for the next one. */
    void awaitQuiet() throws LineException {
        try {
            line.receive((received, length) -> length >= MOST_NOISE ? MOST_NOISE : Framing.INCOMPLETE, timing.idle());
        } catch (LineSilentException quiet) {
            return;
        }
        throw new LineException(line.address() + ": noise that does not end; look at the wiring of the bus");
    }
}
