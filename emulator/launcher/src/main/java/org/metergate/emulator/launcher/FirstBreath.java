package org.metergate.emulator.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;

/**
 * Runs before any bundle of the exported gateway is installed: lays out the data folder and sees to it that Ctrl-C
 * stops the framework.
 *
 * <p>Two framework properties say what to do: {@value #DATA} names the data folder, {@value #FILES} lists the files,
 * separated by commas, that lie in the jar under {@code data/} and are put there unless they exist.
 */
public final class FirstBreath implements BundleActivator {

    /** Read by bnd's launcher: when to call this activator. */
    public static final String IMMEDIATE = "AFTER_FRAMEWORK_INIT";

    static final String DATA = "metergate.data";
    static final String FILES = "metergate.data.files";

    /** Set by whoever starts the gateway as a child and may be ended without it, as Maven can. */
    static final String FOLLOW = "metergate.ends.with.parent";

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Override
    public void start(BundleContext context) throws IOException {
        DataFolder folder = new DataFolder(Path.of(property(context, DATA, "metergate-data")));
        ClassLoader jar = FirstBreath.class.getClassLoader();
        for (String file : names(property(context, FILES, ""))) {
            folder.addMissing(file, () -> jar.getResourceAsStream("data/" + file));
        }
        Framework framework = (Framework) context.getBundle(0);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(framework), "gateway-stop"));
        if (Boolean.parseBoolean(context.getProperty(FOLLOW))) {
            ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
        }
    }

    @Override
    public void stop(BundleContext context) {
        // everything ends with the framework
    }

    private static List<String> names(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static String property(BundleContext context, String key, String otherwise) {
        String value = context.getProperty(key);
        return value == null ? otherwise : value;
    }

    private static void stop(Framework framework) {
        if (framework.getState() != Bundle.ACTIVE && framework.getState() != Bundle.STARTING) {
            return;
        }
        try {
            framework.stop();
            framework.waitForStop(PATIENCE.toMillis());
        } catch (BundleException e) {
            System.err.println("the gateway did not stop in order: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
