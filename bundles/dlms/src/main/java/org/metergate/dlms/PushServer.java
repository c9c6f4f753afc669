package org.metergate.dlms;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.function.Supplier;

/**
 * A port that meters connect to, or send datagrams to, in order to push. Many meters at once, served by the one thread
 * that calls {@link #run}. Pushes need no answer (a data notification is not confirmed over this port).
 */
public final class PushServer implements AutoCloseable {
    private static final int BUFFER = 4096;
    /** More connections than meters are somebody else's. */
    private static final int MOST_CONNECTIONS = 1024;

    /** Takes what comes, on the thread of the server. */
    @FunctionalInterface
    public interface Receiver {
        /**
         * @param from where it came from
         * @param events what came
         */
        void received(SocketAddress from, List<PushEvent> events);
    }

    private final Selector selector;
    private final Supplier<PushStream> streams;
    private final PushStream datagrams;
    private final InetSocketAddress address;

    private PushServer(Selector selector, Supplier<PushStream> streams, InetSocketAddress address) {
        this.selector = selector;
        this.streams = streams;
        this.datagrams = streams.get();
        this.address = address;
    }

    /**
     * Opens a port for connections.
     *
     * @param address where to listen; port 0 takes any free one
     * @param streams makes a stream for every connection
     * @return the open port
     * @throws IOException if the port cannot be had
     */
    public static PushServer tcp(InetSocketAddress address, Supplier<PushStream> streams) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address);
            channel.configureBlocking(false);
            Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_ACCEPT);
            return new PushServer(selector, streams, (InetSocketAddress) channel.getLocalAddress());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Opens a port for datagrams; each holds whole frames.
     *
     * @param address where to listen; port 0 takes any free one
     * @param streams makes the stream
     * @return the open port
     * @throws IOException if the port cannot be had
     */
    public static PushServer udp(InetSocketAddress address, Supplier<PushStream> streams) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.bind(address);
            channel.configureBlocking(false);
            Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            return new PushServer(selector, streams, (InetSocketAddress) channel.getLocalAddress());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** @return where it listens */
    public InetSocketAddress address() {
        return address;
    }

    /**
     * Serves until {@link #close}, or until the thread is interrupted.
     *
     * @param receiver takes what comes
     * @throws IOException if the port itself fails; a connection that fails ends alone
     */
    public void run(Receiver receiver) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
        try {
            while (selector.isOpen() && !Thread.currentThread().isInterrupted()) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    serve(key, buffer, receiver);
                }
                selector.selectedKeys().clear();
            }
        } catch (ClosedSelectorException e) {
            // closed by another thread: that is the end
        }
    }

    private void serve(SelectionKey key, ByteBuffer buffer, Receiver receiver) throws IOException {
        if (!key.isValid()) {
            return;
        }
        if (key.channel() instanceof ServerSocketChannel server) {
            SocketChannel connection = server.accept();
            if (connection != null && selector.keys().size() > MOST_CONNECTIONS) {
                connection.close();
            } else if (connection != null) {
                connection.configureBlocking(false);
                connection.register(selector, SelectionKey.OP_READ, streams.get());
            }
        } else if (key.channel() instanceof DatagramChannel channel) {
            buffer.clear();
            SocketAddress from = channel.receive(buffer);
            if (from != null) {
                tell(receiver, from, datagrams.feed(taken(buffer)));
                tell(receiver, from, datagrams.pause());
            }
        } else {
            read((SocketChannel) key.channel(), (PushStream) key.attachment(), buffer, receiver);
        }
    }

    private static void read(SocketChannel connection, PushStream stream, ByteBuffer buffer, Receiver receiver) {
        SocketAddress from = connection.socket().getRemoteSocketAddress();
        int count;
        buffer.clear();
        buffer.limit(BUFFER);
        try {
            count = connection.read(buffer);
            if (count < 0) {
                connection.close();
            }
        } catch (IOException e) { // the meter has gone in its own way
            count = -1;
            quietly(connection);
        }
        tell(receiver, from, count < 0 ? stream.pause() : stream.feed(taken(buffer)));
    }

    private static byte[] taken(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.flip().remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static void tell(Receiver receiver, SocketAddress from, List<PushEvent> events) {
        if (!events.isEmpty()) {
            receiver.received(from, events);
        }
    }

    private static void quietly(Closeable channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // nothing is left to be done for it
        }
    }

    /** Ends {@link #run} and closes the port and every connection. */
    @Override
    public void close() {
        selector.keys().forEach(key -> quietly(key.channel()));
        quietly(selector);
    }
}
