package org.metergate.publisher.outbox.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code tls/brokers.p12} was made by keytool: {@code ca}, and signed by it {@code here}, {@code expired} (since 2020) and
 * {@code early} (until 2090) for the address 127.0.0.1, and {@code elsewhere} for the name broker.example.
 */
class BrokerProbeTest {

    private static final char[] WORD = "changeit".toCharArray();

    /** Somebody who takes one connection, waits for the CONNECT and answers. */
    private static final class Peer implements AutoCloseable {
        private final ServerSocket door;
        private final CompletableFuture<String> heard = new CompletableFuture<>();

        Peer(ServerSocket door, String answer) {
            this.door = door;
            new Thread(() -> serve(answer), "peer").start();
        }

        private void serve(String answer) {
            try (Socket socket = door.accept()) {
                byte[] connect = socket.getInputStream().readNBytes(35);
                heard.complete(new String(connect, StandardCharsets.ISO_8859_1));
                socket.getOutputStream().write(HexFormat.of().parseHex(answer));
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                heard.completeExceptionally(e); // the handshake failed
            }
        }

        BrokerAddress address(boolean tls) {
            return new BrokerAddress("127.0.0.1", door.getLocalPort(), tls, false);
        }

        @Override
        public void close() throws IOException {
            door.close();
        }
    }

    private static Peer plain(String answer) throws IOException {
        return new Peer(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), answer);
    }

    private static String findings(BrokerAddress address, String username) throws Exception {
        return new BrokerProbe(factory("ca"), Duration.ofSeconds(5)).findings(address, username);
    }

    @Nested
    class Connecting {

        @ParameterizedTest // MQTT 3.1.1, 3.2.2.3
        @CsvSource({
            "20020000, user, 'username, password or client id are wrong'",
            "20020000, '', 'look at the client id'",
            "20020005, user, 'username, password or client id are wrong'",
            "20020004, '', 'wants a username and a password'",
            "20020003, '', 'not available'",
            "20020001, '', 'with code 1'",
            "48545450, '', 'does not answer as an MQTT broker'"
        })
        void tellsWhatTheBrokerSays(String answer, String username, String expected) throws Exception {
            try (Peer peer = plain(answer)) {
                String found = findings(peer.address(false), username);
                assertTrue(found.contains(expected), found);
            }
        }

        @Test
        void tellsThatItIsHungUpOn() throws Exception {
            try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                new Thread(() -> hangUp(door), "peer").start();
                String found = findings(new BrokerAddress("127.0.0.1", door.getLocalPort(), false, false), "");
                assertTrue(found.contains("does it not want TLS (mqtts)?"), found);
            }
        }

        private void hangUp(ServerSocket door) {
            try (Socket socket = door.accept()) {
                socket.getInputStream().read();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Test // MQTT 3.1.1, 3.1
        void sendsNoCredentials() throws Exception {
            try (Peer peer = plain("20020005")) {
                findings(peer.address(false), "user");
                String connect = peer.heard.get();
                assertEquals("\u0010\u0021\0\u0004MQTT\u0004\u0002\0\n\0\u0015probe", connect.substring(0, 19));
            }
        }

        @Test
        void tellsThatNobodyListens() throws Exception {
            BrokerAddress nobody;
            try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                nobody = new BrokerAddress("127.0.0.1", closed.getLocalPort(), false, false);
            }
            assertTrue(findings(nobody, "").startsWith("the broker " + nobody + " cannot be reached: "));
        }

        @Test
        void tellsThatTheNameIsNotKnown() throws Exception {
            String found = findings(new BrokerAddress("broker.invalid", 1883, false, false), "");
            assertEquals("the broker broker.invalid:1883 cannot be found: its name is not known", found);
        }
    }

    @Nested
    class ShakingHands {

        @Test
        void isFollowedByTheConnect() throws Exception {
            assertTrue(found("here", "ca").contains("username, password or client id are wrong"));
        }

        @ParameterizedTest
        @CsvSource({
            "here, elsewhere, 'nobody whom the gateway trusts has signed'",
            "elsewhere, ca, 'is for another name'",
            "expired, ca, 'has expired'",
            "early, ca, 'is not valid yet'"
        })
        void tellsWhatIsWrongWithTheCertificate(String key, String trusted, String expected) throws Exception {
            String found = found(key, trusted);
            assertTrue(found.startsWith("TLS with the broker 127.0.0.1:") && found.contains(expected), found);
        }

        @Test
        void tellsThatNoTlsIsSpoken() throws Exception {
            try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Thread talker = new Thread(() -> answerInPlain(door), "plain");
                talker.start();
                String found = findings(new BrokerAddress("127.0.0.1", door.getLocalPort(), true, false), "");
                assertTrue(found.contains("no TLS is spoken at this port"), found);
            }
        }

        private void answerInPlain(ServerSocket door) {
            try (Socket socket = door.accept()) {
                socket.getInputStream().readNBytes(5);
                socket.getOutputStream().write("220 mail.example ready\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private String found(String key, String trusted) throws Exception {
            ServerSocket door =
                    context(key).getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
            try (Peer peer = new Peer(door, "20020005")) {
                return new BrokerProbe(factory(trusted), Duration.ofSeconds(5)).findings(peer.address(true), "user");
            }
        }
    }

    @Nested
    class Addresses {

        @ParameterizedTest
        @CsvSource({
            "mqtt://192.0.2.10, 192.0.2.10:1883, false, false",
            "mqtts://broker.example:8884/, broker.example:8884, true, false",
            "ssl://broker.example, broker.example:8883, true, false",
            "ws://broker.example/mqtt, broker.example:80, false, true",
            "wss://broker.example/mqtt, broker.example:443, true, true"
        })
        void areReadAsKuraReadsThem(String url, String expected, boolean tls, boolean web) {
            BrokerAddress address = BrokerAddress.of(url).orElseThrow();
            assertEquals(expected, address.toString());
            assertEquals(tls, address.tls());
            assertEquals(web, address.web());
        }

        @ParameterizedTest
        @CsvSource({"broker.example", "'mqtt://broker url:1883'", "http://broker.example", "''"})
        void areRefusedIfTheyAreNone(String url) {
            assertEquals(Optional.empty(), BrokerAddress.of(url));
        }
    }

    private static KeyStore store() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = BrokerProbeTest.class.getResourceAsStream("/tls/brokers.p12")) {
            store.load(in, WORD);
        }
        return store;
    }

    private static SSLContext context(String key) throws Exception {
        KeyStore all = store();
        for (String alias : Collections.list(all.aliases())) {
            if (!alias.equals(key)) {
                all.deleteEntry(alias);
            }
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(all, WORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** As Kura's: trusts what it is told to, and compares names. */
    private static SSLSocketFactory factory(String... trusted) throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        KeyStore all = store();
        for (String alias : trusted) {
            Certificate certificate = all.getCertificate(alias);
            trust.setCertificateEntry(alias, certificate);
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return new NamesCompared(context.getSocketFactory());
    }

    /** Kura's factory sets this on each socket. */
    private static final class NamesCompared extends SSLSocketFactory {
        private final SSLSocketFactory sockets;

        NamesCompared(SSLSocketFactory sockets) {
            this.sockets = sockets;
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
            SSLSocket made = (SSLSocket) sockets.createSocket(socket, host, port, autoClose);
            SSLParameters parameters = made.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            made.setSSLParameters(parameters);
            return made;
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return sockets.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return sockets.getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException(host);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException(host);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException(host.toString());
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException(Arrays.toString(host.getAddress()));
        }
    }
}
