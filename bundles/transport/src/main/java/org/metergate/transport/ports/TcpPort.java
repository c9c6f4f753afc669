package org.metergate.transport.ports;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineException;
import org.metergate.transport.SerialSettings;

/** A TCP connection. */
final class TcpPort implements Port {
    /** A peer that is gone without a word is noticed after 15 s + 3 x 5 s, where the system can be told so. */
    private static final Map<String, Integer> KEEP_ALIVE =
            Map.of("TCP_KEEPIDLE", 15, "TCP_KEEPINTERVAL", 5, "TCP_KEEPCOUNT", 3);

    private final LineAddress address;
    private final String host;
    private final int number;
    private final Duration patience;
    private final Socket socket = new Socket();
    private PushbackInputStream in = new PushbackInputStream(InputStream.nullInputStream());

    /**
     * @param address for messages
     * @param patience longest wait for the connection
     */
    TcpPort(LineAddress address, String host, int number, Duration patience) {
        this.address = address;
        this.host = host;
        this.number = number;
        this.patience = patience;
    }

    @Override
    public void open(SerialSettings settings) throws LineException {
        try {
            socket.setTcpNoDelay(true);
            keepAlive();
            InetSocketAddress target = new InetSocketAddress(host, number);
            if (target.isUnresolved()) {
                throw new UnknownHostException("no such host");
            }
            socket.connect(target, millis(patience));
            if (socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress())) {
                // on this machine, a port that nobody listens at may be lent to the very call that looks for it
                throw new ConnectException("Connection refused");
            }
            in = new PushbackInputStream(socket.getInputStream());
        } catch (SocketTimeoutException e) {
            close();
            throw new LineException(
                    LineCondition.UNREACHABLE,
                    address + ": no connection within " + patience.toMillis()
                            + " ms; check that the device is on and the address is right",
                    e);
        } catch (IOException e) {
            close();
            throw new LineException(
                    LineCondition.UNREACHABLE,
                    address + ": cannot connect: " + e.getMessage()
                            + "; check that the device is on and that host and port are right",
                    e);
        }
    }

    /** The options are asked for by name: a bundle that imports the JDK's own packages does not resolve everywhere. */
    private void keepAlive() throws IOException {
        socket.setKeepAlive(true);
        for (SocketOption<?> option : socket.supportedOptions()) {
            if (option.type() == Integer.class && KEEP_ALIVE.containsKey(option.name())) {
                @SuppressWarnings("unchecked") // its type was just looked at
                SocketOption<Integer> number = (SocketOption<Integer>) option;
                socket.setOption(number, KEEP_ALIVE.get(option.name()));
            }
        }
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    @Override
    public int read(byte[] into, Duration within) throws IOException {
        socket.setSoTimeout(millis(within));
        try {
            int count = in.read(into);
            if (count < 0) {
                throw new IOException("the other side closed the connection");
            }
            return count;
        } catch (SocketTimeoutException e) {
            return 0;
        }
    }

    @Override
    public void discard() throws IOException {
        for (int waiting = in.available(); waiting > 0; waiting = in.available()) {
            in.skipNBytes(waiting);
        }
    }

    @Override
    public void change(SerialSettings settings) {
        // the serial server at the other end keeps the settings it was given
    }

    @Override
    public boolean isUp() {
        try {
            socket.setSoTimeout(1);
            int first = in.read();
            if (first >= 0) {
                in.unread(first);
            }
            return first >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    /** @return how many bytes can be read without waiting */
    int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // the descriptor is given up all the same
        }
    }

    /** @return a wait as sockets take it */
    static int millis(Duration wait) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, wait.toMillis())); // 0 would wait for ever
    }
}
