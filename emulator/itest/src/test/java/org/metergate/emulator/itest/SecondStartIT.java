package org.metergate.emulator.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.configuration.ConfigurationService;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.metergate.emulator.itest.Telemetry.Message;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;

/** Starts from the snapshot that the first start wrote; runs after it. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class SecondStartIT {

    @Inject
    private BundleContext context;

    @Inject
    private ConfigurationService gateway;

    @Configuration
    public Option[] container() throws IOException {
        Path data = Container.dataFolder(FirstStartIT.DATA_NAME, true);
        assertTrue("the first start left no snapshot in " + data, written(data).count() > 0);
        Files.deleteIfExists(data.resolve("snapshots").resolve("snapshot_0.xml"));
        return Container.gateway(data, Files.readString(data.resolve(FirstStartIT.BROKER_FILE)));
    }

    @Test
    public void theSiteIsReadAgain() throws Exception {
        try (Telemetry telemetry = Telemetry.whenUp(context.getProperty(Container.BROKER), Duration.ofSeconds(20))) {
            for (String meter : Expected.SITE.keySet()) {
                telemetry.any(meter, Duration.ofSeconds(40), Message::allGood);
            }
        }
    }

    @Test
    public void everyConfigurationIsThere() throws Exception {
        Set<String> pids = gateway.getComponentConfigurations().stream()
                .map(ComponentConfiguration::getPid)
                .collect(Collectors.toSet());
        assertTrue(pids.toString(), pids.containsAll(Expected.SITE.keySet()));
        assertEquals(
                "tcp://127.0.0.1:",
                gateway.getComponentConfiguration("main.line")
                        .getConfigurationProperties()
                        .get("line")
                        .toString()
                        .substring(0, "tcp://127.0.0.1:".length()));
    }

    @Test
    public void theSnapshotOnDiskIsEncryptedAsTheRealGatewayWritesIt() throws Exception {
        Path data = Path.of(context.getProperty(Container.DATA));
        for (Path snapshot : written(data).toList()) {
            String text = Files.readString(snapshot, StandardCharsets.ISO_8859_1);
            assertFalse(snapshot + " is in clear", text.contains("esf:configuration"));
        }
    }

    private static Stream<Path> written(Path data) throws IOException {
        Path folder = data.resolve("snapshots");
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        return Files.list(folder).filter(file -> !file.endsWith("snapshot_0.xml"));
    }
}
