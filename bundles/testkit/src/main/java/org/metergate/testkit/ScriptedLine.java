package org.metergate.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.metergate.transport.Conversation;
import org.metergate.transport.Framing;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineDiagnosis;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.Secret;
import org.metergate.transport.SerialSettings;

/**
 * A line that plays a script instead of a meter, in no time.
 *
 * <pre>{@code
 * line.expect("10 40 05 45 16").reply("E5")
 *     .expect("10 7B 05 80 16").silence()
 *     .expect("10 7B 05 80 16").reply(frame("water-meter-worked-by-hand.hex"));
 * }</pre>
 *
 * <p>It treats bytes as a real line does: a reply comes out in the pieces that the {@link Framing} asks for, sending
 * drops what was not read, an unfinished frame ends in silence. Whatever is not in the script is an
 * {@link AssertionError}. Any thread may call.
 */
public final class ScriptedLine implements Conversation {

    private sealed interface Step {
        record Expect(byte[] frame) implements Step {
            @Override
            public String toString() {
                return "to be sent " + readable(frame);
            }
        }

        record Reply(byte[] bytes) implements Step {
            @Override
            public String toString() {
                return "reply " + readable(bytes);
            }
        }

        record Change(SerialSettings settings) implements Step {
            @Override
            public String toString() {
                return "change to " + settings;
            }
        }

        record Silence() implements Step {}

        record Break() implements Step {}
    }

    private final LineAddress address;
    private final Deque<Step> script = new ArrayDeque<>();
    private final List<SerialSettings> changes = new ArrayList<>();
    private final List<Duration> waits = new ArrayList<>();
    private final List<Secret> secrets = new ArrayList<>();
    private byte[] unread = {};
    private byte[] sent = {};
    private byte[] heard = {};
    private SerialSettings settings = new SerialSettings(9600, 8, SerialSettings.Parity.NONE, 1);
    private boolean open = true;
    private long epoch = 1;
    private int hangUps;

    /** A line at {@code tcp://meter:4059}. */
    public ScriptedLine() {
        this(new LineAddress.Tcp("meter", 4059));
    }

    /** @param address what messages call it */
    public ScriptedLine(LineAddress address) {
        this.address = address;
    }

    // the script

    /**
     * The session must send this next.
     *
     * @param hex the whole frame
     * @return this
     */
    public ScriptedLine expect(String hex) {
        return expect(Hex.bytes(hex));
    }

    /**
     * The session must send this next.
     *
     * @param frame the whole frame
     * @return this
     */
    public ScriptedLine expect(byte[] frame) {
        return add(new Step.Expect(frame.clone()));
    }

