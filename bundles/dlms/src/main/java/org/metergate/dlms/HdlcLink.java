package org.metergate.dlms;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Predicate;
import org.metergate.transport.Line;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.MalformedFrameException;

/**
 * IEC 62056-46: the client's side of HDLC in normal response mode: requests go frame by frame, answers come in windows
 * of the size agreed on. A frame that is not answered, or
 * whose answer is damaged, is sent again with the same number: the meter then repeats its answer.
 */
final class HdlcLink implements Link {
    private static final byte[] LLC_REQUEST = {(byte) 0xE6, (byte) 0xE6, 0x00};
    private static final byte[] LLC_RESPONSE = {(byte) 0xE6, (byte) 0xE7, 0x00};
    private static final int DEFAULT_INFORMATION = 128;
    /** Frames of others, notifications and repetitions, passed over while waiting for an answer. */
    private static final int UNASKED = 32;
    /** The longest APDU that segments may make. */
    private static final int LONGEST = 1 << 20;

    private final DlmsSettings settings;
    private final HdlcAddress server;
    private final HdlcAddress client;
    private Duration answer;
    private int retries;
    private int sendState;
    private int receiveState;
    /** Only read after an answer has come. */
    private HdlcFrame lastReceived;

    private int information = DEFAULT_INFORMATION;

    HdlcLink(DlmsSettings settings) {
        this.settings = settings;
        this.answer = settings.answer();
        this.retries = settings.hdlc().retries();
        this.server = settings.addressing().hdlcServer();
        this.client = HdlcAddress.client(settings.client());
    }

    @Override
    public void connect(Line line) throws LineException, MalformedFrameException, LinkLostException {
        sendState = 0;
        receiveState = 0;
        information = DEFAULT_INFORMATION;
        boolean usual = settings.hdlc().maxInformation() == DEFAULT_INFORMATION
                && settings.hdlc().window() == 1;
        byte[] offer = usual
                ? new byte[0]
                : HdlcParameters.of(
                                settings.hdlc().maxInformation(),
                                settings.hdlc().window())
                        .encode();
        HdlcFrame answer =
                ask(line, new HdlcFrame(server, client, HdlcFrame.SNRM, false, offer), frame -> frame.is(HdlcFrame.UA));
        information = Math.min(
                settings.hdlc().maxInformation(),
                HdlcParameters.decode(answer.information()).receive());
    }

    @Override
    public byte[] exchange(Line line, byte[] apdu, Predicate<byte[]> wanted)
            throws LineException, MalformedFrameException, LinkLostException {
        HdlcFrame request = lastFrame(line, apdu);
        int next = sendState + 1 & 7;
        HdlcFrame first = ask(
                line,
                request,
                reply -> reply.isInformation()
                        && reply.sendSequence() == receiveState
                        && reply.receiveSequence() == next);
        sendState = next;
        receiveState = receiveState + 1 & 7;
        return wanted(segments(line, first), wanted);
    }

    @Override
    public void send(Line line, byte[] apdu) throws LineException, MalformedFrameException, LinkLostException {
        acknowledged(line, lastFrame(line, apdu));
    }

    @Override
    public byte[] receive(Line line, Predicate<byte[]> wanted)
            throws LineException, MalformedFrameException, LinkLostException {
        HdlcFrame first = next(line, lastReceived);
        receiveState = receiveState + 1 & 7;
        return wanted(segments(line, first), wanted);
    }

    private static byte[] wanted(byte[] answer, Predicate<byte[]> wanted)
            throws MalformedFrameException, LinkLostException {
        if (!Arrays.equals(Arrays.copyOf(answer, LLC_RESPONSE.length), LLC_RESPONSE)) {
            throw new MalformedFrameException(0, "LLC E6E700", Bytes.hex(Arrays.copyOf(answer, 3)));
        }
        byte[] response = Arrays.copyOfRange(answer, LLC_RESPONSE.length, answer.length);
        if (!wanted.test(response)) {
            throw new LinkLostException("the meter answered another question than was asked");
        }
        return response;
    }

