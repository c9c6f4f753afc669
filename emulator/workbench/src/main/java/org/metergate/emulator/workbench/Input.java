package org.metergate.emulator.workbench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Reads captures: text as it is, bytes as hexadecimal digits. */
final class Input {
    private static final int MOST_BYTES = 16 << 20;
    private static final Pattern ONLY_HEX = Pattern.compile("(\\s*[0-9A-Fa-f]{2})+\\s*");

    private Input() {}

    /**
     * Reads a file.
     *
     * @param file its name, {@code -} for standard input
     * @param standardInput where that comes from
     * @return every byte of it
     * @throws Failure if it cannot be read, is empty, or has more than 16 MiB
     */
    static byte[] bytes(String file, InputStream standardInput) throws Failure {
        try (InputStream in = file.equals("-") ? standardInput : Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new Failure(Failure.Kind.INPUT, name(file) + " is larger than 16 MiB; expected one capture");
            }
            if (bytes.length == 0) {
                throw new Failure(Failure.Kind.INPUT, name(file) + " is empty");
            }
            return bytes;
        } catch (NoSuchFileException | java.nio.file.InvalidPathException e) {
            throw new Failure(Failure.Kind.INPUT, "there is no file " + file);
        } catch (IOException e) {
            throw new Failure(Failure.Kind.INPUT, name(file) + " cannot be read: " + e.getMessage());
        }
    }

    /**
     * Takes bytes from hexadecimal digits; white space has no meaning, nor has what follows a # to the end of its line.
     *
     * @param file its name, for messages
     * @param content of the file
     * @return the bytes
     * @throws Failure naming line and column of what is no digit, or if a digit is missing
     */
    static byte[] hex(String file, byte[] content) throws Failure {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int high = -1;
        int lineNumber = 0;
        for (String line :
                new String(content, StandardCharsets.ISO_8859_1).lines().toList()) {
            lineNumber++;
            int end = line.indexOf('#') < 0 ? line.length() : line.indexOf('#');
            for (int column = 0; column < end; column++) {
                char digit = line.charAt(column);
                if (Character.isWhitespace(digit)) {
                    continue;
                }
                if (!HexFormat.isHexDigit(digit)) {
                    throw new Failure(
                            Failure.Kind.INPUT,
                            name(file) + ", line " + lineNumber + ", column " + (column + 1) + ": " + shown(digit)
                                    + " is no hexadecimal digit");
                }
                int value = HexFormat.fromHexDigit(digit);
                if (high < 0) {
                    high = value;
                } else {
                    bytes.write(high << 4 | value);
                    high = -1;
                }
            }
        }
        if (high >= 0) {
            throw new Failure(Failure.Kind.INPUT, name(file) + " ends after an odd number of hexadecimal digits");
        }
        if (bytes.size() == 0) {
            throw new Failure(Failure.Kind.INPUT, name(file) + " holds no hexadecimal digits");
        }
        return bytes.toByteArray();
    }

    /**
     * Takes characters as they are; a file of nothing but hexadecimal digits stands for the characters they code.
     *
     * @param file its name, for messages
     * @param content of the file
     * @return the characters
     */
    static byte[] text(String file, byte[] content) throws Failure {
        boolean coded = ONLY_HEX.matcher(new String(content, StandardCharsets.ISO_8859_1))
                .matches();
        return coded ? hex(file, content) : content;
    }

    /**
     * Reads a key. The key itself is in no message.
     *
     * @param option that gave it, for messages
     * @param digits 32 or 64 hexadecimal digits, or 16 for a key of outdated meters; white space has no meaning
     * @return 16, 32 or 8 bytes
     * @throws Failure if it is none
     */
    static byte[] key(String option, String digits) throws Failure {
        try {
            byte[] key = HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
            if (key.length == 8 || key.length == 16 || key.length == 32) {
                return key;
            }
            throw new Failure(
                    Failure.Kind.USAGE,
                    option + " has " + key.length + " bytes; expected 16 (AES-128), 32 (AES-256) or 8 (DES)");
        } catch (IllegalArgumentException e) {
            throw new Failure(Failure.Kind.USAGE, option + " is no even number of hexadecimal digits");
        }
    }

    private static String name(String file) {
        return file.equals("-") ? "standard input" : file;
    }

    private static String shown(char character) {
        return character > ' ' && character < 0x7F
                ? "'" + character + "'"
                : String.format("character %02X", (int) character);
    }
}
