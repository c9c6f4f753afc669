package org.metergate.emulator.bench.delivery;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Subscribes at QoS 0 (MQTT 3.1.1) and takes every message to the last byte that the broker wrote, also when it is killed: a
 * client library throws away what it has not handed over when the connection breaks.
 */
final class Listener implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 20;
    private static final int PUBLISH = 3;
    private static final int SUBACK = 9;

    private final Socket socket;
    private final Consumer<byte[]> messages;
    private final CountDownLatch subscribed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::listen, "listener");

    /**
     * Connects and subscribes.
     *
     * @param port of the broker
     * @param topic filter
     * @param messages takes the payloads
     */
    Listener(int port, String topic, Consumer<byte[]> messages) throws IOException, InterruptedException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        this.messages = messages;
        OutputStream out = socket.getOutputStream();
        byte[] name = "counter".getBytes(StandardCharsets.UTF_8);
        // 3.1: protocol name and level 4, clean session, no keep alive
        out.write(packet(
                0x10,
                ByteBuffer.allocate(12 + name.length)
                        .putShort((short) 4)
                        .put("MQTT".getBytes(StandardCharsets.UTF_8))
                        .put((byte) 4)
                        .put((byte) 2)
                        .putShort((short) 0)
                        .putShort((short) name.length)
                        .put(name)));
        byte[] filter = topic.getBytes(StandardCharsets.UTF_8);
        // 3.8: packet identifier, filter, requested QoS 0
        out.write(packet(
                0x82,
                ByteBuffer.allocate(5 + filter.length)
                        .putShort((short) 1)
                        .putShort((short) filter.length)
                        .put(filter)
                        .put((byte) 0)));
        thread.start();
        if (!subscribed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the broker does not confirm the subscription");
        }
    }

    private static byte[] packet(int head, ByteBuffer body) {
        return ByteBuffer.allocate(2 + body.capacity())
                .put((byte) head)
                .put((byte) body.capacity())
                .put(body.array())
                .array();
    }

    private void listen() {
        try (DataInputStream in = new DataInputStream(socket.getInputStream())) {
            for (int head = in.read(); head >= 0; head = in.read()) {
                byte[] body = new byte[length(in)];
                in.readFully(body);
                if (head >> 4 == SUBACK) {
                    subscribed.countDown();
                } else if (head >> 4 == PUBLISH) {
                    int topic = ByteBuffer.wrap(body).getShort() + Short.BYTES;
                    messages.accept(Arrays.copyOfRange(body, topic, body.length));
                }
            }
        } catch (IOException e) {
            // the broker is gone, and everything that it wrote was read
        }
    }

    /** 2.2.3: seven bits in each byte, the lowest first. */
    private static int length(DataInputStream in) throws IOException {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            int next = in.readUnsignedByte();
            length |= (next & 0x7F) << shift;
            if (next < 0x80) {
                return length;
            }
        }
    }

    /** Waits until everything is read that a broker wrote before it was killed. */
    void awaitEnd() throws InterruptedException {
        thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
