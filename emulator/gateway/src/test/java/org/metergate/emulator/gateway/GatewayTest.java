package org.metergate.emulator.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.configuration.ConfigurationService;
import org.eclipse.kura.configuration.Password;
import org.eclipse.kura.crypto.CryptoService;
import org.eclipse.kura.driver.Driver;
import org.eclipse.kura.type.TypedValues;
import org.eclipse.kura.wire.WireEnvelope;
import org.eclipse.kura.wire.WireReceiver;
import org.eclipse.kura.wire.WireRecord;
import org.eclipse.kura.wire.graph.MultiportWireConfiguration;
import org.eclipse.kura.wire.graph.WireComponentConfiguration;
import org.eclipse.kura.wire.graph.WireComponentDefinition;
import org.eclipse.kura.wire.graph.WireComponentDefinitionService;
import org.eclipse.kura.wire.graph.WireGraphConfiguration;
import org.eclipse.kura.wire.graph.WireGraphService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.emulator.gateway.metatype.InstanceConfiguration;
import org.metergate.emulator.gateway.toy.Collector;
import org.metergate.emulator.gateway.toy.ToyBundle;
import org.metergate.emulator.gateway.toy.ToyDriver;
import org.osgi.framework.Bundle;

/** The gateway as a bundle in Equinox, from the snapshot to the envelope. */
class GatewayTest {
    @TempDir
    Path folder;

    private Path snapshots;
    private TestFramework framework;

    @BeforeEach
    void makeFolders() throws Exception {
        snapshots = Files.createDirectory(folder.resolve("snapshots"));
        framework = new TestFramework(folder.resolve("storage"), snapshots);
    }

    @AfterEach
    void stop() throws Exception {
        framework.close();
    }

    @Test
    void runsFromTimerToAssetToCollectorAsTheSnapshotSays() throws Exception {
        useSnapshot("toy-site.xml");
        framework.startGateway();
        framework.start(ToyBundle.in(folder));

        WireRecord record = nextRecord();

        assertEquals(
                TypedValues.newStringValue("meter1"), record.getProperties().get("assetName"));
        assertTrue(((Double) record.getProperties().get("import").getValue()) >= 1.0);
        assertEquals(TypedValues.newStringValue("Wh"), record.getProperties().get("import_unit"));
        assertEquals(TypedValues.newStringValue(""), record.getProperties().get("import_error"));
        assertNotNull(record.getProperties().get("import_timestamp"));
    }

    @Test
    void keepsTheEntryOfAnAbsentBundleAndEncryptsWhatItWrites() throws Exception {
        useSnapshot("toy-site.xml");
        framework.startGateway();
        ConfigurationService configurations = framework.service(ConfigurationService.class);

        long id = configurations.snapshot();

        Path written = snapshots.resolve("snapshot_" + id + ".xml");
        assertFalse(Files.readString(written).contains("esf:"), "the file is encrypted as a whole");
        ComponentConfiguration later = configurations.getSnapshot(id).stream()
                .filter(one -> one.getPid().equals("later"))
                .findFirst()
                .orElseThrow();
        assertEquals(42L, later.getConfigurationProperties().get("answer"));
        assertFalse(Files.readString(snapshots.resolve("snapshot_0.xml")).contains("esf:"));
    }

    @Test
    void givesDefaultsAndCiphertextToADriverThatComesAfterItsConfiguration() throws Exception {
        useSnapshot("toy-site.xml");
        framework.startGateway();
        framework.start(ToyBundle.in(folder));
        ConfigurationService configurations = framework.service(ConfigurationService.class);

        Map<String, Object> given = ((ToyDriver) framework.service(Driver.class)).properties();

        assertEquals(
                4059,
                configurations
                        .getComponentConfiguration("meterline")
                        .getConfigurationProperties()
                        .get("port"));
        assertEquals("192.0.2.10", given.get("host"));
        String secret = (String) given.get("secret");
        assertEquals(
                "plain text", new String(framework.service(CryptoService.class).decryptAes(secret.toCharArray())));
        assertTrue(configurations.getFactoryComponentPids().contains("toy.driver"));
        assertFalse(configurations.getFactoryComponentPids().contains("toy.collector"), "it has no metatype file");
    }

    @Test
    void leavesAPasswordPlainOnCreationAndEncryptsItOnUpdate() throws Exception {
        framework.startGateway();
        framework.start(ToyBundle.in(folder));
        ConfigurationService configurations = framework.service(ConfigurationService.class);

        configurations.createFactoryConfiguration(
                "toy.driver", "d1", new HashMap<>(Map.of("secret", new Password("open"))), true);
        ToyDriver driver = (ToyDriver) framework.service(Driver.class);
        awaitProperty(driver, "secret", "open");

        configurations.updateConfiguration(
                "d1", new HashMap<>(Map.of("secret", new Password("open"), "port", "no number")));
        awaitProperty(driver, "port", "no number");
        assertEquals(
                "open",
                new String(framework
                        .service(CryptoService.class)
                        .decryptAes(driver.properties().get("secret").toString().toCharArray())));

        KuraException taken = assertThrows(
                KuraException.class, () -> configurations.createFactoryConfiguration("toy.driver", "d1", null, false));
        assertTrue(taken.getMessage().contains("d1"), taken.getMessage());
        configurations.deleteFactoryConfiguration("d1", true);
        assertFalse(configurations.getConfigurableComponentPids().contains("d1"));
    }

