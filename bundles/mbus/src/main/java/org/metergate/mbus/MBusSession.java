package org.metergate.mbus;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.metergate.transport.Line;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.MalformedFrameException;

/** The master's side of the wired bus, for one conversation (EN 13757-2). One thread at a time. */
public final class MBusSession {

    private static final int SND_NKE = 0x40;
    private static final int SND_UD = 0x53;
    private static final int REQ_UD1 = 0x5A;
    private static final int REQ_UD2 = 0x5B;
    private static final int FCB = 0x20;
    private static final int CI_SELECTION = 0x52;
    private static final int EVERYBODY_ANSWERS = 254;
    private static final int NOBODY_ANSWERS = 255;
    private static final int MOST_TELEGRAMS = 32;
    private static final Set<BusFault> SPOILT = EnumSet.of(BusFault.COLLISION, BusFault.CORRUPT, BusFault.INCOMPLETE);

    private final Line line;
    private final Timing timing;
    private final FrameCounts counts;
    private final BusWatch watch;
    private final Formats formats;
    private final Exchange exchange;

    /**
     * @param line the bus, lent for this conversation
     * @param timing waits and retries
     * @param counts what is known of the meters of this bus
     */
    public MBusSession(Line line, Timing timing, FrameCounts counts) {
        this(line, timing, counts, BusWatch.NONE, Formats.NONE);
    }

    /**
     * @param line the bus, lent for this conversation
     * @param timing waits and retries
     * @param counts what is known of the meters of this bus
     * @param watch is told of every fault on the wire
     * @param formats of compact frames
     */
    public MBusSession(Line line, Timing timing, FrameCounts counts, BusWatch watch, Formats formats) {
        this.line = line;
        this.timing = timing;
        this.counts = counts;
        this.watch = watch;
        this.formats = formats;
        this.exchange = new Exchange(line, timing, watch);
    }

    /** A good answer and its bytes; or one that came in whole and does not open, which asking again would not change. */
    private record Heard(Answer answer, byte[] bytes, Optional<WrongKeyException> locked) {}

    /**
     * Reads all data of a meter whose key is not at hand.
     *
     * @param meter which meter
     * @return what it answered
     * @throws LineException as {@link #read(MeterAddress, Keys)} does
     * @throws MalformedFrameException as there
     */
    public Answer read(MeterAddress meter) throws LineException, MalformedFrameException {
        return read(meter, Keys.NONE);
    }

    /**
     * Reads all data of a meter: resets its link if it is new here or selects it, requests user data class 2, and goes
     * on while more records follow (EN 13757-2, 5.7; EN 13757-3, 11.3). The telegrams are given as one. A meter that
     * announces more, and then has no data or says the same again when asked twice, has said everything.
     *
     * <p>Every frame must pass its checks and come from the meter that was asked: by its address, after a selection by
     * the identity in its header, and always by the identity that answered there before. Another one, or the first,
     * must answer to its own secondary address or appear twice.
     *
     * @param meter which meter
     * @param keys of the meters
     * @return what it answered
     * @throws LineSilentException if it does not answer, repetitions included; the line survives
     * @throws LineException if the line breaks
     * @throws MalformedFrameException if every answer fails a check or comes from another meter, as a
     *     {@link BusFaultException} that names the fault; the line survives
     */
    public Answer read(MeterAddress meter, Keys keys) throws LineException, MalformedFrameException {
        try {
            int address = call(meter);
            Heard first = requestFresh(meter, address, keys);
            if (first.answer() instanceof Answer.Telegram telegram) {
                return readOn(meter, address, keys, first, telegram);
            }
            counts.forget(meter); // whatever it is: the next readout must begin with the first telegram
            return first.answer();
        } catch (LineException | MalformedFrameException e) {
            counts.forget(meter);
            if (e instanceof BusFaultException failure && SPOILT.contains(failure.fault())) {
                counts.collided(meter);
            }
            throw e;
        }
    }

