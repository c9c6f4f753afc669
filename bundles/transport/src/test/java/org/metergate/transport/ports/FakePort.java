package org.metergate.transport.ports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineException;
import org.metergate.transport.SerialSettings;

/** A port without a wire; what is to be received is put in by the test. */
final class FakePort implements Port {
    final Deque<byte[]> incoming = new ArrayDeque<>();
    final ByteArrayOutputStream written = new ByteArrayOutputStream();
    boolean there = true; // plugged in
    boolean open;
    boolean remote;
    boolean datagrams;
    boolean rawParity;
    Errors errors = Errors.NONE;
    SerialSettings settings;
    int opened;

    FakePort comes(byte[] bytes) {
        incoming.add(bytes);
        return this;
    }

    FakePort comes(String text) {
        return comes(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    @Override
    public void open(SerialSettings wanted) throws LineException {
        if (!there) {
            throw new LineException(LineCondition.UNREACHABLE, "fake: not plugged in");
        }
        open = true;
        opened++;
        settings = wanted;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        checkOpen();
        written.writeBytes(bytes);
    }

    @Override
    public int read(byte[] into, Duration within) throws IOException {
        checkOpen();
        if (incoming.isEmpty()) {
            return 0;
        }
        byte[] next = incoming.remove();
        System.arraycopy(next, 0, into, 0, next.length);
        return next.length;
    }

    /** The script is what comes after the sending. */
    @Override
    public void discard() {}

    @Override
    public void change(SerialSettings wanted) {
        settings = wanted;
    }

    @Override
    public boolean isUp() {
        return open && there;
    }

    @Override
    public boolean isRemote() {
        return remote;
    }

    @Override
    public boolean hasDatagrams() {
        return datagrams;
    }

    @Override
    public boolean isWatched() {
        return !remote;
    }

    @Override
    public Errors errors() {
        return errors;
    }

    @Override
    public boolean leavesParityToOthers() {
        return rawParity;
    }

    @Override
    public void close() {
        open = false;
    }

    private void checkOpen() throws IOException {
        if (!open || !there) {
            throw new IOException("unplugged");
        }
    }
}
