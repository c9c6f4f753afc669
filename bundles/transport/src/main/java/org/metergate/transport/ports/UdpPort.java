package org.metergate.transport.ports;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineException;
import org.metergate.transport.SerialSettings;

/** Datagrams to and from one peer: every frame sent is one, and every read takes one. */
final class UdpPort implements Port {
    private static final int LONGEST = 65_507;

    private final LineAddress.Udp address;
    private volatile DatagramSocket socket;
    private volatile boolean closed;

    UdpPort(LineAddress.Udp address) {
        this.address = address;
    }

    @Override
    public void open(SerialSettings settings) throws LineException {
        InetSocketAddress peer = new InetSocketAddress(address.host(), address.port());
        if (peer.isUnresolved()) {
            throw new LineException(LineCondition.UNREACHABLE, address + ": no such host; correct the name");
        }
        try {
            DatagramSocket opened = new DatagramSocket();
            socket = opened;
            opened.connect(peer); // datagrams of others are not received
        } catch (IOException e) {
            close();
            throw new LineException(
                    LineCondition.UNREACHABLE,
                    address + ": cannot be reached: " + e.getMessage() + "; check the address and the network",
                    e);
        }
        if (closed) {
            close();
            throw new LineException(LineCondition.ENDED, address + ": closed while it was opened");
        }
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        if (bytes.length > LONGEST) {
            throw new IOException(bytes.length + " bytes do not fit into one datagram");
        }
        try {
            open().send(new DatagramPacket(bytes, bytes.length));
        } catch (PortUnreachableException e) {
            open().send(new DatagramPacket(bytes, bytes.length)); // that was the answer to an earlier datagram
        }
    }

    @Override
    public int read(byte[] into, Duration within) throws IOException {
        long end = System.nanoTime() + within.toNanos();
        DatagramPacket datagram = new DatagramPacket(into, into.length);
        DatagramSocket open = open();
        try {
            do { // an empty datagram is no byte
                open.setSoTimeout(TcpPort.millis(Duration.ofNanos(end - System.nanoTime())));
                open.receive(datagram);
            } while (datagram.getLength() == 0 && System.nanoTime() - end < 0);
            return datagram.getLength();
        } catch (SocketTimeoutException e) {
            return 0;
        } catch (PortUnreachableException e) {
            throw new IOException("nobody listens at that port; check that the device is on", e);
        }
    }

    @Override
    public void discard() throws IOException {
        byte[] dropped = new byte[1];
        DatagramSocket open = open();
        open.setSoTimeout(1);
        while (true) {
            try {
                open.receive(new DatagramPacket(dropped, dropped.length));
            } catch (SocketTimeoutException | PortUnreachableException nothingLeft) {
                return;
            }
        }
    }

    @Override
    public void change(SerialSettings settings) {
        // datagrams have no speed
    }

    @Override
    public boolean isUp() {
        DatagramSocket open = socket;
        return open != null && !open.isClosed();
    }

    @Override
    public boolean hasDatagrams() {
        return true;
    }

    @Override
    public void close() {
        closed = true;
        DatagramSocket open = socket;
        if (open != null) {
            open.close();
        }
    }

    private DatagramSocket open() throws IOException {
        DatagramSocket open = socket;
        if (open == null) {
            throw new IOException("the port is closed");
        }
        return open;
    }
}
