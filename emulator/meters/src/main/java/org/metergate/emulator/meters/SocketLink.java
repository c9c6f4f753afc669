package org.metergate.emulator.meters;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A TCP connection. Closing the socket from another thread ends every wait with an exception. */
final class SocketLink implements Link {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    SocketLink(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    @Override
    public int read(byte[] into, Duration within) throws IOException {
        // 0 would mean for ever; more than an int of ms is for ever
        socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, Math.max(1, within.toMillis())));
        try {
            int count = in.read(into);
            if (count < 0) {
                throw new EOFException("the gateway has closed the connection");
            }
            return count;
        } catch (SocketTimeoutException silent) {
            return 0;
        }
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        out.write(bytes, from, count);
        out.flush();
    }
}