    /**
     * Asks for alarm data, user data class 1 (EN 13757-2, 5.7.3.4).
     *
     * @param meter which meter
     * @return what it answered; {@link Answer.NoData} if nothing is wrong with it
     * @throws LineException as {@link #read(MeterAddress, Keys)} does
     * @throws MalformedFrameException as there
     */
    public Answer alarm(MeterAddress meter) throws LineException, MalformedFrameException {
        try {
            return request(REQ_UD1, meter, call(meter), Keys.NONE, new byte[0]).answer();
        } catch (LineException | MalformedFrameException e) {
            counts.forget(meter);
            throw e;
        }
    }

    /**
     * Resets the link of a meter (SND_NKE). A selected meter is deselected by it.
     *
     * @param meter which meter
     * @throws LineSilentException if it does not acknowledge, repetitions included; the line survives
     * @throws LineException if the line breaks
     * @throws MalformedFrameException if something else comes; the line survives
     */
    public void reset(MeterAddress meter) throws LineException, MalformedFrameException {
        counts.forget(meter);
        if (meter instanceof MeterAddress.Secondary secondary) {
            select(secondary);
            resetSelected();
        } else {
            acknowledged(new LinkFrame.Short(SND_NKE, ((MeterAddress.Primary) meter).address()), timing.retries());
        }
    }

    /**
     * Resets every link of the bus (SND_NKE to 255), which deselects every meter. Nobody answers.
     *
     * @throws LineException if the line breaks
     */
    public void resetAll() throws LineException {
        counts.forgetAll();
        line.send(new LinkFrame.Short(SND_NKE, NOBODY_ANSWERS).encode());
        exchange.awaitQuiet();
    }

    /**
     * Selects whatever meters fit; they answer to 253 from then on.
     *
     * @param meter wildcards select several
     * @throws LineSilentException if none does; the line survives
     * @throws LineException if the line breaks
     * @throws MalformedFrameException if something else than the acknowledgement comes; the line survives
     */
    public void select(MeterAddress.Secondary meter) throws LineException, MalformedFrameException {
        acknowledged(selection(meter), timing.retries());
    }

    /**
     * Sends data to a meter and waits for its acknowledgement (SND_UD). The next readout resets its link.
     *
     * @param meter which meter
     * @param ci CI field, 0 to 255
     * @param data after the CI field, at most 252 bytes
     * @throws LineSilentException if it does not acknowledge, repetitions included; the line survives
     * @throws LineException if the line breaks
     * @throws MalformedFrameException if something else comes; the line survives
     */
    void send(MeterAddress meter, int ci, byte[] data) throws LineException, MalformedFrameException {
        try {
            int address = call(meter);
            int control = SND_UD | (counts.bit(meter) ? FCB : 0);
            acknowledged(new LinkFrame.Long(control, address, ci, data), timing.retries());
        } finally {
            counts.forget(meter);
        }
    }

    /** Makes the meter ready and tells the address that it now answers to. */
    private int call(MeterAddress meter) throws LineException, MalformedFrameException {
        if (meter instanceof MeterAddress.Secondary secondary) {
            select(secondary);
            if (!counts.knows(meter)) {
                resetSelected();
                select(secondary);
            }
            return LinkFrame.SELECTED;
        }
        int address = ((MeterAddress.Primary) meter).address();
        if (!counts.knows(meter)) {
            acknowledged(new LinkFrame.Short(SND_NKE, address), timing.retries());
        }
        return address;
    }

    private static LinkFrame selection(MeterAddress.Secondary meter) {
        return new LinkFrame.Long(SND_UD, LinkFrame.SELECTED, CI_SELECTION, meter.selection());
    }

    /**
     * Resets the link of the selected slave, which deselects it. Without this a slave that kept the frame count bit of an
     * earlier conversation would repeat its answer of then. Some do not acknowledge what deselects them.
     */
    private void resetSelected() throws LineException {
        try {
            acknowledged(new LinkFrame.Short(SND_NKE, LinkFrame.SELECTED), 0);
        } catch (LineSilentException | BusFaultException notHeard) {
            return;
        }
    }

    /** The first answer of a readout; one that was heard in an earlier readout already is asked for again, once. */
    private Heard requestFresh(MeterAddress meter, int address, Keys keys)
            throws LineException, MalformedFrameException {
        Heard heard = request(REQ_UD2, meter, address, keys, new byte[0]);
        if (heard.answer() instanceof Answer.Telegram && counts.isOldAnswer(meter, heard.bytes())) {
            watch.noticed(BusFault.REPEATED, "the same answer as in an earlier reading");
            Heard again = request(REQ_UD2, meter, address, keys, new byte[0]);
            if (Arrays.equals(again.bytes(), heard.bytes())) {
                counts.constant(meter);
            }
            return again;
        }
        return heard;
    }

