package org.metergate.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.metergate.testkit.Hex;
import org.metergate.transport.LineAddress;

/** A water meter on M-Bus behind a serial server on this machine: every request of data gets the same answer. */
final class LoopBackMeter implements AutoCloseable {

    /** Worked by hand from EN 13757-3: meter 12345678 PAD, water; one BCD volume of 12.345 m3 (0C 13). */
    static final String ANSWER = "68 15 15 68 08 05 72 78 56 34 12 24 40 01 07 55 00 00 00 0C 13 45 23 01 00 DC 16";

    static final String REQUEST = "10 7B 05 80 16";

    private static final int REQUEST_LENGTH = 5;

    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final Thread thread = new Thread(this::serve, "loop-back meter");
    private volatile boolean mute;

    LoopBackMeter() throws IOException {
        thread.setDaemon(true);
        thread.start();
    }

    LineAddress address() {
        return new LineAddress.Tcp("127.0.0.1", server.getLocalPort());
    }

    /** It hears and does not answer from now on. */
    void mute() {
        mute = true;
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                InputStream in = client.getInputStream();
                while (in.readNBytes(REQUEST_LENGTH).length == REQUEST_LENGTH) {
                    if (!mute) {
                        client.getOutputStream().write(Hex.bytes(ANSWER));
                    }
                }
            } catch (IOException e) {
                // the client or the test has ended
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