    /**
     * The session must send these characters next.
     *
     * @param text one byte each
     * @return this
     */
    public ScriptedLine expectText(String text) {
        return expect(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * The meter says this, asked or not; two replies in a row are one stream of bytes.
     *
     * @param hex the bytes
     * @return this
     */
    public ScriptedLine reply(String hex) {
        return reply(Hex.bytes(hex));
    }

    /**
     * The meter says this, asked or not; two replies in a row are one stream of bytes.
     *
     * @param bytes the bytes
     * @return this
     */
    public ScriptedLine reply(byte[] bytes) {
        return add(new Step.Reply(bytes.clone()));
    }

    /**
     * The meter says these characters.
     *
     * @param text one byte each
     * @return this
     */
    public ScriptedLine replyText(String text) {
        return reply(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * The session waits and nothing comes: one {@link LineSilentException}.
     *
     * @return this
     */
    public ScriptedLine silence() {
        return add(new Step.Silence());
    }

    /**
     * The line breaks at the next call, and stays broken until it is opened anew.
     *
     * @return this
     */
    public ScriptedLine breaks() {
        return add(new Step.Break());
    }

    /**
     * The session must change to these settings next. Without this step changes are allowed anywhere and only recorded.
     *
     * @param settings speed and format
     * @return this
     */
    public ScriptedLine expectChange(SerialSettings settings) {
        return add(new Step.Change(settings));
    }

    /** @throws AssertionError if a step of the script was not played */
    public synchronized void assertPlayedOut() {
        if (!script.isEmpty()) {
            throw new AssertionError("not played: " + script);
        }
    }

    // what happened

    /** @return every change of settings, in order */
    public synchronized List<SerialSettings> changes() {
        return List.copyOf(changes);
    }

    /** @return the waiting limit of every receive, in order */
    public synchronized List<Duration> waits() {
        return List.copyOf(waits);
    }

    /** @return the secrets of every frame sent, in order */
    public synchronized List<Secret> secrets() {
        return List.copyOf(secrets);
    }

    /** @return how often the session hung up */
    public synchronized int hangUps() {
        return hangUps;
    }

    /** Opens the line anew if it is closed, as the next conversation does; the epoch then is a new one. */
    public synchronized void reopen() {
        if (!open) {
            open = true;
            unread = new byte[0];
            epoch++;
        }
    }

    synchronized boolean isOpen() {
        return open;
    }

    /** Another claim was served in between: the epoch is a new one. */
    public synchronized void lentToOthers() {
        epoch++;
    }

    // the line

    @Override
    public synchronized void send(byte[] frame) throws LineException {
        checkOpen();
        unread = new byte[0];
        breakIfScripted();
        Step next = script.poll();
        if (!(next instanceof Step.Expect expect)) {
            throw new AssertionError("sent " + readable(frame) + ", but the script says " + orEnd(next));
        }
        sent = frame.clone();
        heard = new byte[0];
        if (!Arrays.equals(expect.frame(), frame)) {
            throw new AssertionError("sent\n  " + readable(frame) + "\ninstead of\n  " + readable(expect.frame()));
        }
    }

    @Override
    public synchronized void send(byte[] frame, Secret... hidden) throws LineException {
        send(frame);
        secrets.addAll(List.of(hidden));
    }

    @Override
    public synchronized LineCondition symptom() {
        return LineDiagnosis.of(sent, heard, settings);
    }

    @Override
    public synchronized byte[] receive(Framing framing, Duration silence) throws LineException {
        checkOpen();
        waits.add(silence);
        while (true) {
            int end = unread.length == 0 ? Framing.INCOMPLETE : endOf(unread, framing);
            if (end != Framing.INCOMPLETE) {
                byte[] frame = Arrays.copyOf(unread, end);
                unread = Arrays.copyOfRange(unread, end, unread.length);
                return frame;
            }
            breakIfScripted();
            Step next = script.peek();
            if (next instanceof Step.Reply reply) {
                script.poll();
                unread = joined(unread, reply.bytes());
                heard = joined(heard, reply.bytes());
            } else if (next instanceof Step.Silence) {
                script.poll();
                throw silent(silence);
            } else if (unread.length > 0) {
                throw silent(silence);
            } else {
                throw new AssertionError("waits for an answer, but the script says " + orEnd(next));
            }
        }
    }

    @Override
    public synchronized void change(SerialSettings settings) throws LineException {
        checkOpen();
        changes.add(settings);
        this.settings = settings;
        if (script.peek() instanceof Step.Change change) {
            script.poll();
            if (!change.settings().equals(settings)) {
                throw new AssertionError("changed to " + settings + " instead of " + change.settings());
            }
        }
    }

    @Override
    public LineAddress address() {
        return address;
    }

    @Override
    public synchronized long epoch() {
        return epoch;
    }

    @Override
    public synchronized void hangUp() {
        open = false;
        hangUps++;
    }

    @Override
    public void close() {
        // given back, open
    }

    private synchronized ScriptedLine add(Step step) {
        script.add(step);
        return this;
    }

    private void checkOpen() throws LineException {
        if (!open) {
            throw new LineException(address + " is closed");
        }
    }

    private void breakIfScripted() throws LineException {
        if (script.peek() instanceof Step.Break) {
            script.poll();
            open = false;
            throw new LineException(address + " broke: connection reset");
        }
    }

    private LineSilentException silent(Duration silence) {
        byte[] partial = unread;
        unread = new byte[0];
        return new LineSilentException(
                address + ": " + partial.length + " bytes, then silence for " + silence.toMillis() + " ms", partial);
    }

    /** Bytes arrive in pieces of any size, and the frame must be the same for each. */
    private static int endOf(byte[] received, Framing framing) {
        int whole = framing.end(received, received.length);
        for (int length = 1; length <= received.length; length++) {
            int end = framing.end(received, length);
            if (end != Framing.INCOMPLETE) {
                if (end != whole) {
                    throw new AssertionError("the framing ends at " + end + " when the bytes come one by one, and at "
                            + whole + " when they come together: " + readable(received));
                }
                return end;
            }
        }
        return whole;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        all.writeBytes(second);
        return all.toByteArray();
    }

    private static String orEnd(Step next) {
        return Optional.ofNullable(next).map(Step::toString).orElse("no more");
    }

    private static String readable(byte[] bytes) {
        StringBuilder text = new StringBuilder(Hex.text(bytes)).append("  \"");
        for (byte b : bytes) {
            text.append(b >= 0x20 && b < 0x7F ? (char) b : '.');
        }
        return text.append('"').toString();
    }
}
