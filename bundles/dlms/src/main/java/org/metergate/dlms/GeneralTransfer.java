package org.metergate.dlms;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.metergate.transport.Line;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.MalformedFrameException;

/**
 * General block transfer, the client's side (IEC 62056-5-3, General-Block-Transfer): long requests go in blocks, as many in a
 * row as the meter says it takes, and answers come in windows of our own size. Of what is lost on the way the side that misses
 * it says which block it has last; the other goes on behind that. One exchange; one thread.
 */
final class GeneralTransfer {
    /** The longest APDU that blocks may make. */
    private static final int LONGEST = 1 << 20;
    /** Tag, control, two numbers and the length. */
    private static final int HEADER = 9;
    /** How often the same window may be lost. */
    private static final int RECOVERIES = 3;

    private final Link link;
    private final int window;
    private int sent;
    private int heard;
    private int recoveries = RECOVERIES;

    /**
     * @param link to the meter
     * @param window blocks that the meter may send in a row, 1 to 63
     */
    GeneralTransfer(Link link, int window) {
        this.link = link;
        this.window = window;
    }

    static boolean isBlock(byte[] apdu) {
        return apdu.length > 0 && apdu[0] == (byte) GeneralBlock.TAG;
    }

    /**
     * Sends a request in blocks.
     *
     * @param most longest APDU that the meter takes, in bytes
     * @param wanted tells the answer from others, if it comes in no blocks
     * @return the answer, joined if it came in blocks
     */
    byte[] send(Line line, byte[] apdu, int most, Predicate<byte[]> wanted)
            throws LineException, MalformedFrameException, LinkLostException {
        List<byte[]> parts = parts(apdu, Math.max(1, most - HEADER));
        int acknowledged = 0;
        int row = 1; // until the meter tells how many it takes
        while (true) {
            int end = Math.min(parts.size(), acknowledged + row);
            byte[] answer = window(line, parts, acknowledged, end, wanted);
            if (!isBlock(answer)) {
                return answer;
            }
            GeneralBlock block = GeneralBlock.decode(answer);
            if (end == parts.size() && block.acknowledged() >= end) {
                sent = end;
                return receive(line, answer);
            }
            heard = block.number();
            row = Math.max(1, block.window());
            if (block.acknowledged() <= acknowledged) {
                recover("the meter takes no block behind " + acknowledged);
            } else {
                recoveries = RECOVERIES;
            }
            acknowledged = Math.max(acknowledged, Math.min(end, block.acknowledged()));
        }
    }

    private static List<byte[]> parts(byte[] apdu, int room) {
        List<byte[]> parts = new ArrayList<>();
        for (int from = 0; from < apdu.length; from += room) {
            parts.add(Arrays.copyOfRange(apdu, from, Math.min(apdu.length, from + room)));
        }
        return parts;
    }

    /** Sends some blocks in a row; the last of them is answered. */
    private byte[] window(Line line, List<byte[]> parts, int from, int end, Predicate<byte[]> wanted)
            throws LineException, MalformedFrameException, LinkLostException {
        for (int index = from; index < end - 1; index++) {
            link.send(line, block(parts, index, true));
        }
        byte[] last = block(parts, end - 1, false);
        Predicate<byte[]> answers = some -> isBlock(some) || wanted.test(some);
        while (true) {
            try {
                return link.exchange(line, last, answers);
            } catch (LineSilentException e) {
                if (end == parts.size()) {
                    throw e; // the meter may have done what was asked
                }
                recover("the meter acknowledges no block behind " + from);
            }
        }
    }

    private byte[] block(List<byte[]> parts, int index, boolean streaming) {
        return new GeneralBlock(index == parts.size() - 1, streaming, window, index + 1, heard, parts.get(index))
                .encode();
    }

    /**
     * Asks for the blocks that follow one, and joins them.
     *
     * @param first the block that came
     */
    byte[] receive(Line line, byte[] first) throws LineException, MalformedFrameException, LinkLostException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        byte[] apdu = first;
        while (true) {
            GeneralBlock block = GeneralBlock.decode(apdu);
            boolean due = block.number() == heard + 1 || joined.size() == 0 && block.number() == 1;
            if (due) {
                heard = block.number();
                joined.writeBytes(block.part());
                if (block.part().length == 0 && !block.last()) {
                    recover("block " + heard + ", which is empty and not the last");
                } else {
                    recoveries = RECOVERIES;
                }
                if (joined.size() > LONGEST) {
                    throw new MalformedFrameException(LONGEST, "blocks of at most 1 MiB", "more");
                }
                if (block.last()) {
                    return joined.toByteArray();
                }
            } else if (!block.streaming()) {
                recover("block " + (heard + 1) + " does not come, but block " + block.number());
            }
            apdu = next(line, block.streaming() && !block.last());
        }
    }

    /** The next block of the window, or the first of the next one. */
    private byte[] next(Line line, boolean streaming) throws LineException, MalformedFrameException, LinkLostException {
        if (streaming) {
            try {
                return link.receive(line, GeneralTransfer::isBlock);
            } catch (LineSilentException e) {
                recover("the blocks behind " + heard + " do not come");
            }
        }
        sent++;
        while (true) {
            byte[] acknowledgement = new GeneralBlock(true, false, window, sent, heard, new byte[0]).encode();
            try {
                return link.exchange(line, acknowledgement, GeneralTransfer::isBlock);
            } catch (LineSilentException e) {
                if (recoveries-- == 0) {
                    throw e;
                }
            }
        }
    }

    private void recover(String what) throws MalformedFrameException {
        if (recoveries-- == 0) {
            throw new MalformedFrameException(2, "general blocks in order", what);
        }
    }
}
