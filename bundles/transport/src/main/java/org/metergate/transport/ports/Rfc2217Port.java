package org.metergate.transport.ports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineException;
import org.metergate.transport.SerialSettings;

/**
 * A serial port behind a server that speaks RFC 2217. Speed and format are set before the first byte and whenever they
 * change, each time until the server has confirmed them.
 */
final class Rfc2217Port implements Port {
    private static final int BINARY = 0;
    private static final int SUPPRESS_GO_AHEAD = 3;
    private static final Set<Integer> OPTIONS = Set.of(BINARY, SUPPRESS_GO_AHEAD, ComPort.OPTION);

    /** Longest wait for the server to confirm. */
    private static final Duration CONFIRMATION = Duration.ofSeconds(3);

    private final LineAddress.Rfc2217 address;
    private final TcpPort connection;
    private final Telnet telnet = new Telnet();
    private final Departure departure = new Departure(Duration.ofMillis(8));
    private final Incoming incoming = new Incoming();
    private final byte[] raw = new byte[512];
    private SerialSettings current;

    /** @param patience longest wait for the connection */
    Rfc2217Port(LineAddress.Rfc2217 address, Duration patience) {
        this.address = address;
        connection = new TcpPort(address, address.host(), address.port(), patience);
    }

    @Override
    public void open(SerialSettings settings) throws LineException {
        connection.open(settings);
        try {
            connection.write(joined(
                    offer(Telnet.WILL, ComPort.OPTION),
                    offer(Telnet.WILL, BINARY),
                    offer(Telnet.DO, BINARY),
                    offer(Telnet.WILL, SUPPRESS_GO_AHEAD),
                    offer(Telnet.DO, SUPPRESS_GO_AHEAD)));
            hearUntil(
                    incoming::knowsAboutComPort,
                    "the server does not answer in Telnet; use tcp:// if it has fixed settings");
            if (!incoming.hasComPort()) {
                throw new IOException("the server does not take the option of RFC 2217; allow it there, or use tcp://");
            }
            set(settings, ComPort.values());
            incoming.drop(); // heard at another speed, or in another format
            // an optical head lives on these lines; servers without them do not answer, which is no harm
            connection.write(joined(
                    command(ComPort.SET_CONTROL, ComPort.NO_FLOW_CONTROL),
                    command(ComPort.SET_CONTROL, ComPort.DTR_ON),
                    command(ComPort.SET_CONTROL, ComPort.RTS_ON),
                    command(ComPort.SET_LINESTATE_MASK, (byte) (ComPort.PARITY_ERROR | ComPort.FRAMING_ERROR))));
        } catch (IOException e) {
            close();
            if (e instanceof RefusedException) {
                throw new LineException(LineCondition.REFUSED, address + ": " + e.getMessage(), e);
            }
            throw new LineException(
                    LineCondition.UNREACHABLE,
                    address + ": cannot be set up: " + e.getMessage()
                            + "; check that the server speaks RFC 2217 at that port and nobody else has it open",
                    e);
        }
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        hearUntil(() -> !incoming.suspended, "the server takes no bytes: its flow control is on");
        connection.write(telnet.escaped(bytes));
        departure.of(bytes.length, current);
    }

    /** What was written may still be on its way to the meter; the wait begins when it is there. */
    @Override
    public int read(byte[] into, Duration within) throws IOException {
        long end = System.nanoTime() + departure.left() + within.toNanos();
        while (incoming.isEmpty()) {
            long left = end - System.nanoTime();
            if (!hear(Duration.ofNanos(Math.max(0, left))) && left <= 0) {
                return 0;
            }
        }
        return incoming.take(into);
    }

    @Override
    public void discard() throws IOException {
        while (connection.available() > 0) {
            hear(Duration.ZERO);
        }
        incoming.drop();
    }

    @Override
    public Errors errors() {
        return new Errors(
                (incoming.lineState & ComPort.PARITY_ERROR) != 0, (incoming.lineState & ComPort.FRAMING_ERROR) != 0);
    }

    @Override
    public void change(SerialSettings settings) throws IOException {
        departure.await();
        set(
                settings,
                Arrays.stream(ComPort.values())
                        .filter(part -> !part.isGranted(part.value(current), settings))
                        .toArray(ComPort[]::new));
    }