    @Test
    void rollsBackToTheSnapshotBefore() throws Exception {
        framework.startGateway();
        framework.start(ToyBundle.in(folder));
        ConfigurationService configurations = framework.service(ConfigurationService.class);
        configurations.createFactoryConfiguration("toy.driver", "d1", Map.of("host", "first"), true);
        configurations.updateConfiguration("d1", new HashMap<>(Map.of("host", "second")));

        configurations.rollback();

        assertEquals(
                "first",
                configurations
                        .getComponentConfiguration("d1")
                        .getConfigurationProperties()
                        .get("host"));
        assertEquals(3, configurations.getSnapshots().size());
    }

    @Test
    void bringsInstancesBackWhenTheirBundleIsRestarted() throws Exception {
        framework.startGateway();
        Bundle toy = framework.start(ToyBundle.in(folder));
        ConfigurationService configurations = framework.service(ConfigurationService.class);
        configurations.createFactoryConfiguration("toy.driver", "d1", Map.of("host", "here"), false);

        framework.service(Driver.class);
        toy.stop();
        assertFalse(configurations.getConfigurableComponentPids().contains("d1"));
        toy.start();

        await(() -> configurations.getConfigurableComponentPids().contains("d1"));
        assertEquals(
                "here",
                configurations
                        .getComponentConfiguration("d1")
                        .getConfigurationProperties()
                        .get("host"));
    }

    @Test
    void startsAnewFromTheSnapshotWhenTheGatewayItselfIsRestarted() throws Exception {
        Bundle gateway = framework.startGateway();
        framework.start(ToyBundle.in(folder));
        ConfigurationService before = framework.service(ConfigurationService.class);
        before.createFactoryConfiguration("toy.driver", "kept", Map.of("host", "here"), true);
        before.createFactoryConfiguration("toy.driver", "unsaved", Map.of(), false);

        gateway.stop();
        gateway.start();

        ConfigurationService after = framework.service(ConfigurationService.class);
        framework.service(Driver.class, "(kura.service.pid=kept)");
        await(() -> drivers() == 1);
        assertEquals(1, drivers(), "what is not in the snapshot is gone, what is there exists once");
        assertEquals(
                "here",
                after.getComponentConfiguration("kept")
                        .getConfigurationProperties()
                        .get("host"));
    }

    private int drivers() throws Exception {
        return framework.context().getServiceReferences(Driver.class, null).size();
    }

    @Test // the trap of the Kura contract: right after creation, wrong after a restart of the bundle
    void showsDefaultsAfterARestartIfAComponentDeclaresAServicePidWithDs13() throws Exception {
        framework.startGateway();
        Bundle toy = framework.start(ToyBundle.in(folder));
        ConfigurationService configurations = framework.service(ConfigurationService.class);
        configurations.createFactoryConfiguration("toy.trap", "t1", Map.of("host", "mine"), false);
        framework.service(ConfigurableComponent.class, "(kura.service.pid=t1)");
        await(() -> configurations.getConfigurableComponentPids().contains("t1"));
        assertEquals("mine", host(configurations));

        toy.stop();
        toy.start();
        await(() -> configurations.getConfigurableComponentPids().contains("t1"));

        assertEquals("by default", host(configurations));
    }

    private static Object host(ConfigurationService configurations) throws KuraException {
        return configurations
                .getComponentConfiguration("t1")
                .getConfigurationProperties()
                .get("host");
    }

    @Test
    void doesNotSeeAFormInAFileOfAnotherName() throws Exception {
        framework.startGateway();
        framework.start(ToyBundle.in(folder));

        ConfigurationService configurations = framework.service(ConfigurationService.class);

        await(() -> configurations.getFactoryComponentPids().contains("toy.trap"));
        Set<String> factories = configurations.getFactoryComponentPids();
        assertTrue(factories.contains("toy.trap"));
        assertFalse(factories.contains("toy.hidden"));
    }

