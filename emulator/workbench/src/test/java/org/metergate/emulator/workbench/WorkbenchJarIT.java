package org.metergate.emulator.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The finished file, started as people start it. */
@Timeout(120)
class WorkbenchJarIT {

    @Test // "The M-Bus: A Documentation", rev. 4.8, 6.3
    void decodesStandardInput() throws IOException, InterruptedException {
        Process process = start("decode", "mbus");
        process.getOutputStream()
                .write("68131368080573785634120A00E97E01000000350100003C16".getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        JsonObject json = JsonParser.parseString(out).getAsJsonObject();
        assertEquals(2, json.getAsJsonArray("records").size());
    }

    @Test // the error text of an encrypted frame, and the libraries inside the file
    void decodesDlmsAndText() throws IOException, InterruptedException {
        assertEquals(1, start("decode", "dlms", "nowhere").waitFor());
        Process process = start("decode", "iec62056-21", "-");
        process.getOutputStream().write("/ABC5X\r\n1.8.0(1*kWh)\r\n!\r\n".getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().close();
        assertEquals(0, process.waitFor());
    }

    @Test
    void emulatesUntilItIsStopped() throws IOException, InterruptedException {
        Process process = start("emulate", "--fast");
        List<URI> addresses = new ArrayList<>();
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); !line.startsWith("Ctrl-C"); line = lines.readLine()) {
            assertNotNull(line);
            addresses.add(URI.create(line.substring(line.indexOf("tcp://"))));
        }
        URI bus = addresses.get(2);
        try (Socket master = new Socket(bus.getHost(), bus.getPort())) {
            master.setSoTimeout(10_000);
            master.getOutputStream().write(new byte[] {0x10, 0x40, 0x01, 0x41, 0x16}); // EN 13757-2: SND_NKE to 1
            assertEquals(0xE5, master.getInputStream().read());
        }
        process.destroy();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertThrows(ConnectException.class, () -> new Socket(bus.getHost(), bus.getPort()).close());
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("workbench.jar")));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
