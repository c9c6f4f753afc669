package org.metergate.guard;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.deploymentadmin.DeploymentAdmin;
import org.osgi.service.deploymentadmin.DeploymentException;
import org.osgi.service.deploymentadmin.DeploymentPackage;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the packages of this project whenever the gateway has installed or removed one, by whatever way, and puts back
 * the package that ran when the one that replaced it does not: the gateway itself calls a package installed whose bundles
 * do not even resolve.
 *
 * <p>It asks nothing but the deployment admin, and keeps the gateway's list of packages as Kura's own agents do.
 */
@Component(service = EventHandler.class, immediate = true, property = "event.topics=" + PackageGuard.TOPICS + "*")
public final class PackageGuard implements EventHandler {

    static final String TOPICS = "org/osgi/service/deployment/";

    private static final String PACKAGES = "metergate-";
    private static final String LIST = "dpa.configuration";
    private static final String COPIES = "ran";
    private static final Duration LOOK = Duration.ofMillis(500);

    /** An installation that takes longer has died without a word. */
    private static final Duration LONGEST_INSTALLATION = Duration.ofMinutes(10);

    private static final Duration STOPS_WITHIN = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(PackageGuard.class);

    private final DeploymentAdmin admin;
    private final Health health;
    private final PackageFiles files;
    private final LongSupplier nanoTime;
    private final Thread thread;

    /** Guards what follows; notified at each event. */
    private final Object monitor = new Object();

    private long events;
    private boolean busy;
    private boolean stopped;
    private boolean puttingBack;

    @Activate
    public PackageGuard(
            BundleContext context, @Reference DeploymentAdmin admin, @Reference ServiceComponentRuntime components) {
        this(
                admin,
                new FrameworkHealth(context, components),
                new PackageFiles(list(context), context.getDataFile(COPIES).toPath()),
                System::nanoTime);
    }

    PackageGuard(DeploymentAdmin admin, Health health, PackageFiles files, LongSupplier nanoTime) {
        this.admin = admin;
        this.health = health;
        this.files = files;
        this.nanoTime = nanoTime;
        thread = new Thread(this::watch, "metergate-guard");
        thread.setDaemon(true);
        thread.start();
    }

    /** When the guard's own package is put back, this is called on the guard's thread, which then ends by itself. */
    @Deactivate
    void deactivate() throws InterruptedException {
        synchronized (monitor) {
            stopped = true;
            monitor.notifyAll();
            if (puttingBack) {
                return; // an installation that is interrupted is neither here nor there
            }
        }
        thread.interrupt();
        thread.join(STOPS_WITHIN.toMillis());
    }

    @Override
    public void handleEvent(Event event) {
        synchronized (monitor) {
            busy = !event.getTopic().equals(TOPICS + "COMPLETE");
            events++;
            monitor.notifyAll();
        }
    }

    private void watch() {
        long seen = 0;
        try {
            while (true) {
                seen = nextEvent(seen);
                settle();
            }
        } catch (InterruptedException e) {
            // that is how it ends
        }
    }

    private long nextEvent(long seen) throws InterruptedException {
        synchronized (monitor) {
            while (events == seen) {
                if (stopped) {
                    throw new InterruptedException();
                }
                monitor.wait();
            }
            return events;
        }
    }

    /** Looks until all run, or nothing more is to be hoped for. */
    private void settle() throws InterruptedException {
        long seen = quiet();
        long since = nanoTime.getAsLong();
        while (true) {
            List<Finding> findings = look();
            Duration steady = Duration.ofNanos(nanoTime.getAsLong() - since);
            Verdict verdict = Verdict.on(findings, steady);
            if (verdict.done() && isQuietSince(seen)) {
                Map<String, List<String>> reasons = reasons(findings);
                // trying again may have helped
                if (Verdict.on(look(), steady).equals(verdict) && isQuietSince(seen)) {
                    carryOut(verdict, reasons);
                    return;
                }
            }
            pause(seen);
            if (!isQuietSince(seen)) {
                seen = quiet();
                since = nanoTime.getAsLong();
            }
        }
    }

