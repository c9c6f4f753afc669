package org.metergate.emulator.meters.dlms;

import static org.metergate.emulator.meters.dlms.Encoder.concat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;

/**
 * The server's side of HDLC for one connection, in normal response mode with window 1 (IEC 62056-46, 6.4.4): it speaks
 * only when polled, and repeats what was not acknowledged. One thread at a time.
 */
final class HdlcServer {
    private static final byte[] LLC_RESPONSE = {(byte) 0xE6, (byte) 0xE7, 0x00};
    private static final byte[] LLC_REQUEST = {(byte) 0xE6, (byte) 0xE6, 0x00};
    private static final int FINAL = 0x10;
    private static final int RECEIVE_READY = 0x01;

    /** The information field of a client that proposes none (IEC 62056-46, 6.4.4.4.3.2). */
    private static final int USUAL_INFORMATION = 128;
    /** The longest information field this meter takes and sends. */
    private static final int MOST_INFORMATION = 512;
    /** The longest request that segments may make. */
    private static final int LONGEST = 4096;

    private final Cosem cosem;
    private final Access access;
    private final int logical;
    private final int physical;

    private Optional<Byte> connected = Optional.empty();
    private int sendState;
    private int receiveState;
    private int information;
    private byte[] request = {};
    private byte[] answer = {};
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private int answered;
    private Hdlc unacknowledged;

    HdlcServer(Cosem cosem, Access access, int logical, int physical) {
        this.cosem = cosem;
        this.access = access;
        this.logical = logical;
        this.physical = physical;
    }

    /** Forgets the connection: the client was silent for too long. */
    void reset() {
        connected = Optional.empty();
        request = new byte[0];
        answer = new byte[0];
        answered = 0;
        waiting.clear();
        unacknowledged = null;
        cosem.reset();
    }

    /**
     * Answers a frame.
     *
     * @param body the bytes between two flags
     * @return the whole frame to send, or empty if the frame is damaged, for another meter, or needs no answer
     */
    Optional<byte[]> receive(byte[] body) {
        Optional<Hdlc> frame = Hdlc.decode(body);
        if (frame.isEmpty() || !forMe(frame.get()) || (frame.get().control() & FINAL) == 0) {
            return Optional.empty();
        }
        return Optional.of(answer(frame.get()).encode());
    }

    private boolean forMe(Hdlc frame) {
        return frame.logical() == logical
                && frame.physical().map(address -> address == physical).orElse(true);
    }

    private Hdlc answer(Hdlc frame) {
        if (frame.control() == Hdlc.SNRM) {
            return connect(frame);
        }
        boolean ours = connected.isPresent() && connected.get() == frame.client();
        if (frame.control() == Hdlc.DISC) {
            Hdlc reply = frame.reply(ours ? Hdlc.UA : Hdlc.DM, false, new byte[0]);
            if (ours) {
                reset();
            }
            return reply;
        }
        if (!ours) {
            return frame.reply(Hdlc.DM, false, new byte[0]);
        }
        if ((frame.control() & 0x01) == 0) {
            return information(frame);
        }
        if ((frame.control() & 0x0F) == RECEIVE_READY) {
            return ready(frame);
        }
        return frame.reply(Hdlc.DM, false, new byte[0]);
    }

    private Hdlc connect(Hdlc frame) {
        if (!access.knows(frame.clientAddress())) {
            return frame.reply(Hdlc.DM, false, new byte[0]);
        }
        reset();
        connected = Optional.of(frame.client());
        sendState = 0;
        receiveState = 0;
        information = Math.min(MOST_INFORMATION, clientTakes(frame.information()));
        boolean usual = frame.information().length == 0;
        int takes = usual ? USUAL_INFORMATION : MOST_INFORMATION;
        byte[] parameters = ByteBuffer.allocate(usual ? 21 : 23)
                .put(new byte[] {(byte) 0x81, (byte) 0x80, (byte) (usual ? 18 : 20)})
                .put(length(0x05, information, usual))
                .put(length(0x06, takes, usual))
                .put(new byte[] {0x07, 4, 0, 0, 0, 1, 0x08, 4, 0, 0, 0, 1})
                .array();
        return frame.reply(Hdlc.UA, false, parameters);
    }

    private static byte[] length(int parameter, int bytes, boolean usual) {
        return usual
                ? new byte[] {(byte) parameter, 1, (byte) bytes}
                : new byte[] {(byte) parameter, 2, (byte) (bytes >> 8), (byte) bytes};
    }

    /** Parameter 06 of SNRM: what the client can receive; 128 bytes if it does not say. */
    private static int clientTakes(byte[] parameters) {
        for (int at = 3; at + 1 < parameters.length; at += 2 + parameters[at + 1]) {
            int length = parameters[at + 1];
            if (length < 1 || at + 2 + length > parameters.length) {
                break;
            }
            if (parameters[at] == 0x06) {
                int value = 0;
                for (int index = 0; index < length; index++) {
                    value = value << 8 | parameters[at + 2 + index] & 0xFF;
                }
                return Math.max(value, 32);
            }
        }
        return USUAL_INFORMATION;
    }

    private Hdlc information(Hdlc frame) {
        int number = frame.control() >> 1 & 7;
        if (number == (receiveState + 7) % 8 && unacknowledged != null) {
            return unacknowledged; // the client did not get the answer: the same again
        }
        if (number != receiveState) {
            return acknowledgement(frame);
        }
        receiveState = (receiveState + 1) % 8;
        unacknowledged = null;
        request = concat(request, frame.information());
        if (request.length > LONGEST) {
            request = new byte[0];
            return frame.reply(Hdlc.DM, false, new byte[0]);
        }
        if (frame.segmented()) {
            unacknowledged = acknowledgement(frame);
            return unacknowledged;
        }
        byte[] whole = request;
        request = new byte[0];
        if (whole.length < 3 || !Arrays.equals(Arrays.copyOf(whole, 3), LLC_REQUEST)) {
            return acknowledgement(frame);
        }
        byte[] apdu = Arrays.copyOfRange(whole, 3, whole.length);
        waiting.clear();
        waiting.addAll(cosem.answers(frame.clientAddress(), apdu));
        answer = new byte[0];
        answered = 0;
        if (waiting.isEmpty()) {
            unacknowledged = acknowledgement(frame); // a block in the middle of a window
            return unacknowledged;
        }
        return nextSegment(frame);
    }

    private Hdlc ready(Hdlc frame) {
        int expected = frame.control() >> 5 & 7;
        if (unacknowledged != null && expected == (sendState + 7) % 8) {
            return unacknowledged;
        }
        if (expected == sendState && (answered < answer.length || !waiting.isEmpty())) {
            return nextSegment(frame);
        }
        return acknowledgement(frame);
    }

    private Hdlc nextSegment(Hdlc frame) {
        if (answered == answer.length) {
            answer = concat(LLC_RESPONSE, waiting.remove());
            answered = 0;
        }
        int end = Math.min(answer.length, answered + information);
        byte[] part = Arrays.copyOfRange(answer, answered, end);
        answered = end;
        int control = receiveState << 5 | FINAL | sendState << 1;
        sendState = (sendState + 1) % 8;
        unacknowledged = frame.reply(control, answered < answer.length, part);
        return unacknowledged;
    }

    private Hdlc acknowledgement(Hdlc frame) {
        return frame.reply(receiveState << 5 | FINAL | RECEIVE_READY, false, new byte[0]);
    }
}
