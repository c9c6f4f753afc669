package org.metergate.emulator.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.configuration.ConfigurationService;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** What must outlive an update: configurations, and what a bundle keeps in its data area. */
final class KeptState {

    private final BundleContext context;
    private final ConfigurationService configurations;

    KeptState(BundleContext context, ConfigurationService configurations) {
        this.context = context;
        this.configurations = configurations;
    }

    /** @return the properties of every instance of ours, by its name */
    Map<String, Map<String, Object>> configured() throws KuraException {
        Map<String, Map<String, Object>> found = new TreeMap<>();
        for (ComponentConfiguration one : configurations.getComponentConfigurations()) {
            Object factory = one.getConfigurationProperties().get("service.factoryPid");
            if (String.valueOf(factory).startsWith("org.metergate.")) {
                found.put(one.getPid(), new TreeMap<>(one.getConfigurationProperties()));
            }
        }
        return found;
    }

    /** Leaves a file in the data area of every bundle that is shipped. */
    void leaveMarks() throws IOException {
        for (Bundle bundle : shipped()) {
            Files.writeString(mark(bundle), bundle.getSymbolicName());
        }
    }

    /** @return names of the bundles whose file is gone or another's */
    List<String> marksLost() throws IOException {
        List<String> lost = new ArrayList<>();
        for (Bundle bundle : shipped()) {
            if (!Files.exists(mark(bundle)) || !Files.readString(mark(bundle)).equals(bundle.getSymbolicName())) {
                lost.add(bundle.getSymbolicName());
            }
        }
        return lost;
    }

    private static Path mark(Bundle bundle) {
        return bundle.getBundleContext().getDataFile("itest.mark").toPath();
    }

    private List<Bundle> shipped() {
        List<Bundle> found = Arrays.stream(context.getBundles())
                .filter(bundle -> Running.PRODUCT.contains(bundle.getSymbolicName()))
                .toList();
        if (found.size() != Running.PRODUCT.size()) {
            throw new AssertionError("not all of the product is there: " + found);
        }
        return found;
    }
}
