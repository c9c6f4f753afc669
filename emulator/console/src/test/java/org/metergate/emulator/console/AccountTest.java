package org.metergate.emulator.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("data/console.password");
    }

    @Test
    void tellsTheNewPasswordOnceAndAdmitsIt() throws Exception {
        Account account = open();
        String password = told();
        assertTrue(account.admits("admin", password.toCharArray()));
        assertTrue(account.admits("admin", password.toCharArray()), "the second time, from memory");

        terminal.reset();
        assertTrue(open().admits("admin", password.toCharArray()), "after a restart");
        assertEquals(0, terminal.size(), "told again");
    }

    @Test
    void turnsAwayAnyoneElse() throws Exception {
        Account account = open();
        String password = told();
        assertFalse(account.admits("admin", "admin".toCharArray()));
        assertFalse(account.admits("root", password.toCharArray()));
        assertFalse(account.admits("admin", new char[0]));
        assertTrue(account.admits("admin", password.toCharArray()));
        assertFalse(account.admits("admin", (password + "x").toCharArray()));
    }

    @Test
    void keepsTheHashOnly() throws Exception {
        open();
        assertFalse(Files.readString(file).contains(told()));
    }

    @Test
    void refusesAFileOfSomethingElseAndSaysWhatToDo() throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "secret");
        IOException refused = assertThrows(IOException.class, this::open);
        assertEquals(file + " holds no password hash; delete it to have a new password made", refused.getMessage());
    }

    private Account open() throws IOException {
        return Account.open(file, new SecureRandom(), new PrintStream(terminal, true, StandardCharsets.UTF_8));
    }

    private String told() {
        Matcher said = Pattern.compile("password (\\w+)").matcher(terminal.toString(StandardCharsets.UTF_8));
        assertTrue(said.find(), "no password was told");
        return said.group(1);
    }
}
