package org.metergate.dlms;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.metergate.dlms.PushEvent.Refused;
import org.metergate.dlms.PushEvent.Why;
import org.metergate.transport.Framing;
import org.metergate.transport.MalformedFrameException;

/**
 * Makes notifications of a stream of bytes that begins anywhere: HDLC, wrapper, M-Bus or bare APDUs, segmented or in
 * general blocks, plain or closed. After damage it goes on with the next frame. Holds at most 64 KiB. One thread at a
 * time; no clock: whoever reads the line says when it paused.
 */
public final class PushStream {
    private static final int MOST = 64 << 10;

    /** What carries the APDUs. */
    public enum Carrier {
        /** IEC 62056-46. */
        HDLC,
        /** IEC 62056-47, TCP and UDP. */
        WRAPPER,
        /** EN 13757-1, long frames with transport selectors. */
        MBUS,
        /** Nothing: an APDU, with or without LLC, ends where its own lengths say so, or with a pause. */
        RAW,
        /** Whichever of these begins with the byte that comes. */
        ANY
    }

    private final Carrier carrier;
    private final Function<byte[], Optional<PushSender>> senders;
    private final ApduJoiner joiner = new ApduJoiner();
    private byte[] pending = {};
    /** Whether the next byte can be the first of an APDU that nothing carries: nothing tells it from noise. */
    private boolean clean = true;

    /**
     * @param carrier what carries the APDUs
     * @param senders tells the meter of a system title, the same each time; asked with an empty title if the APDU has none
     */
    public PushStream(Carrier carrier, Function<byte[], Optional<PushSender>> senders) {
        this.carrier = carrier;
        this.senders = senders;
    }

    /**
     * Takes bytes as they come, in pieces of any length.
     *
     * @param bytes the next bytes
     * @return what has come to its end with them, in order
     */
    public List<PushEvent> feed(byte[] bytes) {
        List<PushEvent> events = new ArrayList<>();
        pending = Bytes.concat(pending, bytes);
        consume(false, events);
        if (pending.length > MOST) {
            events.add(new Refused(Why.DAMAGED, "64 KiB without the end of a frame: they are dropped"));
            pending = new byte[0];
        }
        return events;
    }

    /**
     * Takes note of a pause: what has come until now gets no longer. To be told after each datagram, at the end of a
     * connection, and when a line was silent for longer than a meter pauses inside a push.
     *
     * @return what has come to its end with it
     */
    public List<PushEvent> pause() {
        List<PushEvent> events = new ArrayList<>();
        consume(true, events);
        pending = new byte[0];
        clean = true;
        if (joiner.clear()) {
            events.add(new Refused(Why.DAMAGED, "the last segment or block of a push did not come"));
        }
        return events;
    }

    /**
     * Tells where a piece ends that is worth feeding: for whoever reads a line frame by frame.
     *
     * @return ends with a frame of the carrier; what is none is handed over in pieces
     */
    public Framing framing() {
        return (received, length) -> {
            Carrier here = carrier == Carrier.ANY ? guess(received[0]) : carrier;
            return switch (here) {
                case HDLC -> HdlcFrame.FRAMING.end(received, length);
                case MBUS -> MbusTransport.FRAMING.end(received, length);
                case WRAPPER -> received[0] == 0 ? WrapperFrame.FRAMING.end(received, length) : 1;
                case RAW, ANY -> RawApdu.FRAMING.end(received, length);
            };
        };
    }

    private void consume(boolean paused, List<PushEvent> events) {
        while (pending.length > 0) {
            Carrier here = carrier == Carrier.ANY ? guess(pending[0]) : carrier;
            if (here == Carrier.RAW && !clean && !CipheredApdu.is(pending)) {
                here = Carrier.ANY;
            }
            int taken =
                    switch (here) {
                        case ANY -> 1; // inside of something that was damaged, or noise
                        case RAW -> raw(paused, events);
                        default -> framed(here, paused, events);
                    };
            if (taken == 0) {
                return;
            }
            pending = Arrays.copyOfRange(pending, taken, pending.length);
        }
    }

    private static Carrier guess(byte first) {
        return switch (first) {
            case HdlcFrame.FLAG -> Carrier.HDLC;
            case MbusTransport.START -> Carrier.MBUS;
            case 0 -> Carrier.WRAPPER;
            default -> Carrier.RAW;
        };
    }

    /** @return how many bytes are done with; 0 to wait for more */
    private int framed(Carrier here, boolean paused, List<PushEvent> events) {
        int start = startOfFrame(here);
        if (start > 0) {
            clean = false;
            return start;
        }
        Framing framing =
                switch (here) {
                    case HDLC -> HdlcFrame.FRAMING;
                    case MBUS -> MbusTransport.FRAMING;
                    default -> WrapperFrame.FRAMING;
                };
        int end = framing.end(pending, pending.length);
        if (end < 0) {
            if (!paused || pending.length == 1) {
                return paused ? 1 : 0; // a flag alone closed the frame before
            }
            events.add(new Refused(Why.DAMAGED, "a frame broke off after " + pending.length + " bytes"));
            return resume(here);
        }
        byte[] frame = Arrays.copyOf(pending, end);
        if (here == Carrier.HDLC && Arrays.equals(frame, new byte[] {HdlcFrame.FLAG})) {
            return 1;
        }
        try {
            Optional<byte[]> apdu =
                    switch (here) {
                        case HDLC -> joiner.add(HdlcFrame.decode(frame));
                        case MBUS -> joiner.add(MbusTransport.decode(frame));
                        default -> joiner.add(WrapperFrame.decode(frame).apdu());
                    };
            if (apdu.isPresent()) {
                events.add(event(apdu.get()));
            }
            clean = true;
            // two frames of HDLC may share a flag
            return here == Carrier.HDLC ? end - 1 : end;
        } catch (MalformedFrameException e) {
            joiner.clear();
            clean = false;
            events.add(new Refused(Why.DAMAGED, e.getMessage()));
            return resume(here);
        }
    }