    /**
     * Whether the sender is known here, or answers to its own secondary address. Two answers that lie on top of each
     * other pass the checksum once in 256 times, with an identity that belongs to nobody.
     */
    private boolean confirmed(MeterAddress meter, Header header) throws LineException {
        String identity = identity(header);
        boolean unknown = header.id().isEmpty();
        boolean asked = meter instanceof MeterAddress.Secondary secondary
                && MeterAddress.Secondary.of(header).equals(secondary);
        if (unknown || asked || counts.identity(meter).equals(Optional.of(identity))) {
            return true;
        }
        try {
            acknowledged(selection(MeterAddress.Secondary.of(header)), 0);
        } catch (LineSilentException | BusFaultException notItAlone) {
            return false;
        }
        counts.confirmed(meter, identity);
        return true;
    }

    /** Reads the first telegram of a meter that does not answer to its secondary address a second time. */
    private Answer.Telegram requestAgain(MeterAddress meter, Keys keys, Header header)
            throws LineException, MalformedFrameException {
        counts.forget(meter);
        Heard again = request(REQ_UD2, meter, call(meter), keys, new byte[0]);
        if (!(again.answer() instanceof Answer.Telegram telegram)
                || !identity(telegram.header()).equals(identity(header))) {
            throw new BusFaultException(
                    BusFault.COLLISION, 7, "meter " + header.id() + " again", "another answer to the same request");
        }
        counts.confirmed(meter, identity(header));
        return telegram;
    }

    private Answer readOn(MeterAddress meter, int address, Keys keys, Heard first, Answer.Telegram telegram)
            throws LineException, MalformedFrameException {
        Readout readout = new Readout();
        readout.add(telegram);
        Heard last = first;
        while (readout.goesOn()) {
            if (readout.size() == MOST_TELEGRAMS) {
                throw new MalformedFrameException(
                        0, "at most " + MOST_TELEGRAMS + " telegrams", "a meter that always announces more");
            }
            Heard next = request(REQ_UD2, meter, address, keys, last.bytes());
            if (next.answer() instanceof Answer.NoData || Arrays.equals(next.bytes(), last.bytes())) {
                break;
            }
            if (!(next.answer() instanceof Answer.Telegram more)) {
                counts.forget(meter);
                return next.answer();
            }
            checkSuccessor(telegram.header(), more.header());
            readout.add(more);
            last = next;
        }
        checkNotExchanged(meter, telegram.header());
        counts.readOut(meter, first.bytes(), last.bytes());
        if (readout.size() > 1) {
            counts.alone(meter); // no checksum holds by chance so often
            counts.forget(meter); // some begin again only after a reset
            counts.confirmed(meter, identity(telegram.header()));
            return readout.joined();
        }
        Answer.Telegram one =
                confirmed(meter, telegram.header()) ? readout.joined() : requestAgain(meter, keys, telegram.header());
        return counts.hasCollided(meter) ? insistent(meter, address, keys, one) : one;
    }

    /**
     * The first good answer of a meter whose answers were all spoilt before. If two meters of one identity answer at the same
     * bit, the checksum holds once in 256 times, and nothing in that answer tells. So the meter must go on with fresh ones.
     */
    private Answer.Telegram insistent(MeterAddress meter, int address, Keys keys, Answer.Telegram first)
            throws LineException, MalformedFrameException {
        SecondLook look = new SecondLook(first);
        while (!look.isConvinced()) {
            Heard heard;
            try {
                heard = request(REQ_UD2, meter, address, keys, new byte[0], 0);
            } catch (LineSilentException silent) {
                look.spoilt(silent.getMessage());
                continue;
            } catch (BusFaultException spoilt) {
                look.spoilt(spoilt.getMessage());
                continue;
            }
            look.good(heard.answer());
            counts.readOut(meter, heard.bytes(), heard.bytes());
        }
        counts.alone(meter);
        return look.latest();
    }