    /** Waits until nothing is being installed or removed. */
    private long quiet() throws InterruptedException {
        long end = nanoTime.getAsLong() + LONGEST_INSTALLATION.toNanos();
        synchronized (monitor) {
            while (busy && nanoTime.getAsLong() < end && !stopped) {
                monitor.wait(LOOK.toMillis());
            }
            if (stopped) {
                throw new InterruptedException();
            }
            busy = false;
            return events;
        }
    }

    private boolean isQuietSince(long seen) {
        synchronized (monitor) {
            return events == seen;
        }
    }

    private void pause(long seen) throws InterruptedException {
        synchronized (monitor) {
            if (stopped) {
                throw new InterruptedException();
            }
            if (events == seen) {
                monitor.wait(LOOK.toMillis());
            }
        }
    }

    private List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        for (DeploymentPackage installed : admin.listDeploymentPackages()) {
            if (installed.getName().startsWith(PACKAGES)) {
                names.add(installed.getName());
                findings.add(new Finding(installed.getName(), standing(installed), faults(installed)));
            }
        }
        try {
            files.keepOnly(names);
        } catch (IOException e) {
            LOG.warn("copies of removed packages stay: {}", e.toString());
        }
        return findings;
    }

    private Finding.Standing standing(DeploymentPackage installed) {
        try {
            return files.standing(installed.getName(), installed.getVersion().toString());
        } catch (IOException e) {
            LOG.debug("{}: {}", installed.getName(), e.toString());
            return Finding.Standing.UNFILED;
        }
    }

    /** A package that is replaced while we look gives up what it knew; the event of that is on its way. */
    private List<String> faults(DeploymentPackage installed) {
        try {
            return health.faults(installed);
        } catch (IllegalStateException e) {
            return List.of(installed.getName() + " is being replaced");
        }
    }

    private void carryOut(Verdict verdict, Map<String, List<String>> reasons) {
        for (String name : verdict.keep()) {
            try {
                files.keep(name);
            } catch (IOException e) {
                LOG.warn("no copy of package {} could be kept, so that it cannot be put back: {}", name, e.toString());
            }
        }
        if (verdict.back().isEmpty() && !reasons.isEmpty()) {
            LOG.warn("there is no package to put back, but not all runs: {}", text(reasons.values()));
        }
        for (String name : verdict.back()) {
            // if it runs itself, others do not because of it
            List<String> own = reasons.getOrDefault(name, List.of());
            putBack(name, text(own.isEmpty() ? reasons.values() : List.of(own)));
        }
    }

    private void putBack(String name, String reasons) {
        synchronized (monitor) {
            if (stopped) {
                return;
            }
            puttingBack = true;
        }
        try {
            String version = files.versionThatRan(name);
            LOG.error("package {} is put back to {}, which ran: {}", name, version, reasons);
            Path filed = files.refile(name);
            // from here on this bundle may have been replaced itself: nothing new may be needed below
            try (InputStream content = Files.newInputStream(filed)) {
                admin.installDeploymentPackage(content);
            }
            LOG.info("package {} {} is back", name, version);
        } catch (IOException | DeploymentException e) {
            LOG.error("package {} could not be put back: {}", name, e.toString());
        } finally {
            synchronized (monitor) {
                puttingBack = false;
            }
        }
    }

    private Map<String, List<String>> reasons(List<Finding> findings) {
        Map<String, List<String>> reasons = new TreeMap<>();
        for (Finding finding : findings) {
            DeploymentPackage installed = finding.runs() ? null : admin.getDeploymentPackage(finding.name());
            if (installed != null) {
                reasons.put(finding.name(), health.reasons(installed));
            }
        }
        reasons.values().removeIf(List::isEmpty);
        return reasons;
    }

    private static String text(Collection<List<String>> reasons) {
        return reasons.stream().flatMap(List::stream).collect(Collectors.joining("; "));
    }

    private static Path list(BundleContext context) {
        String given = context.getProperty(LIST);
        if (given == null || given.isEmpty()) {
            LOG.warn("packages are not put back: the gateway's property {} does not say where it lists them", LIST);
            return context.getDataFile("none").toPath(); // nothing is ever filed there
        }
        return Path.of(given);
    }
}
