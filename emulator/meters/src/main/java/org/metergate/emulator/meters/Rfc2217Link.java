package org.metergate.emulator.meters;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.metergate.emulator.meters.Wire.ByteTiming;

/**
 * The server's side of RFC 2217 between a socket and a serial wire that is only imagined. A thread of its own takes what
 * the client sends the moment it comes, as a server does: a change of speed spoils every byte that has not left yet.
 */
final class Rfc2217Link implements Link, AutoCloseable {

    /** A byte on its way to the meter, and the settings of both ends when it came. */
    private record Departing(byte value, Uart.Settings port, Uart.Settings meter, long gone) {}

    private static final int PARITY_ERROR = 4;
    private static final int FRAMING_ERROR = 8;

    private final OutputStream out;
    private final Socket socket;
    private final CharacterFormat format;
    private final Duration grace;
    private final Thread taker;
    private final Deque<Departing> departing = new ArrayDeque<>();
    private final Deque<Byte> heard = new ArrayDeque<>();
    private Uart.Settings port = new Uart.Settings(9600, CharacterFormat.F8N1);
    private ByteTiming meter;
    private long free = System.nanoTime();
    private IOException ended;
    private int lineState; // what the client wants to be told of

    /**
     * @param format the meter's
     * @param meter the meter's timing, until it changes it
     * @param grace how long the meter waits for the client to follow it to another speed; if it does, the client's bytes
     *     wait in turn until it listens
     */
    Rfc2217Link(Socket socket, CharacterFormat format, ByteTiming meter, Duration grace) throws IOException {
        this.socket = socket;
        this.format = format;
        this.meter = meter; // known before the first byte is taken
        this.grace = grace;
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        taker = new Thread(this::take, Thread.currentThread().getName() + "-rfc2217");
        taker.start();
    }

    @Override
    public synchronized int read(byte[] into, Duration within) throws IOException {
        long end = System.nanoTime() + within.toNanos();
        try {
            while (true) {
                while (!departing.isEmpty() && departing.peek().gone() - System.nanoTime() <= 0) {
                    listenTo(departing.remove());
                }
                int count = 0;
                while (count < into.length && !heard.isEmpty()) {
                    into[count++] = heard.remove();
                }
                if (count > 0) {
                    return count;
                }
                if (ended != null && departing.isEmpty()) {
                    throw ended;
                }
                // a byte that has begun is waited for
                long until = departing.isEmpty() ? end : departing.peek().gone();
                long left = until - System.nanoTime();
                if (left > 0) {
                    wait(left / 1_000_000, (int) (left % 1_000_000));
                } else if (departing.isEmpty()) {
                    return 0;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a byte");
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int count) throws IOException {
        awaitSameSpeed();
        byte[] sent = Arrays.copyOfRange(bytes, from, from + count);
        Uart.Heard heard = Uart.listen(sent, meterSettings(), port);
        int state = lineState & ((heard.wrongParity() ? PARITY_ERROR : 0) | (heard.wrongStop() ? FRAMING_ERROR : 0));
        if (state != 0) {
            out.write(Rfc2217Parser.block(106, state));
        }
        ByteArrayOutputStream escaped = new ByteArrayOutputStream(heard.bytes().length + 4);
        for (byte b : heard.bytes()) {
            escaped.write(b);
            if (b == Rfc2217Parser.IAC) {
                escaped.write(b);
            }
        }
        out.write(escaped.toByteArray());
        out.flush();
    }

    private void listenTo(Departing gone) {
        boolean asItCame = grace.isZero() || meter.baud() == 0;
        Uart.Settings listener = asItCame ? gone.meter() : meterSettings();
        for (byte b : Uart.heard(new byte[] {gone.value()}, gone.port(), listener)) {
            heard.add(b);
        }
    }

    private void awaitSameSpeed() throws IOException {
        long end = System.nanoTime() + grace.toNanos();
        try {
            for (long left = grace.toMillis();
                    left > 0 && ended == null && meterSettings().baud() != port.baud();
                    left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the client's speed");
        }
    }

    @Override
    public synchronized void timing(ByteTiming timing) {
        meter = timing;
    }

    @Override
    public boolean isTimed() {
        return true;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // the taker ends all the same
        }
        taker.interrupt();
        try {
            taker.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take() {
        try {
            InputStream in = socket.getInputStream();
            Rfc2217Parser parser = new Rfc2217Parser(new Client());
            byte[] chunk = new byte[512];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                synchronized (this) {
                    for (int i = 0; i < count; i++) {
                        parser.take(chunk[i] & 0xFF);
                    }
                    notifyAll();
                }
            }
            end(new EOFException("the gateway has closed the connection"));
        } catch (IOException e) {
            end(e);
        }
    }

    private synchronized void end(IOException why) {
        ended = why;
        notifyAll();
    }

    private Uart.Settings meterSettings() {
        return new Uart.Settings(meter.baud() == 0 ? port.baud() : meter.baud(), format);
    }

    /** Carries out what the client wants; the lock is held. */
    private final class Client implements Rfc2217Parser.Client {

        @Override
        public void data(byte value) {
            long now = System.nanoTime();
            long each = meter.baud() == 0 ? 0 : 1_000_000_000L * port.format().bits() / port.baud();
            free = (free - now > 0 ? free : now) + each;
            departing.add(new Departing(value, port, meterSettings(), free));
        }

        @Override
        public void reply(byte... bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        @Override
        public int baud(int wanted) {
            if (wanted != 0 && (wanted < 300 || wanted > 921_600)) {
                return port.baud();
            }
            return wanted == 0
                    ? port.baud()
                    : set(new Uart.Settings(wanted, port.format())).baud();
        }

        @Override
        public int dataBits(int wanted) {
            CharacterFormat is = port.format();
            return wanted == 7 || wanted == 8
                    ? set(new Uart.Settings(port.baud(), new CharacterFormat(wanted, is.parity(), is.stopBits())))
                            .format()
                            .dataBits()
                    : is.dataBits();
        }

        @Override
        public int parity(int wanted) {
            CharacterFormat is = port.format();
            CharacterFormat.Parity[] known = {
                CharacterFormat.Parity.N, CharacterFormat.Parity.O, CharacterFormat.Parity.E
            };
            if (wanted >= 1 && wanted <= known.length) {
                is = set(new Uart.Settings(
                                port.baud(), new CharacterFormat(is.dataBits(), known[wanted - 1], is.stopBits())))
                        .format();
            }
            return 1 + Arrays.asList(known).indexOf(is.parity());
        }

        @Override
        public int stopBits(int wanted) {
            CharacterFormat is = port.format();
            return wanted == 1 || wanted == 2
                    ? set(new Uart.Settings(port.baud(), new CharacterFormat(is.dataBits(), is.parity(), wanted)))
                            .format()
                            .stopBits()
                    : is.stopBits();
        }

        @Override
        public void lineStateMask(int mask) {
            lineState = mask;
        }

        /** What has not left yet goes out with settings that nobody expects. */
        private Uart.Settings set(Uart.Settings wanted) {
            long now = System.nanoTime();
            int size = departing.size();
            for (int i = 0; i < size; i++) {
                Departing each = departing.remove();
                departing.add(
                        each.gone() - now <= 0 || wanted.equals(port) || !grace.isZero()
                                ? each
                                : new Departing((byte) ~each.value(), each.port(), each.meter(), each.gone()));
            }
            port = wanted;
            return port;
        }
    }
}
