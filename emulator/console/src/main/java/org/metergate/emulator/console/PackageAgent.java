package org.metergate.emulator.console;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.deploymentadmin.DeploymentAdmin;
import org.osgi.service.deploymentadmin.DeploymentException;
import org.osgi.service.deploymentadmin.DeploymentPackage;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs and removes deployment packages as Kura's deployment agent does: one after the other on a thread of its own,
 * with an event at the end of each, and everything that is listed again at each start, in no fixed order.
 */
@Component(service = PackageAgent.class, immediate = true)
public final class PackageAgent {

    static final String PACKAGES = "kura.packages";
    static final String LIST = "dpa.configuration";

    private static final String TOPIC = "org/eclipse/kura/deployment/agent/";
    private static final String UNKNOWN = "UNKNOWN";
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration READ = Duration.ofSeconds(60);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(PackageAgent.class);

    private final DeploymentAdmin admin;
    private final EventAdmin events;
    private final PackageFolder folder;
    private final IntSupplier startLevel;
    private final Set<String> installing = ConcurrentHashMap.newKeySet();
    private final Set<String> uninstalling = ConcurrentHashMap.newKeySet();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> new Thread(work, "package-agent"));

    /**
     * @param context tells the folder of the packages ({@value #PACKAGES}) and their list ({@value #LIST})
     * @throws IOException if the folder cannot be made
     */
    @Activate
    public PackageAgent(BundleContext context, @Reference DeploymentAdmin admin, @Reference EventAdmin events)
            throws IOException {
        this(
                folder(context),
                admin,
                events,
                () -> context.getBundle(0).adapt(FrameworkStartLevel.class).getStartLevel(),
                new Random());
    }

    /** @param order how what is listed is shuffled before it is installed again */
    PackageAgent(PackageFolder folder, DeploymentAdmin admin, EventAdmin events, IntSupplier startLevel, Random order)
            throws IOException {
        this.startLevel = startLevel;
        this.folder = folder;
        this.admin = admin;
        this.events = events;
        List<Map.Entry<String, URI>> shuffled = new ArrayList<>(folder.list().entrySet());
        Collections.shuffle(shuffled, order);
        for (Map.Entry<String, URI> listed : shuffled) {
            if ("file".equals(listed.getValue().getScheme())) {
                install(listed.getValue().toString());
            } else {
                LOG.error(
                        "package {} is listed at {}: only files are installed at start",
                        listed.getKey(),
                        listed.getValue());
            }
        }
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        thread.shutdownNow();
        thread.awaitTermination(STOPS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @return name and version of every installed package */
    Stream<DeploymentPackage> installed() {
        return Stream.of(admin.listDeploymentPackages());
    }

    /**
     * Asks for an installation and returns at once.
     *
     * @param url a file is moved to the folder of the packages, anything else is fetched
     * @return false if the same URL is being installed already
     */
    boolean install(String url) {
        if (!installing.add(url)) {
            return false;
        }
        thread.execute(() -> installNow(url));
        return true;
    }

    /**
     * Asks for a removal and returns at once.
     *
     * @return false if that package is being removed already
     */
    boolean uninstall(String name) {
        if (!uninstalling.add(name)) {
            return false;
        }
        thread.execute(() -> uninstallNow(name));
        return true;
    }

    private void installNow(String url) {
        Optional<DeploymentPackage> done = Optional.empty();
        Exception failure = null;
        try {
            done = Optional.of(install(new URI(url)));
            LOG.info(
                    "package {} {} installed from {}",
                    done.get().getName(),
                    done.get().getVersion(),
                    url);
            warnOfIdleBundles(done.get());
        } catch (IOException | DeploymentException | URISyntaxException | RuntimeException e) {
            failure = e;
            LOG.error("package at {} not installed: {}", url, reason(e));
        } finally {
            installing.remove(url);
            Map<String, Object> told = new HashMap<>();
            told.put(
                    "deploymentpackage.name",
                    done.map(DeploymentPackage::getName).orElse(UNKNOWN));
            told.put(
                    "deploymentpackage.version",
                    done.map(dp -> dp.getVersion().toString()).orElse(UNKNOWN));
            told.put("deploymentpackage.url", url);
            post("INSTALLED", done.isPresent(), failure, told);
        }
    }

    private DeploymentPackage install(URI uri) throws IOException, DeploymentException {
        boolean local = "file".equals(uri.getScheme());
        Path file = local ? Path.of(uri.getPath()) : fetch(uri.toURL());
        DeploymentPackage installed;
        try (InputStream content = Files.newInputStream(file)) {
            installed = admin.installDeploymentPackage(content);
        } catch (IOException | DeploymentException | RuntimeException e) {
            if (!local) {
                Files.deleteIfExists(file);
            }
            throw e;
        }
        folder.keep(installed.getName(), installed.getVersion(), file);
        return installed;
    }

    private static Path fetch(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setConnectTimeout((int) CONNECT.toMillis());
        connection.setReadTimeout((int) READ.toMillis());
        Path file = Files.createTempFile("package", ".dp");
        try (InputStream content = connection.getInputStream()) {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            Files.delete(file);
            throw e;
        } finally {
            if (connection instanceof HttpURLConnection http) {
                http.disconnect();
            }
        }
    }

    private void uninstallNow(String name) {
        boolean done = false;
        Exception failure = null;
        try {
            DeploymentPackage installed = admin.getDeploymentPackage(name);
            if (installed == null) {
                LOG.info("package {} not uninstalled: there is none of that name", name);
            } else {
                installed.uninstall();
                folder.remove(name);
                done = true;
                LOG.info("package {} uninstalled", name);
            }
        } catch (IOException | DeploymentException | RuntimeException e) {
            failure = e;
            LOG.error("package {} not uninstalled: {}", name, reason(e));
        } finally {
            uninstalling.remove(name);
            Map<String, Object> told = new HashMap<>();
            told.put("deploymentpackage.name", name);
            post("UNINSTALLED", done, failure, told);
        }
    }

    /** An installation counts as successful even so: Kura's does. */
    private void warnOfIdleBundles(DeploymentPackage installed) {
        for (var info : installed.getBundleInfos()) {
            Bundle bundle = installed.getBundle(info.getSymbolicName());
            if (bundle != null && isDueToRun(bundle) && bundle.getState() != Bundle.ACTIVE) {
                LOG.warn(
                        "package {} is installed, but its bundle {} does not run; see its imports in the web console",
                        installed.getName(),
                        info.getSymbolicName());
            }
        }
    }

    /** Not before the framework has come up to the bundle's start level; a fragment never. */
    private boolean isDueToRun(Bundle bundle) {
        return bundle.adapt(BundleStartLevel.class).getStartLevel() <= startLevel.getAsInt()
                && bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null;
    }

    private void post(String what, boolean successful, Exception failure, Map<String, Object> properties) {
        properties.put("successful", successful);
        properties.put("exception", failure);
        events.postEvent(new Event(TOPIC + what, properties));
    }

    private static String reason(Exception e) {
        Throwable cause = e.getCause();
        return e + (cause == null ? "" : ", because of " + cause);
    }

    private static PackageFolder folder(BundleContext context) throws IOException {
        Path packages =
                Path.of(Optional.ofNullable(context.getProperty(PACKAGES)).orElse("metergate-data/packages"));
        return new PackageFolder(
                packages,
                Optional.ofNullable(context.getProperty(LIST))
                        .map(Path::of)
                        .orElse(packages.resolve("dpa.properties")));
    }
}
