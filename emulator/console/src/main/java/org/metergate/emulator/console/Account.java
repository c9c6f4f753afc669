package org.metergate.emulator.console;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicReference;

/** The one user of the console. The password is made at first start and shown once; only its hash is kept. */
final class Account {

    static final String USER = "admin";

    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int LENGTH = 16;

    private final PasswordHash password;

    /** Digest of the password that was right last: the slow hash is for those who guess. */
    private final AtomicReference<byte[]> lastRight = new AtomicReference<>();

    private Account(PasswordHash password) {
        this.password = password;
    }

    /**
     * Takes the account from its file, or makes one, writes it there and tells the password.
     *
     * @param file where the hash lies; readable by the owner only
     * @param random where a new password comes from
     * @param terminal where a new password is shown, once
     * @throws IOException if the file can be neither read nor written, or holds something else
     */
    static Account open(Path file, SecureRandom random, PrintStream terminal) throws IOException {
        if (Files.exists(file)) {
            try {
                return new Account(PasswordHash.parse(Files.readString(file)));
            } catch (IllegalArgumentException e) {
                throw new IOException(file + " holds no password hash; delete it to have a new password made", e);
            }
        }
        char[] fresh = new char[LENGTH];
        for (int i = 0; i < fresh.length; i++) {
            fresh[i] = LETTERS.charAt(random.nextInt(LETTERS.length()));
        }
        Account account = new Account(PasswordHash.of(fresh, random));
        write(file, account.password.toString());
        terminal.printf(
                "%nWeb console: user %s, password %s%n  (shown this once; delete %s and restart for a new one)%n%n",
                USER, new String(fresh), file);
        terminal.flush();
        return account;
    }

    boolean admits(String user, char[] given) {
        if (!USER.equals(user)) {
            return false;
        }
        byte[] digest = digest(given);
        if (MessageDigest.isEqual(digest, lastRight.get())) {
            return true;
        }
        boolean right = password.matches(given);
        if (right) {
            lastRight.set(digest);
        }
        return right;
    }

    private static void write(Path file, String hash) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path unfinished = Files.createTempFile(folder, "password", null); // made readable by the owner only
        Files.writeString(unfinished, hash + System.lineSeparator());
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
        }
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private byte[] digest(char[] given) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(password.salt());
            return sha.digest(new String(given).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
