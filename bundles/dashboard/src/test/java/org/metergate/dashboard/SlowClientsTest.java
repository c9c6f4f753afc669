package org.metergate.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.dashboard.access.Access;
import org.metergate.dashboard.control.DashboardServer;
import org.metergate.dashboard.gateway.NoGateway;
import org.metergate.dashboard.model.History;
import org.metergate.dashboard.model.Insights;
import org.metergate.dashboard.model.Site;
import org.metergate.testkit.MovedClock;

/** Clients that send a byte now and then, or nothing, on a server with little patience. */
class SlowClientsTest {

    /** Of this test with a server that never hangs up, in bytes. */
    private static final int LONG_ENOUGH = 400;

    @TempDir
    Path folder;

    private DashboardServer server;

    @BeforeEach
    void start() throws IOException {
        MovedClock clock = MovedClock.at("2026-11-23T21:00:00Z");
        server = new DashboardServer(
                new DashboardServer.Options("127.0.0.1", 0, Optional.empty(), 1000, 1000, 1000, Duration.ofMillis(400)),
                new Access(folder, OpenSecrets.INSTANCE, clock, new SecureRandom(), 10),
                new Site(clock),
                new History(),
                new Insights(folder, new SecureRandom()),
                new NoGateway(),
                clock);
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Socket connected(String begin) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(50);
        socket.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** @return what came before the server hung up, a byte sent whenever nothing came for a while */
    private static String dribbled(Socket socket, String bytes) throws IOException {
        StringBuilder came = new StringBuilder();
        for (int i = 0; i < LONG_ENOUGH; ) {
            try {
                int read = socket.getInputStream().read();
                if (read < 0) {
                    return came.toString();
                }
                came.append((char) read);
            } catch (SocketTimeoutException e) {
                i++;
                if (came.length() == 0 && !bytes.isEmpty()) {
                    socket.getOutputStream().write(bytes.charAt(i % bytes.length()));
                }
            } catch (IOException e) { // hung up, with bytes on the way
                return came.toString();
            }
        }
        throw new AssertionError("the server waits for ever; so far it said " + came);
    }

    private static final String POST = "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Content-Length: 5000\r\n\r\n{";

    @Test
    void areHungUpOnWhoseHeadDribbles() throws IOException {
        try (Socket socket = connected("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")) {
            assertEquals("", dribbled(socket, "slow"));
        }
    }

    @Test
    void areHungUpOnWhoseSecondHeadDribbles() throws IOException {
        try (Socket socket = connected("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n")) {
            socket.setSoTimeout(10_000);
            assertEquals('H', socket.getInputStream().read());
            socket.setSoTimeout(50);
            try {
                while (socket.getInputStream().read() >= 0) {}
            } catch (SocketTimeoutException answered) {
                socket.getOutputStream().write("GET / HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            }
            assertEquals("", dribbled(socket, "slow"));
        }
    }

    @Test
    void areHungUpOnWhoseBodyDribblesOrStops() throws IOException {
        for (String bytes : List.of("x", "")) {
            try (Socket socket = connected(POST)) {
                String said = dribbled(socket, bytes);
                assertTrue(said.isEmpty() || said.startsWith("HTTP/1.1 408"), said);
            }
        }
    }

    @Test
    void keepNobodyWaitingHoweverManyTheyAre() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) { // more than the server has threads
                slow.add(connected(POST));
            }
            try (Socket socket = connected("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) {
                socket.setSoTimeout(10_000);
                String page = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(page.startsWith("HTTP/1.1 200"), page);
            }
        } finally {
            for (Socket one : slow) {
                one.close();
            }
        }
    }
}
