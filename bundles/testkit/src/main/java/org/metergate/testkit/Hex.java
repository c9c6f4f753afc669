package org.metergate.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** Bytes as people write them. */
public final class Hex {
    private static final HexFormat SPACED = HexFormat.ofDelimiter(" ").withUpperCase();

    private Hex() {}

    /**
     * Reads hex digits in any case, with blanks anywhere between the bytes.
     *
     * @param text such as {@code "10 40 05 45 16"} or {@code "10400545 16"}
     * @return the bytes
     * @throws IllegalArgumentException if something else than hex digits and blanks is there, or half a byte
     */
    public static byte[] bytes(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s+", ""));
    }

    /**
     * @param bytes any number of bytes
     * @return two upper-case digits for each byte, one blank between two bytes
     */
    public static String text(byte[] bytes) {
        return SPACED.formatHex(bytes);
    }

    /**
     * Reads a frame file: hex digits, and comments from {@code #} to the end of a line.
     *
     * @param beside a class of the test; the file is looked for in {@code frames/} at the root of its class path
     * @param name file name, such as {@code "water-meter-worked-by-hand.hex"}
     * @return the bytes
     * @throws IllegalArgumentException if there is no such file, or it holds something else
     */
    public static byte[] frame(Class<?> beside, String name) {
        try (InputStream file = beside.getResourceAsStream("/frames/" + name)) {
            if (file == null) {
                throw new IllegalArgumentException("no frame file /frames/" + name + " on the class path");
            }
            return bytes(new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", ""))
                    .collect(Collectors.joining()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