    /** Sends all segments of a request but the last, which is handed back. */
    private HdlcFrame lastFrame(Line line, byte[] apdu)
            throws LineException, MalformedFrameException, LinkLostException {
        byte[] data = Bytes.concat(LLC_REQUEST, apdu);
        int from = 0;
        while (data.length - from > information) {
            byte[] part = Arrays.copyOfRange(data, from, from + information);
            acknowledged(line, HdlcFrame.information(server, client, sendState, receiveState, true, part));
            from += information;
        }
        byte[] part = Arrays.copyOfRange(data, from, data.length);
        return HdlcFrame.information(server, client, sendState, receiveState, false, part);
    }

    /** Sends a frame that the meter does nothing with but to say that it came. */
    private void acknowledged(Line line, HdlcFrame frame)
            throws LineException, MalformedFrameException, LinkLostException {
        int next = sendState + 1 & 7;
        ask(line, frame, answer -> answer.isReceiveReady() && answer.receiveSequence() == next);
        sendState = next;
    }

    /** Asks for the segments that follow. */
    private byte[] segments(Line line, HdlcFrame first)
            throws LineException, MalformedFrameException, LinkLostException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(first.information());
        lastReceived = first;
        while (lastReceived.segmented()) {
            lastReceived = next(line, lastReceived);
            receiveState = receiveState + 1 & 7;
            joined.writeBytes(lastReceived.information());
            if (joined.size() > LONGEST) {
                throw new MalformedFrameException(joined.size(), "an APDU of at most 1 MiB", "more");
            }
        }
        return joined.toByteArray();
    }

    /** Behind a frame that is not the final one of its window the next comes by itself. */
    private HdlcFrame next(Line line, HdlcFrame last) throws LineException, MalformedFrameException, LinkLostException {
        Predicate<HdlcFrame> wanted = reply -> reply.isInformation() && reply.sendSequence() == receiveState;
        if (!last.isFinal()) {
            try {
                return receiveFrame(line, wanted);
            } catch (LineSilentException | MalformedFrameException e) {
                if (retries == 0) {
                    throw e;
                }
            }
        }
        return ask(line, HdlcFrame.receiveReady(server, client, receiveState), wanted);
    }

    private HdlcFrame ask(Line line, HdlcFrame frame, Predicate<HdlcFrame> wanted)
            throws LineException, MalformedFrameException, LinkLostException {
        for (int retriesLeft = retries; ; retriesLeft--) {
            line.send(frame.encode());
            try {
                return receiveFrame(line, wanted);
            } catch (LineSilentException | MalformedFrameException e) {
                if (retriesLeft == 0) {
                    throw e;
                }
            }
        }
    }

    private HdlcFrame receiveFrame(Line line, Predicate<HdlcFrame> wanted)
            throws LineException, MalformedFrameException, LinkLostException {
        for (int unasked = 0; unasked < UNASKED; unasked++) {
            byte[] bytes = line.receive(HdlcFrame.FRAMING, answer);
            if (bytes[0] != HdlcFrame.FLAG || allFlags(bytes)) { // noise, or a pause filled with flags
                continue;
            }
            HdlcFrame frame = HdlcFrame.decode(bytes);
            boolean ours = frame.destination().equals(client) && frame.source().logical() == server.logical();
            if (!ours || frame.is(HdlcFrame.UI)) {
                continue; // an echo, another meter's, or a notification
            }
            if (wanted.test(frame)) {
                return frame;
            }
            if (frame.is(HdlcFrame.DM) || frame.is(HdlcFrame.FRMR)) {
                throw new LinkLostException("the meter says it is "
                        + (frame.is(HdlcFrame.DM) ? "disconnected (DM)" : "rejecting frames (FRMR)"));
            }
        }
        throw new MalformedFrameException(0, "an answer", UNASKED + " frames that answer nothing");
    }

    private static boolean allFlags(byte[] bytes) {
        for (byte octet : bytes) {
            if (octet != HdlcFrame.FLAG) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void hurry(Duration longest) {
        answer = longest.compareTo(answer) < 0 ? longest : answer;
        retries = 0;
    }

    @Override
    public void disconnect(Line line) throws LineException, MalformedFrameException {
        line.send(new HdlcFrame(server, client, HdlcFrame.DISC, false, new byte[0]).encode());
        try {
            receiveFrame(line, frame -> frame.is(HdlcFrame.UA) || frame.is(HdlcFrame.DM));
        } catch (LinkLostException e) {
            // disconnected is what was asked for
        }
    }
}
