package org.metergate.emulator.itest.debian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What the Debian packages do with a Kura that runs, by the commands they give; the commands only note themselves. */
@EnabledIf(value = "aShellIsThere", disabledReason = "no POSIX shell on this machine")
class MaintainerScriptsTest {

    private static final Path SCRIPTS = Path.of("../../features/debian/scripts");
    private static final List<String> COMMANDS =
            List.of("systemctl", "deb-systemd-invoke", "dpkg-trigger", "dpkg-query", "chown");

    @TempDir
    private Path folder;

    private Path given;
    private boolean kuraRuns = true;

    static boolean aShellIsThere() {
        return Tool.isThere("sh");
    }

    @BeforeEach
    void commandsThatNoteThemselves() throws IOException {
        given = folder.resolve("given.txt");
        Files.createFile(given);
        Files.createDirectories(folder.resolve("run"));
        for (String command : COMMANDS) {
            stub(command, "echo " + command + " \"$@\" >> " + given);
        }
        stub("systemctl", "test -e " + folder.resolve("kura-runs"));
        stub("getent", "test -e " + folder.resolve("kura-runs"));
        stub("dpkg-query", "printf '/usr/share/doc/copyright\\n/opt/a.jar\\n'");
        Files.createFile(folder.resolve("kura-runs"));
    }

    private void stub(String name, String does) throws IOException {
        Path stub = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + does + "\n");
        Files.setPosixFilePermissions(stub, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The script as dpkg calls it, with the system's /run moved to the test's folder. */
    private List<String> run(String script, String... arguments) throws IOException {
        Files.writeString(given, "");
        Path moved = folder.resolve(script);
        Files.writeString(moved, Files.readString(SCRIPTS.resolve(script)).replace("/run/", folder + "/run/"));
        if (!kuraRuns) {
            Files.deleteIfExists(folder.resolve("kura-runs"));
        }
        List<String> command = new ArrayList<>(List.of("sh", moved.toString()));
        command.addAll(List.of(arguments));
        Tool.Result result = Tool.run(
                command,
                Map.of("PATH", folder.toString(), "DPKG_ROOT", "", "DPKG_MAINTSCRIPT_PACKAGE", "metergate-base"));
        assertTrue(result.succeeded(), result.said());
        return Files.readAllLines(given);
    }

    @Test
    void giveTheBundlesToKurasUserAndAskForOneRestart() throws Exception {
        assertEquals(
                List.of("chown kurad:kurad /opt/a.jar", "dpkg-trigger --no-await metergate-bundles"),
                run("postinst", "configure", "0.0.1"));
    }

    @Test
    void restartAKuraThatRuns() throws Exception {
        assertEquals(
                List.of("deb-systemd-invoke restart kura.service"), run("postinst", "triggered", "metergate-bundles"));
    }

    @Test
    void startNoKuraThatDoesNotRun() throws Exception {
        kuraRuns = false;
        assertEquals(List.of(), run("postinst", "triggered", "metergate-bundles"));
        assertEquals(List.of(), run("prerm", "remove"));
        assertEquals(List.of(), run("postrm", "remove"));
    }

    @Test
    void stopKuraWhileItsBundlesAreTakenAway() throws Exception {
        assertEquals(List.of("deb-systemd-invoke stop kura.service"), run("prerm", "remove"));
        kuraRuns = false;
        assertEquals(List.of("deb-systemd-invoke start kura.service"), run("postrm", "remove"));
        assertEquals(List.of(), run("postrm", "purge"));
    }

    @Test
    void startKuraAgainIfTheRemovalWasGivenUp() throws Exception {
        run("prerm", "remove");
        assertEquals(List.of("deb-systemd-invoke start kura.service"), run("postinst", "abort-remove"));
        assertEquals(List.of(), run("postinst", "abort-remove"));
    }

    @Test
    void leaveKuraAloneDuringAnUpgrade() throws Exception {
        assertEquals(List.of(), run("prerm", "upgrade", "0.2.0"));
        assertEquals(List.of(), run("postrm", "upgrade", "0.2.0"));
    }
}
