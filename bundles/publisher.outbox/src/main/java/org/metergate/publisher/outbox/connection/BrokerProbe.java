package org.metergate.publisher.outbox.connection;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Knocks at a broker once, to learn why the gateway does not get in: opens a TCP connection, shakes hands if TLS is spoken,
 * and says CONNECT (MQTT 3.1.1, 3.1) as a stranger, with a client id of its own and no credentials. It disturbs nobody who is
 * connected, and waits for each step at most for its patience.
 */
public final class BrokerProbe {

    private static final int CONNACK = 0x20;
    private static final byte[] DISCONNECT = {(byte) 0xE0, 0};
    private static final int UNAVAILABLE = 3;
    private static final int BAD_CREDENTIALS = 4;
    private static final int NOT_AUTHORIZED = 5;

    private final SSLSocketFactory tls;
    private final int patienceMillis;

    /**
     * @param tls the gateway's own, so that its keys and its trust are those of the connection that is looked into
     * @param patience for each step, 1 ms to 1 h
     */
    public BrokerProbe(SSLSocketFactory tls, Duration patience) {
        this.tls = tls;
        this.patienceMillis = (int) patience.toMillis();
    }

    /**
     * Knocks.
     *
     * @param address of the broker
     * @param username that the gateway's connection is set to, which is not sent; empty if it has none
     * @return what is in the way, in words for a person
     */
    public String findings(BrokerAddress address, String username) {
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(address.host(), address.port()), patienceMillis);
            plain.setSoTimeout(patienceMillis);
            return address.tls() ? secured(plain, address, username) : greeted(plain, address, username);
        } catch (UnknownHostException e) {
            return "the broker " + address + " cannot be found: its name is not known";
        } catch (IOException e) {
            return "the broker " + address + " cannot be reached: " + TlsFailure.words(e);
        }
    }

    private String secured(Socket plain, BrokerAddress address, String username) throws IOException {
        try (SSLSocket socket = (SSLSocket) tls.createSocket(plain, address.host(), address.port(), true)) {
            socket.startHandshake();
            return greeted(socket, address, username);
        } catch (SSLException | EOFException | SocketException e) {
            return "TLS with the broker " + address + " fails: " + TlsFailure.of(e);
        }
    }

    private static String greeted(Socket socket, BrokerAddress address, String username) throws IOException {
        if (address.web()) {
            return notLetIn(address, username); // farther than this a look without a web client does not go
        }
        socket.getOutputStream().write(connect());
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] answer = new byte[4];
            in.readFully(answer);
            if ((answer[0] & 0xFF) != CONNACK || answer[1] != 2) {
                return noBroker(address);
            }
            return said(answer[3], socket, address, username);
        } catch (SSLException e) {
            throw e;
        } catch (IOException e) { // hung up, reset, or silent
            return noBroker(address);
        }
    }

    private static String said(int code, Socket socket, BrokerAddress address, String username) throws IOException {
        switch (code) {
            case 0:
                socket.getOutputStream().write(DISCONNECT);
                return notLetIn(address, username);
            case BAD_CREDENTIALS, NOT_AUTHORIZED:
                return username.isEmpty()
                        ? "the broker " + address + " wants a username and a password, and the connection has none"
                        : notLetIn(address, username);
            case UNAVAILABLE:
                return "the broker " + address + " says that it is not available at the moment";
            default:
                return "the broker " + address + " refuses MQTT 3.1.1 with code " + code;
        }
    }

    private static String notLetIn(BrokerAddress address, String username) {
        return "the broker " + address + " answers, but does not let the gateway in: "
                + (username.isEmpty() ? "look at the client id" : "username, password or client id are wrong")
                + " (MqttDataTransport of the connection)";
    }

    private static String noBroker(BrokerAddress address) {
        return "what listens at " + address + " does not answer as an MQTT broker; is the port right, and "
                + (address.tls() ? "is it not for WebSockets?" : "does it not want TLS (mqtts)?");
    }

    /** MQTT 3.1.1, 3.1: clean session, no will, no credentials; a client id of at most 23 characters. */
    private static byte[] connect() {
        byte[] id = ("probe" + UUID.randomUUID().toString().replace("-", "").substring(0, 16))
                .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(14 + id.length)
                .put((byte) 0x10)
                .put((byte) (12 + id.length))
                .putShort((short) 4)
                .put("MQTT".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 4)
                .put((byte) 2)
                .putShort((short) 10)
                .putShort((short) id.length)
                .put(id)
                .array();
    }
}
