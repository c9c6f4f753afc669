package org.metergate.emulator.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EmulateCommandTest {

    @Test
    void runsEveryMeterUntilItIsInterrupted() throws IOException, InterruptedException {
        PipedReader pipe = new PipedReader();
        PrintWriter out = new PrintWriter(new PipedWriter(pipe));
        int[] status = {-1};
        Thread command = new Thread(
                () -> status[0] = Workbench.commands().setOut(out).execute("emulate", "--fast"), "test-emulate");
        command.start();
        List<URI> addresses = new ArrayList<>();
        BufferedReader lines = new BufferedReader(pipe);
        for (String line = lines.readLine(); !line.startsWith("Ctrl-C"); line = lines.readLine()) {
            addresses.add(URI.create(line.substring(line.indexOf("tcp://"))));
        }
        assertEquals(8, addresses.size());
        for (URI address : addresses) {
            new Socket(address.getHost(), address.getPort()).close();
        }
        command.interrupt();
        command.join();
        assertEquals(0, status[0]);
        for (URI address : addresses) {
            assertThrows(ConnectException.class, () -> new Socket(address.getHost(), address.getPort()).close());
        }
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("meter-")));
    }

    @Test
    void theMeterOverTheWrapperListensOnUdpAndPushes() throws IOException, InterruptedException {
        try (DatagramSocket hears = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket asks = new DatagramSocket()) {
            hears.setSoTimeout(20_000);
            asks.setSoTimeout(20_000);
            PipedReader pipe = new PipedReader();
            PrintWriter out = new PrintWriter(new PipedWriter(pipe));
            String[] arguments = {
                "emulate",
                "--fast",
                "--dlms-setting",
                "udp=true",
                "--dlms-setting",
                "push.to=udp://127.0.0.1:" + hears.getLocalPort()
            };
            Thread command = new Thread(() -> Workbench.commands().setOut(out).execute(arguments), "test-emulate");
            command.start();
            BufferedReader lines = new BufferedReader(pipe);
            String main = lines.readLine();
            assertTrue(main.contains("DLMS/COSEM over wrapper, UDP, pushes"), main);
            assertTrue(lines.readLine().contains("tcp://"), "the meter over HDLC stays on TCP");
            byte[] push = new byte[2000];
            hears.receive(new DatagramPacket(push, push.length));
            assertEquals(0x0F, push[8], "a data notification in the wrapper");
            URI address = URI.create(main.substring(main.indexOf("udp://")));
            byte[] request = HexFormat.of()
                    .parseHex("000100100001001F601DA109060760857405080101BE10040E01000000065F1F0400001E1DFFFF");
            asks.send(new DatagramPacket(
                    request, request.length, InetAddress.getByName(address.getHost()), address.getPort()));
            byte[] answer = new byte[200];
            asks.receive(new DatagramPacket(answer, answer.length));
            assertEquals(0x61, answer[8], "accepted");
            while (!lines.readLine().startsWith("Ctrl-C")) {
                // the other meters
            }
            command.interrupt();
            command.join();
            assertTrue(Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("meter-")));
        }
    }

    @Test
    void aBusyPortIsNamedAndNothingStaysOpen() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(other.getLocalPort());
            JsonObject error = failure("emulate", "--optical", port);
            assertEquals("port", error.get("kind").getAsString());
            assertTrue(error.get("message").getAsString().contains("127.0.0.1:" + port), error.toString());
        }
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("meter-")));
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertTrue(failure("emulate", "--mbus", "70000").toString().contains("--mbus: port is 70000"));
        assertTrue(failure("emulate", "--installed", "soon").toString().contains("--installed is 'soon'"));
        assertTrue(failure("emulate", "--speed", "0").toString().contains("--speed is 0"));
        assertTrue(failure("emulate", "--seed", "x").toString().contains("--seed"));
        assertTrue(failure("emulate", "--optical-setting", "mode=Z")
                .toString()
                .contains("--optical-setting mode: is 'Z'"));
        assertTrue(failure("emulate", "--p1-setting", "version=9").toString().contains("--p1-setting version: is '9'"));
        assertTrue(failure("emulate", "--frames", "/no/such/folder").toString().contains("/no/such/folder"));
    }

    @Test
    void aDayCanPassInSeconds() {
        Instant[] now = {Instant.parse("2026-03-01T00:00:00Z")};
        Clock real = new Clock() {
            @Override
            public Instant instant() {
                return now[0];
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        Clock faster = new FasterClock(real, 8_640);
        now[0] = now[0].plusSeconds(10);
        assertEquals(Instant.parse("2026-03-02T00:00:00Z"), faster.instant());
        assertEquals(faster.instant(), faster.withZone(ZoneOffset.UTC).instant());
    }

    private static JsonObject failure(String... arguments) {
        StringWriter out = new StringWriter();
        assertEquals(1, Workbench.commands().setOut(new PrintWriter(out)).execute(arguments));
        return JsonParser.parseString(out.toString()).getAsJsonObject().getAsJsonObject("error");
    }
}