    @Override
    public boolean isUp() {
        return connection.isUp();
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public void close() {
        connection.close();
    }

    private void set(SerialSettings settings, ComPort... parts) throws IOException {
        ByteArrayOutputStream commands = new ByteArrayOutputStream();
        for (ComPort part : parts) {
            incoming.answers.remove(part.code());
            commands.writeBytes(part.command(settings));
        }
        connection.write(commands.toByteArray());
        for (ComPort part : parts) {
            hearUntil(
                    () -> incoming.answers.containsKey(part.code()),
                    "the server does not confirm " + part + " for " + settings);
            byte[] answer = incoming.answers.get(part.code());
            if (!part.isGranted(answer, settings)) {
                throw new RefusedException("the server set " + part.readable(answer) + " instead of " + settings
                        + "; choose what it can do");
            }
        }
        current = settings;
    }

    private void hearUntil(BooleanSupplier met, String otherwise) throws IOException {
        long end = System.nanoTime() + CONFIRMATION.toNanos();
        while (!met.getAsBoolean()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new IOException(otherwise + " (waited " + CONFIRMATION.toMillis() + " ms)");
            }
            hear(Duration.ofNanos(left));
        }
    }

    /** Takes in what has come, data and commands, and answers the commands. */
    private boolean hear(Duration within) throws IOException {
        int count = connection.read(raw, within);
        telnet.received(raw, count, incoming);
        byte[] replies = incoming.replies();
        if (replies.length > 0) {
            connection.write(replies);
        }
        return count > 0;
    }

    private byte[] offer(int command, int option) {
        incoming.asked.add(command << 8 | option);
        return Telnet.option(command, option);
    }

    private static byte[] command(int code, byte value) {
        return Telnet.subnegotiation((byte) ComPort.OPTION, (byte) code, value);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** The server does something else than it was told. */
    private static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /** What has come from the server. */
    private final class Incoming implements Telnet.Listener {
        final Set<Integer> asked = new HashSet<>(); // offers of this side that wait for an answer
        final Map<Integer, byte[]> answers = new HashMap<>();
        final Set<Integer> here = new HashSet<>(); // options in effect on this side
        final Set<Integer> there = new HashSet<>();
        private final ByteArrayOutputStream replies = new ByteArrayOutputStream();
        private final ByteArrayOutputStream data = new ByteArrayOutputStream();
        private boolean answered;
        boolean suspended;
        int lineState; // every error since the data was dropped

        boolean knowsAboutComPort() {
            return answered;
        }

        boolean hasComPort() {
            return here.contains(ComPort.OPTION);
        }

        boolean isEmpty() {
            return data.size() == 0;
        }

        int take(byte[] into) {
            byte[] all = data.toByteArray();
            int count = Math.min(into.length, all.length);
            System.arraycopy(all, 0, into, 0, count);
            data.reset();
            data.write(all, count, all.length - count);
            return count;
        }

        void drop() {
            data.reset();
            lineState = 0;
        }

        byte[] replies() {
            byte[] all = replies.toByteArray();
            replies.reset();
            return all;
        }

        @Override
        public void data(byte value) {
            data.write(value);
        }

        /** RFC 854: nobody answers an answer, and what is in effect already is not confirmed again. */
        @Override
        public void option(int command, int option) {
            boolean ours = command == Telnet.DO || command == Telnet.DONT;
            boolean on = command == Telnet.DO || command == Telnet.WILL;
            Set<Integer> effective = ours ? here : there;
            int agree = ours ? Telnet.WILL : Telnet.DO;
            boolean isAnswer = asked.remove(agree << 8 | option);
            boolean accepted = on && OPTIONS.contains(option);
            boolean changes = accepted ? effective.add(option) : effective.remove(option);
            if (!isAnswer && (changes || on && !accepted)) {
                replies.writeBytes(Telnet.option(accepted ? agree : agree + 1, option)); // WONT and DONT follow
            }
            if (ours && option == ComPort.OPTION) {
                answered = true;
            }
            telnet.sendBinary(here.contains(BINARY));
            telnet.receiveBinary(there.contains(BINARY));
        }

        @Override
        public void subnegotiation(byte[] body) {
            if ((body[0] & 0xFF) != ComPort.OPTION || body.length < 2) {
                return;
            }
            int code = (body[1] & 0xFF) - ComPort.ANSWER;
            if (code == ComPort.FLOWCONTROL_SUSPEND || code == ComPort.FLOWCONTROL_RESUME) {
                suspended = code == ComPort.FLOWCONTROL_SUSPEND;
            } else if (code == ComPort.NOTIFY_LINESTATE && body.length > 2) {
                lineState |= body[2];
            } else {
                answers.put(code, Arrays.copyOfRange(body, 2, body.length));
            }
        }
    }
}
