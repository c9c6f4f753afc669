package org.metergate.emulator.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The command that deploys, as Maven starts it: a process of its own. */
final class DeployCommand {

    private final String gateway;
    private final Path scratch;

    /** @param scratch folder for what the command is given, keeps and says */
    DeployCommand(String gateway, Path scratch) {
        this.gateway = gateway;
        this.scratch = scratch;
    }

    /** @return what it said */
    String deploy(Variant variant, int expectedStatus) throws IOException, InterruptedException {
        Path features = Files.createTempDirectory(Files.createDirectories(scratch), "features");
        variant.writeTo(features.resolve("one/target"));
        Path said = Files.createTempFile(scratch, "deploy", ".txt");
        Process running = command(features)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertTrue("the command does not end", running.waitFor(2, TimeUnit.MINUTES));
        } finally {
            running.destroyForcibly();
        }
        String text = Files.readString(said, StandardCharsets.UTF_8);
        System.out.print(text);
        assertEquals(text, expectedStatus, running.exitValue());
        return text;
    }

    private ProcessBuilder command(Path features) {
        String classpath = List.of("org.metergate.features.deploy", "gson", "osgi.core").stream()
                .map(jar ->
                        Path.of(System.getProperty("bundle.dir"), jar + ".jar").toString())
                .collect(Collectors.joining(File.pathSeparator));
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dkura.url=" + gateway,
                "-Dkura.user=" + PackageDesk.USER,
                "-Dkura.previous=" + scratch.resolve("deployed"),
                "-Dkura.watch=6",
                "-classpath",
                classpath,
                "org.metergate.features.deploy.Deploy",
                features.toString());
        command.environment().put("KURA_PASSWORD", PackageDesk.PASSWORD);
        return command;
    }
}
