package org.metergate.emulator.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import javax.inject.Inject;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.configuration.ConfigurationService;
import org.eclipse.kura.configuration.Password;
import org.eclipse.kura.configuration.metatype.AD;
import org.eclipse.kura.configuration.metatype.OCD;
import org.eclipse.kura.configuration.metatype.OCDService;
import org.eclipse.kura.driver.Driver;
import org.eclipse.kura.wire.graph.WireComponentDefinition;
import org.eclipse.kura.wire.graph.WireComponentDefinitionService;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.metergate.emulator.itest.rules.SnapshotFile;
import org.metergate.emulator.itest.rules.SnapshotFile.Value;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.util.tracker.ServiceTracker;

/** What a user finds in the console: forms with their pictures, channel columns, and snapshots that load. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ConsoleIT {

    private static final long PATIENCE_MILLIS = 20_000;
    private static final String ASSET = "org.eclipse.kura.wire.WireAsset";
    private static final int ICON_SIZE = 32;

    @Inject
    private BundleContext context;

    @Inject
    private ConfigurationService gateway;

    @Inject
    private MetaTypeService forms;

    @Inject
    private WireComponentDefinitionService wireComponents;

    @Inject
    private OCDService formsByService;

    @Configuration
    public Option[] container() throws IOException {
        return new GatewayRun(Files.createTempDirectory("console")).options();
    }

    @Test
    public void everyFormHasAPictureOfTheSizeThatTheConsoleAsksFor() throws Exception {
        Set<String> pids = new TreeSet<>();
        for (Bundle bundle : context.getBundles()) {
            if (Running.PRODUCT.contains(bundle.getSymbolicName())) {
                MetaTypeInformation information = forms.getMetaTypeInformation(bundle);
                for (String pid : information.getFactoryPids()) {
                    try (InputStream icon =
                            information.getObjectClassDefinition(pid, null).getIcon(ICON_SIZE)) {
                        BufferedImage image = ImageIO.read(icon);
                        assertEquals(pid, ICON_SIZE, image.getWidth());
                        assertEquals(pid, ICON_SIZE, image.getHeight());
                    }
                    pids.add(pid);
                }
            }
        }
        assertTrue(pids.toString(), pids.contains("org.metergate.driver.dlms"));
        assertTrue(gateway.getFactoryComponentPids().containsAll(pids));
    }

    @Test
    public void thePaletteHasTheWireComponentsAndTheListOfDriversTheDrivers() throws Exception {
        Set<String> palette = new TreeSet<>();
        for (WireComponentDefinition definition : wireComponents.getComponentDefinitions()) {
            if (definition.getFactoryPid().startsWith("org.metergate.")) {
                assertNotNull(definition.getFactoryPid(), definition.getComponentOCD());
                palette.add(definition.getFactoryPid());
            }
        }
        assertTrue(palette.toString(), palette.contains("org.metergate.wire.analysis"));
        Set<String> drivers = formsByService.getServiceProviderOCDs(Driver.class).stream()
                .map(ComponentConfiguration::getPid)
                .filter(pid -> pid.startsWith("org.metergate."))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                drivers,
                gateway.getFactoryComponentPids().stream()
                        .filter(pid -> pid.startsWith("org.metergate.driver."))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    public void driversOfferTheirChannelsWithNamesDescriptionsAndDefaults() throws Exception {
        List<String> wrong = new ArrayList<>();
        List<String> factories = gateway.getFactoryComponentPids().stream()
                .filter(pid -> pid.startsWith("org.metergate.driver."))
                .sorted()
                .toList();
        assertTrue(factories.toString(), factories.size() >= 3);
        for (String factory : factories) {
            String pid = "columns-of-" + factory.substring(factory.lastIndexOf('.') + 1);
            gateway.createFactoryConfiguration(factory, pid, Map.of(), false);
            Driver driver = (Driver) service(pid);
            for (Object column : (List<?>) driver.getChannelDescriptor().getDescriptor()) {
                AD setting = (AD) column;
                String what = factory + ", channel setting " + setting.getId();
                if (setting.getName().isBlank() || setting.getDescription().isBlank()) {
                    wrong.add(what + " has no name or no description");
                }
                if (setting.isRequired()
                        && (setting.getDefault() == null || setting.getDefault().isEmpty())) {
                    wrong.add(what + " is required and has no default");
                }
                Set<String> choices = setting.getOption().stream()
                        .map(org.eclipse.kura.configuration.metatype.Option::getValue)
                        .collect(Collectors.toSet());
                if (!choices.isEmpty() && !choices.contains(setting.getDefault())) {
                    wrong.add(what + " has the default " + setting.getDefault() + ", none of " + choices);
                }
            }
            gateway.deleteFactoryConfiguration(pid, false);
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    public void theReadyMadeSnapshotsLoadOneAfterTheOther() throws Exception {
        for (SnapshotFile snapshot : SnapshotFile.readyMade()) {
            gateway.updateConfigurations(imported(snapshot), false);
            for (String pid : snapshot.components().keySet()) {
                assertNotNull(pid, service(pid));
            }
            for (String asset : snapshot.instancesOf(ASSET)) {
                Set<String> keys =
                        new HashSet<>(snapshot.components().get(asset).keySet());
                keys.removeIf(key -> !key.contains("#"));
                awaitColumns(snapshot + ", " + asset, asset, keys);
            }
        }
    }

    /** The driver attaches to its asset in its own time; then the asset's form has the driver's columns. */
    private void awaitColumns(String what, String asset, Set<String> keys) throws Exception {
        Instant end = Instant.now().plus(Duration.ofMillis(PATIENCE_MILLIS));
        Set<String> missing = new TreeSet<>(keys);
        while (!missing.isEmpty()) {
            missing = new TreeSet<>(keys);
            missing.removeAll(columns(asset));
            assertTrue(
                    what + " has no columns " + missing,
                    missing.isEmpty() || Instant.now().isBefore(end));
            Object pause = new Object();
            synchronized (pause) {
                pause.wait(missing.isEmpty() ? 1 : 100);
            }
        }
    }

    private Set<String> columns(String asset) throws KuraException {
        ComponentConfiguration configuration = gateway.getComponentConfiguration(asset);
        return configuration == null || configuration.getDefinition() == null
                ? Set.of()
                : configuration.getDefinition().getAD().stream().map(AD::getId).collect(Collectors.toSet());
    }

    private Object service(String pid) throws Exception {
        // a singleton of Kura's goes by its service.pid
        String filter = "(|(kura.service.pid=" + pid + ")(service.pid=" + pid + "))";
        ServiceTracker<Object, Object> tracker =
                new ServiceTracker<>(context, FrameworkUtil.createFilter(filter), null);
        tracker.open();
        try {
            return tracker.waitForService(PATIENCE_MILLIS);
        } finally {
            tracker.close();
        }
    }

    /** As the console does it with an uploaded file. */
    private static List<ComponentConfiguration> imported(SnapshotFile snapshot) {
        List<ComponentConfiguration> configurations = new ArrayList<>();
        snapshot.components().forEach((pid, properties) -> {
            Map<String, Object> values = new HashMap<>();
            properties.forEach((name, value) -> values.put(name, typed(value)));
            configurations.add(new Imported(pid, values));
        });
        return configurations;
    }

    private static Object typed(Value value) {
        return switch (value.type()) {
            case "String" -> value.text();
            case "Boolean" -> Boolean.valueOf(value.text());
            case "Integer" -> Integer.valueOf(value.text());
            case "Long" -> Long.valueOf(value.text());
            case "Double" -> Double.valueOf(value.text());
            case "Password" -> new Password(value.text());
            default -> throw new AssertionError("a snapshot has no type " + value.type());
        };
    }

    private record Imported(String pid, Map<String, Object> properties) implements ComponentConfiguration {
        @Override
        public String getPid() {
            return pid;
        }

        @Override
        public OCD getDefinition() {
            return null;
        }

        @Override
        public Map<String, Object> getConfigurationProperties() {
            return properties;
        }
    }
}
