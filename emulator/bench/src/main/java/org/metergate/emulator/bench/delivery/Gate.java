package org.metergate.emulator.bench.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network between gateway and broker: passes bytes on while it is open. It opens only when whoever counts is listening at
 * the broker, since a broker keeps nothing for somebody it does not know.
 */
final class Gate implements AutoCloseable {

    private final int port;
    private final int broker;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private ServerSocket door;

    Gate(int broker) throws IOException {
        this.broker = broker;
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = any.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    synchronized void open() throws IOException {
        ServerSocket opened = new ServerSocket();
        opened.setReuseAddress(true);
        opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        door = opened;
        new Thread(() -> admit(opened), "gate").start();
    }

    /** Breaks every connection. */
    synchronized void shut() throws IOException {
        if (door != null) {
            door.close();
            door = null;
        }
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    private void admit(ServerSocket opened) {
        while (!opened.isClosed()) {
            try {
                Socket inside = opened.accept();
                Socket outside = new Socket();
                if (!isLetIn(opened, inside, outside)) {
                    inside.close();
                    return;
                }
                try {
                    outside.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), broker));
                } catch (IOException e) {
                    inside.close();
                    continue;
                }
                inside.setTcpNoDelay(true);
                outside.setTcpNoDelay(true);
                new Thread(() -> pass(inside, outside), "gate-out").start();
                new Thread(() -> pass(outside, inside), "gate-in").start();
            } catch (IOException e) {
                return; // shut
            }
        }
    }

    /** From now on {@link #shut} breaks it; whoever came just before that must not find the next broker. */
    private synchronized boolean isLetIn(ServerSocket opened, Socket inside, Socket outside) {
        return door == opened && sockets.add(inside) && sockets.add(outside);
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[4096];
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                out.write(bytes, 0, n);
            }
        } catch (IOException e) {
            // one side broke: both end
        }
    }

    @Override
    public void close() throws IOException {
        shut();
    }
}
