package org.metergate.dlms;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.metergate.testkit.Hex;

/** Named frames of one file: lines {@code name: hex}, comments from {@code #} on. */
final class Exchange {
    private final String text;

    Exchange(String name) {
        try (InputStream file = Exchange.class.getResourceAsStream("/frames/" + name)) {
            text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] frame(String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> Hex.bytes(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no frame " + name));
    }
}
