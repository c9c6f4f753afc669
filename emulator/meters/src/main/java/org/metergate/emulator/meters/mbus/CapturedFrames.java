package org.metergate.emulator.meters.mbus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The answers of a real meter, captured once: every readout repeats them. */
public final class CapturedFrames implements Registers {

    private final String name;
    private final List<byte[]> bodies;

    private CapturedFrames(String name, List<byte[]> bodies) {
        this.name = name;
        this.bodies = bodies;
    }

    /**
     * Reads every file {@code *.hex} of a folder, in the order of the names. A file is one meter and holds its frames
     * one after the other: hexadecimal digits, blanks anywhere, comments from {@code #} to the end of the line.
     *
     * @param folder the folder
     * @param refused takes a sentence for each file that holds something else
     * @return the meters of the good files
     * @throws IOException if the folder cannot be read
     */
    public static List<CapturedFrames> ofFolder(Path folder, java.util.function.Consumer<String> refused)
            throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".hex"))
                    .sorted()
                    .toList();
        }
        List<CapturedFrames> meters = new ArrayList<>();
        for (Path file : files) {
            try {
                meters.add(of(file.getFileName().toString(), Files.readString(file)));
            } catch (IllegalArgumentException e) {
                refused.accept(file + " is left out: " + e.getMessage());
            }
        }
        return meters;
    }

    /**
     * Reads the frames of one meter.
     *
     * @param name for messages
     * @param hex one or more long frames
     * @return the meter
     * @throws IllegalArgumentException if this is not so, or a checksum is wrong
     */
    public static CapturedFrames of(String name, String hex) {
        String digits = hex.lines().map(line -> line.replaceFirst("#.*", "")).collect(Collectors.joining());
        byte[] bytes = HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
        List<byte[]> bodies = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            byte[] body = body(bytes, at);
            bodies.add(body);
            at += body.length + 6;
        }
        if (bodies.isEmpty()) {
            throw new IllegalArgumentException("it holds no frame");
        }
        return new CapturedFrames(name, bodies);
    }

    /** @return the primary address in the captured frames, 0 to 255 */
    public int ownAddress() {
        return bodies.get(0)[1] & 0xFF;
    }

    /** @return name of the file */
    public String name() {
        return name;
    }

    @Override
    public List<byte[]> telegrams(int accessNumber) {
        return bodies.stream().map(byte[]::clone).toList();
    }

    @Override
    public Optional<byte[]> identity() {
        byte[] body = bodies.get(0);
        int ci = body[2] & 0xFF;
        if ((ci == 0x72 || ci == 0x76) && body.length >= 11) {
            return Optional.of(Arrays.copyOfRange(body, 3, 11));
        }
        if ((ci == 0x73 || ci == 0x77) && body.length >= 7) {
            byte[] identity = Arrays.copyOfRange(body, 3, 11);
            Arrays.fill(identity, 4, 8, (byte) 0xFF); // a fixed structure has the number only
            return Optional.of(identity);
        }
        return Optional.empty();
    }

    private static byte[] body(byte[] bytes, int at) {
        int length = at + 3 < bytes.length ? bytes[at + 1] & 0xFF : 0;
        if (length < 3 || at + length + 6 > bytes.length) {
            throw new IllegalArgumentException("at byte " + at + " there is no whole long frame");
        }
        byte[] body = Arrays.copyOfRange(bytes, at + 4, at + 4 + length);
        if (!Arrays.equals(Frames.longFrame(body), Arrays.copyOfRange(bytes, at, at + length + 6))) {
            throw new IllegalArgumentException("at byte " + at + " start, length, checksum or stop byte is wrong");
        }
        return body;
    }
}