    @Test
    void listsWireComponentsInThePaletteByTheirPorts() throws Exception {
        framework.startGateway();

        Map<String, WireComponentDefinition> palette =
                framework.service(WireComponentDefinitionService.class).getComponentDefinitions().stream()
                        .collect(Collectors.toMap(WireComponentDefinition::getFactoryPid, one -> one));

        assertEquals(0, palette.get("org.eclipse.kura.wire.Timer").getDefaultInputPorts());
        assertEquals(1, palette.get("org.eclipse.kura.wire.Timer").getDefaultOutputPorts());
        assertEquals(1, palette.get("org.eclipse.kura.wire.Logger").getDefaultInputPorts());
        assertEquals(0, palette.get("org.eclipse.kura.wire.Logger").getMaxOutputPorts());
        assertEquals(
                10,
                palette.get("org.eclipse.kura.wire.Timer")
                        .getComponentOCD()
                        .getConfigurationProperties()
                        .get("simple.interval"));
    }

    @Test
    void runsOnWithoutASnapshotAndWithAMalformedOne() throws Exception {
        Files.writeString(snapshots.resolve("snapshot_7.xml"), "<esf:configurations");
        framework.startGateway();

        ConfigurationService configurations = framework.service(ConfigurationService.class);

        await(() -> !configurations.getConfigurableComponentPids().isEmpty());
        assertEquals(
                Set.of("org.eclipse.kura.wire.graph.WireGraphService"),
                configurations.getConfigurableComponentPids(),
                framework.states());
        assertEquals("<esf:configurations", Files.readString(snapshots.resolve("snapshot_7.xml")));
    }

    @Test
    void showsTheAssetWithItsChannelFieldsToTheConfigurationService() throws Exception {
        useSnapshot("toy-site.xml");
        framework.startGateway();
        framework.start(ToyBundle.in(folder));
        nextRecord();
        ConfigurationService configurations = framework.service(ConfigurationService.class);

        ComponentConfiguration asset = configurations.getComponentConfiguration("meter1");

        assertEquals("1-0:1.8.0*255", asset.getConfigurationProperties().get("import#register"));
        assertTrue(asset.getDefinition().getAD().stream()
                .anyMatch(field -> field.getId().equals("import#register")));
    }

    @Test
    void buildsAGraphAtRunTimeAndTakesItDownAgain() throws Exception {
        framework.startGateway();
        framework.start(ToyBundle.in(folder));
        framework
                .service(ConfigurationService.class)
                .createFactoryConfiguration("toy.driver", "meterline", Map.of(), false);
        WireGraphService graphs = framework.service(WireGraphService.class);

        graphs.update(new WireGraphConfiguration(
                List.of(
                        component(
                                "tick",
                                "org.eclipse.kura.wire.Timer",
                                0,
                                1,
                                Map.of("simple.interval", 20, "simple.time.unit", "MILLISECONDS")),
                        component(
                                "meter",
                                "org.eclipse.kura.wire.WireAsset",
                                1,
                                1,
                                Map.of(
                                        "driver.pid",
                                        "meterline",
                                        "i#+name",
                                        "i",
                                        "i#+type",
                                        "READ",
                                        "i#+value.type",
                                        "DOUBLE")),
                        component("queue", "org.eclipse.kura.wire.Fifo", 1, 1, Map.of()),
                        component("kept", "toy.collector", 1, 0, Map.of())),
                List.of(
                        new MultiportWireConfiguration("tick", "meter", 0, 0),
                        new MultiportWireConfiguration("meter", "queue", 0, 0),
                        new MultiportWireConfiguration("queue", "kept", 0, 0))));

        assertTrue(nextRecord().getProperties().containsKey("i"));
        assertEquals(4, graphs.get().getWireComponentConfigurations().size());

        graphs.delete();

        assertEquals(List.of(), graphs.get().getWireComponentConfigurations());
        assertFalse(framework
                .service(ConfigurationService.class)
                .getConfigurableComponentPids()
                .contains("tick"));
    }

    private static WireComponentConfiguration component(
            String pid, String factoryPid, int inputs, int outputs, Map<String, Object> properties) {
        Map<String, Object> values = new HashMap<>(properties);
        values.put("service.factoryPid", factoryPid);
        return new WireComponentConfiguration(
                new InstanceConfiguration(pid, null, values),
                Map.of("inputPortCount", inputs, "outputPortCount", outputs));
    }

    private void useSnapshot(String name) throws Exception {
        try (InputStream in = getClass().getResourceAsStream("/snapshots/" + name)) {
            Files.copy(in, snapshots.resolve("snapshot_0.xml"));
        }
    }

    private WireRecord nextRecord() throws Exception {
        WireEnvelope envelope = collector().received().poll(10, TimeUnit.SECONDS);
        assertNotNull(envelope, framework::states);
        return envelope.getRecords().get(0);
    }

    private Collector collector() throws Exception {
        return (Collector) framework.service(WireReceiver.class, "(kura.service.pid=kept)");
    }

    private static void awaitProperty(ToyDriver driver, String key, Object wanted) throws Exception {
        await(() -> wanted.equals(driver.properties().get(key)));
        assertEquals(wanted, driver.properties().get(key));
    }

    /** Waits ten seconds at most; the assertion that follows tells whether it was in vain. */
    private static void await(Callable<Boolean> condition) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.call() && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }
}
