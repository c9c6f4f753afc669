package org.metergate.driver.optical;

import static org.metergate.driver.optical.TestMeters.fast;
import static org.metergate.driver.optical.TestMeters.settings;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.metergate.transport.ports.PortLines;

/**
 * A gateway to be killed: prints the time of every row that a listener is told, and takes the next one when it is told to
 * go on.
 */
final class ListeningProcess {

    private ListeningProcess() {}

    /** @param arguments address of the line, and the file to remember rows in */
    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        Map<String, Object> values =
                fast(arguments[0], "password", "00000000-enciphered", "profile.depth", 2, "profile.interval", 1);
        try (PortLines lines = new PortLines()) {
            OpticalDriver driver = new OpticalDriver(
                    lines,
                    PlainCrypto.CRYPTO,
                    values,
                    TestMeters.CLOCK,
                    length -> {},
                    Optional.of(Path.of(arguments[1])));
            driver.registerChannelListener(
                    settings("+name", "p", "+value.type", "DOUBLE", "address", "1.5", "command", "PROFILE"), event -> {
                        System.out.println("row " + event.getChannelRecord().getTimestamp());
                        System.out.flush();
                        try {
                            in.readLine();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
            Thread.currentThread().join();
        }
    }
}
