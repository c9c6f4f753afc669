package org.metergate.emulator.itest;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** The gateway while it runs. */
final class Running {

    /** The bundles that are deployed into a gateway. */
    static final List<String> PRODUCT = List.of(
            "org.metergate.analysis",
            "org.metergate.dashboard",
            "org.metergate.dlms",
            "org.metergate.driver.channels",
            "org.metergate.driver.dlms",
            "org.metergate.driver.mbus",
            "org.metergate.driver.optical",
            "org.metergate.iec62056p21",
            "org.metergate.mbus",
            "org.metergate.model",
            "org.metergate.publisher.homeassistant",
            "org.metergate.publisher.influxdb",
            "org.metergate.publisher.mqtt",
            "org.metergate.publisher.outbox",
            "org.metergate.settings",
            "org.metergate.transport",
            "org.metergate.wire.analysis");

    /** Which assets read which emulated meter. */
    static final Map<String, List<String>> METERS_OF = Map.of(
            "emulated-main", List.of("main"),
            "emulated-workshop", List.of("workshop"),
            "emulated-optical", List.of("optical"),
            "emulated-riser", List.of("heat", "water"));

    private Running() {}

    static List<Bundle> ours(BundleContext context) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getSymbolicName().startsWith("org.metergate."))
                .toList();
    }

    static Bundle bundle(BundleContext context, String name) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no bundle " + name));
    }

    static void everyBundleIsActive(BundleContext context) {
        List<String> others = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
            if (bundle.getState() != (fragment ? Bundle.RESOLVED : Bundle.ACTIVE)) {
                others.add(bundle.getSymbolicName() + " in state " + bundle.getState());
            }
        }
        assertEquals("bundles that are not active", List.of(), others);
    }

    static void everyComponentIsSatisfied(ServiceComponentRuntime runtime) {
        List<String> others = new ArrayList<>();
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs()) {
            for (ComponentConfigurationDTO instance : runtime.getComponentConfigurationDTOs(component)) {
                boolean well = instance.state == ComponentConfigurationDTO.ACTIVE
                        || instance.state == ComponentConfigurationDTO.SATISFIED
                        || instance.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION;
                if (component.name.startsWith("org.metergate.") || component.name.startsWith("org.eclipse.kura.")) {
                    if (!well) {
                        others.add(component.name + " " + instance.properties.get("kura.service.pid") + " in state "
                                + instance.state);
                    }
                }
            }
        }
        assertEquals("components that are not satisfied", List.of(), others);
    }

    /** An emulated meter that was taken off the site, with what it takes to put it back. */
    record Stopped(String factoryPid, Dictionary<String, Object> properties) {
        void startAgain(ConfigurationAdmin configurations) throws IOException {
            configurations.createFactoryConfiguration(factoryPid, "?").update(properties);
        }
    }

    static Stopped stop(ConfigurationAdmin configurations, String pid) throws IOException, InvalidSyntaxException {
        Configuration[] found = configurations.listConfigurations("(kura.service.pid=" + pid + ")");
        if (found == null || found.length != 1) {
            throw new AssertionError("no single configuration " + pid + ": " + Arrays.toString(found));
        }
        Stopped stopped = new Stopped(found[0].getFactoryPid(), found[0].getProperties());
        found[0].delete();
        return stopped;
    }
}
