package org.metergate.emulator.itest.wizard;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The gateway as a process of its own, with every bundle and no meter: no driver instance, no asset, no wire. Emulated
 * meters stand at its lines.
 */
final class EmptyGateway {
    private static final Path JAR = Path.of("..", "..", "bndrun", "target", "gateway.jar");

    private final Path folder;
    private final Map<String, Integer> ports = new TreeMap<>();
    private final Process process;

    private EmptyGateway(Path folder) throws IOException {
        this.folder = folder;
        for (String name : List.of("dashboard", "main", "workshop", "riser", "optical", "console")) {
            ports.put(name, anotherFreePort());
        }
        Path snapshots = Files.createDirectories(folder.resolve("metergate-data/snapshots"));
        Files.writeString(snapshots.resolve("snapshot_0.xml"), snapshot());
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dmetergate.ends.with.parent=true",
                        "-Dorg.osgi.service.http.port=" + ports.get("console"),
                        "-jar",
                        JAR.toAbsolutePath().normalize().toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("console.txt").toFile())
                .start();
    }

    static EmptyGateway start() throws IOException {
        Path folder = Path.of("target", "data", "wizard").toAbsolutePath();
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return new EmptyGateway(Files.createDirectories(folder));
    }

    int port(String name) {
        return ports.get(name);
    }

    /** The first password, once the dashboard answers; empty until then. */
    Optional<String> firstPassword() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the gateway has ended; see " + folder.resolve("console.txt"));
        }
        try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), port("dashboard"))) {
            Path file = folder.resolve("metergate-data/data/metergate/dashboard/first-password.txt");
            return connection.isConnected() ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private String snapshot() {
        List<String> all = new ArrayList<>();
        all.add(configuration("org.metergate.dashboard", "", "transport", "HTTP_LOOPBACK", "port", port("dashboard")));
        all.add(configuration("building", "org.metergate.emulator.meters.building"));
        all.add(meter("dlms", "main", "transport", "WRAPPER", "serial", "10000001"));
        all.add(meter("dlms", "workshop", "transport", "HDLC", "serial", "10000002"));
        all.add(meter("mbus", "riser", "turnaround", 0, "water.id", "20000002"));
        all.add(meter("optical", "optical", "turnaround", 0, "baud.proposed", 9600));
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<esf:configurations xmlns:esf=\"http://eurotech.com/esf/2.0\""
                + " xmlns:ocd=\"http://www.osgi.org/xmlns/metatype/v1.2.0\">\n"
                + String.join("\n", all)
                + "\n</esf:configurations>\n";
    }

    /** Bytes take no time: what is measured is the way through the wizard. */
    private String meter(String kind, String name, Object... more) {
        List<Object> settings = new ArrayList<>(List.of("port", port(name), "baud", 0));
        settings.addAll(List.of(more));
        return configuration("emulated-" + name, "org.metergate.emulator.meters." + kind, settings.toArray());
    }

    private static String configuration(String pid, String factory, Object... settings) {
        StringBuilder xml = new StringBuilder("<esf:configuration pid=\"" + pid + "\"><esf:properties>");
        if (!factory.isEmpty()) {
            xml.append(property("service.factoryPid", factory));
        }
        xml.append(property("kura.service.pid", pid));
        for (int i = 0; i < settings.length; i += 2) {
            xml.append(property(settings[i].toString(), settings[i + 1]));
        }
        return xml.append("</esf:properties></esf:configuration>").toString();
    }

    private static String property(String name, Object value) {
        return "<esf:property name=\"" + name + "\" array=\"false\" encrypted=\"false\" type=\""
                + value.getClass().getSimpleName() + "\"><esf:value>" + value + "</esf:value></esf:property>";
    }

    /** The system gives the same one twice now and then. */
    private int anotherFreePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            int port = socket.getLocalPort();
            return ports.containsValue(port) ? anotherFreePort() : port;
        }
    }

    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(Duration.ofSeconds(20).toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
