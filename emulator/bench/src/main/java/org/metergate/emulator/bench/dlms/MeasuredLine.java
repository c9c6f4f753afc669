package org.metergate.emulator.bench.dlms;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.metergate.emulator.meters.Wire;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.Framing;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.SerialSettings;

/** A serial line to a meter in which every byte and every turnaround moves a clock by hand. */
final class MeasuredLine implements Conversation, Claim, Wire {
    private static final LineAddress ADDRESS = LineAddress.parse("serial:bench");

    private final LinkedBlockingQueue<Byte> toMeter = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Byte> toClient = new LinkedBlockingQueue<>();
    private final Wire.ByteTiming timing;
    private final Duration turnaround;
    private int bytes;
    private int exchanges;

    MeasuredLine(Wire.ByteTiming timing, Duration turnaround) {
        this.timing = timing;
        this.turnaround = turnaround;
    }

    /** @return how long it all took, from here on from nothing */
    synchronized Duration lap() {
        Duration lap = timing.of(bytes).plus(turnaround.multipliedBy(exchanges));
        bytes = 0;
        exchanges = 0;
        return lap;
    }

    /** @return what the bytes alone take that went over the wire since the last lap */
    synchronized Duration bytesAlone() {
        return timing.of(bytes);
    }

    @Override
    public void send(byte[] frame) {
        toClient.clear();
        synchronized (this) {
            bytes += frame.length;
        }
        for (byte octet : frame) {
            toMeter.add(octet);
        }
    }

    @Override
    public byte[] receive(Framing framing, Duration silence) throws LineException {
        byte[] received = new byte[4096];
        for (int length = 1; length <= received.length; length++) {
            try {
                Byte octet = toClient.poll(5, TimeUnit.SECONDS);
                if (octet == null) {
                    throw new LineSilentException(
                            ADDRESS + ": no answer for " + silence, Arrays.copyOf(received, length - 1));
                }
                received[length - 1] = octet;
            } catch (InterruptedException e) {
                throw new LineException("interrupted", e);
            }
            int end = framing.end(received, length);
            if (end > 0) {
                return Arrays.copyOf(received, end);
            }
        }
        throw new LineException("a frame without end");
    }

    @Override
    public OptionalInt read(Duration within) throws IOException {
        try {
            Byte octet = toMeter.poll(20, TimeUnit.SECONDS);
            return octet == null ? OptionalInt.empty() : OptionalInt.of(octet & 0xFF);
        } catch (InterruptedException e) {
            throw new IOException("the other side has gone", e);
        }
    }

    @Override
    public void write(byte[] answer) {
        synchronized (this) {
            bytes += answer.length;
            exchanges++;
        }
        for (byte octet : answer) {
            toClient.add(octet);
        }
    }

    @Override
    public void change(Wire.ByteTiming other) {
        // this wire keeps its speed
    }

    @Override
    public void change(SerialSettings settings) {
        // this line keeps its speed
    }

    @Override
    public LineAddress address() {
        return ADDRESS;
    }

    @Override
    public Conversation converse(Duration patience) {
        return this;
    }

    @Override
    public Optional<Conversation> converseIfOpen() {
        return Optional.of(this);
    }

    @Override
    public long epoch() {
        return 1;
    }

    @Override
    public void hangUp() {
        // nobody else is on it
    }

    @Override
    public void close() {
        // nothing is open
    }
}