    private int startOfFrame(Carrier here) {
        if (here == Carrier.WRAPPER) {
            int at = 0;
            while (at < pending.length && (pending[at] != 0 || at + 1 < pending.length && pending[at + 1] != 1)) {
                at++;
            }
            return at;
        }
        byte start = (byte) (here == Carrier.HDLC ? HdlcFrame.FLAG : MbusTransport.START);
        int at = 0;
        while (at < pending.length && pending[at] != start) {
            at++;
        }
        while (here == Carrier.HDLC && at + 1 < pending.length && pending[at + 1] == HdlcFrame.FLAG) {
            at++;
        }
        return at;
    }

    /** The next byte at which a frame may begin, behind the one at which none did. */
    private int resume(Carrier here) {
        byte start = (byte) (here == Carrier.HDLC ? HdlcFrame.FLAG : here == Carrier.MBUS ? MbusTransport.START : 0);
        for (int at = 1; at < pending.length; at++) {
            if (pending[at] == start) {
                return at;
            }
        }
        return pending.length;
    }

    private int raw(boolean paused, List<PushEvent> events) {
        int from = ApduJoiner.llc(pending);
        Bytes in = new Bytes(pending, from, pending.length);
        int end;
        try {
            end = RawApdu.end(in);
        } catch (MalformedFrameException e) {
            if (e instanceof EndedException && !paused) {
                return 0; // it may go on
            }
            clean = false;
            if (!paused && from == 0 && !RawApdu.starts(pending[0])) {
                return 1; // noise before the first APDU
            }
            events.add(new Refused(paused ? Why.DAMAGED : Why.MALFORMED, e.getMessage()));
            return pending.length;
        }
        try {
            Optional<byte[]> apdu = joiner.add(Arrays.copyOfRange(pending, from, end));
            if (apdu.isPresent()) {
                events.add(event(apdu.get()));
            }
        } catch (MalformedFrameException e) {
            events.add(new Refused(Why.DAMAGED, e.getMessage()));
        }
        return end;
    }

    private PushEvent event(byte[] apdu) {
        try {
            if (!CipheredApdu.is(apdu)) {
                return received(apdu, Optional.empty(), Optional.empty(), false);
            }
            CipheredApdu closed = CipheredApdu.decode(apdu);
            byte[] title = closed.systemTitle().orElse(new byte[0]);
            Optional<PushSender> found = senders.apply(title);
            if (found.isEmpty()) {
                return new Refused(
                        Why.NO_KEY, "the push of " + named(title) + " is encrypted and there is no key for it");
            }
            PushSender sender = found.get();
            SharedKeys keys = sender.keys();
            if (closed.authenticated() && keys.authentication().isEmpty() && !keys.tagIgnored()) {
                return new Refused(
                        Why.NO_KEY,
                        "the push of " + named(title)
                                + " has a tag and there is no authentication key to check it with");
            }
            Optional<String> wanting = keys.wanting(closed);
            if (wanting.isPresent()) {
                return new Refused(
                        Why.NO_KEY,
                        "the push of " + named(title) + " is closed with the "
                                + closed.key()
                                        .orElse(CipheredApdu.KeyInfo.GLOBAL)
                                        .words() + " and there is no "
                                + wanting.get());
            }
            byte[] plain = keys.open(closed, title);
            Optional<Long> last = sender.notBelow(closed, title);
            if (last.isPresent()) {
                return new Refused(
                        Why.REPLAYED,
                        "the push of " + named(title) + " has invocation counter " + closed.counter()
                                + ", which is not above the last one, " + last.get());
            }
            boolean authenticated = closed.authenticated() && !keys.tagIgnored();
            PushEvent event = P1Text.isWhole(plain)
                    ? new PushEvent.Telegram(new String(plain, StandardCharsets.ISO_8859_1))
                    : received(plain, Optional.of(title), Optional.of(closed.counter()), authenticated);
            if (authenticated) {
                sender.believed(closed, title);
            }
            return event;
        } catch (WrongKeyException | NotGenuineException e) {
            return new Refused(Why.WRONG_KEY, e.getMessage());
        } catch (MalformedFrameException e) {
            return new Refused(Why.MALFORMED, e.getMessage());
        }
    }

    private static PushEvent received(
            byte[] apdu, Optional<byte[]> title, Optional<Long> counter, boolean authenticated)
            throws MalformedFrameException {
        Notification notification = Notification.decode(apdu);
        PushList.Named named = PushList.of(notification, title);
        return new PushEvent.Received(new Push(
                title.filter(bytes -> bytes.length > 0),
                counter,
                authenticated,
                notification.moment(),
                named.maker(),
                named.values()));
    }

    private static String named(byte[] title) {
        return title.length == 0 ? "a meter without system title" : "system title " + Bytes.hex(title);
    }
}