    /**
     * A meter that answers where another one did must do so in two readouts: one good answer of a wrong meter may be
     * a late one, or a mistake of a converter that serves several buses.
     */
    private void checkNotExchanged(MeterAddress meter, Header header) throws BusFaultException {
        String identity = identity(header);
        Optional<String> before = counts.identity(meter);
        if (identity.isEmpty() || before.isEmpty() || before.get().equals(identity)) {
            counts.doubt(meter, Optional.empty());
        } else if (!counts.isDoubted(meter, identity)) {
            counts.doubt(meter, Optional.of(identity));
            throw new BusFaultException(
                    BusFault.FOREIGN,
                    7,
                    "meter " + before.get() + " as before",
                    "meter " + identity + "; it is believed if it answers the next time, too");
        }
    }

    private static void checkSuccessor(Header first, Header next) throws BusFaultException {
        if (!next.id().isEmpty() && !identity(next).equals(identity(first))) {
            throw new BusFaultException(BusFault.FOREIGN, 7, "more of " + identity(first), identity(next));
        }
    }

    /**
     * One request for user data. An answer that repeats the one before is a late or doubled one, which must not pass for
     * its successor: the request is repeated once, and then it is what the meter says.
     */
    private Heard request(int function, MeterAddress meter, int address, Keys keys, byte[] before)
            throws LineException, MalformedFrameException {
        return request(function, meter, address, keys, before, timing.retries());
    }

    private Heard request(int function, MeterAddress meter, int address, Keys keys, byte[] before, int repetitions)
            throws LineException, MalformedFrameException {
        int control = function | (counts.bit(meter) ? FCB : 0);
        LinkFrame request = new LinkFrame.Short(control, address);
        Heard heard = exchange.of(request, repetitions, frame -> checked(frame, meter, address, keys));
        if (before.length > 0 && Arrays.equals(heard.bytes(), before)) {
            exchange.awaitQuiet();
            heard = exchange.of(request, repetitions, frame -> checked(frame, meter, address, keys));
        }
        if (heard.locked().isPresent()) {
            throw heard.locked().get();
        }
        counts.answered(meter);
        return heard;
    }

    private Heard checked(LinkFrame frame, MeterAddress meter, int address, Keys keys)
            throws LineException, MalformedFrameException {
        if (frame instanceof LinkFrame.Long data) {
            checkSender(data, address);
        }
        if (frame instanceof LinkFrame.Short) {
            throw new BusFaultException(BusFault.UNEXPECTED, 0, "an answer of a meter", "a request");
        }
        try {
            Answer answer = Telegrams.decode(frame, keys, formats);
            checkIdentity(answer, meter);
            return new Heard(answer, frame.encode(), Optional.empty());
        } catch (WrongKeyException locked) {
            return new Heard(new Answer.NoData(), frame.encode(), Optional.of(locked));
        }
    }

    private void acknowledged(LinkFrame request, int repetitions) throws LineException, BusFaultException {
        exchange.of(request, repetitions, frame -> {
            if (!(frame instanceof LinkFrame.Acknowledgement)) {
                throw new BusFaultException(BusFault.UNEXPECTED, 0, "the acknowledgement E5", "another frame");
            }
            return frame;
        });
    }

    private static void checkSender(LinkFrame.Long data, int address) throws MalformedFrameException {
        boolean ownAddressMayDiffer = address == LinkFrame.SELECTED || address == EVERYBODY_ANSWERS;
        if (data.address() != address && !ownAddressMayDiffer) {
            throw new BusFaultException(
                    BusFault.FOREIGN, 5, "an answer of address " + address, "one of address " + data.address());
        }
    }

    private static void checkIdentity(Answer answer, MeterAddress meter) throws MalformedFrameException {
        Header header = answer.sender();
        if (meter instanceof MeterAddress.Secondary secondary && !header.id().isEmpty() && !secondary.fits(header)) {
            throw new BusFaultException(
                    BusFault.FOREIGN, 7, "an answer of meter " + secondary, "one of " + identity(header));
        }
    }

    private static String identity(Header header) {
        return header.id().isEmpty() ? "" : MeterAddress.Secondary.of(header).toString();
    }
}
