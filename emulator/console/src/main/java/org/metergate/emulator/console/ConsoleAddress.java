package org.metergate.emulator.console;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.Collection;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the others where the web console is, exactly while the HTTP server listens; and, once the framework is up, why
 * there is none.
 */
@Component(
        service = {},
        immediate = true)
public final class ConsoleAddress implements FrameworkListener {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleAddress.class);
    private static final String ENDPOINTS = "osgi.http.endpoint";
    private static final String HOST = "org.apache.felix.http.host";
    private static final String PORT = "org.osgi.service.http.port";

    private final BundleContext context;

    private Optional<String> address = Optional.empty();
    private ServiceRegistration<Console> service;

    @Activate
    public ConsoleAddress(BundleContext context) {
        this.context = context;
        context.addFrameworkListener(this);
    }

    @Override
    public void frameworkEvent(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.STARTLEVEL_CHANGED && !announced()) {
            LOG.error(
                    "no web console: {}; the gateway runs on without it",
                    whyNot(property(HOST, "127.0.0.1"), property(PORT, "8080")));
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            updated = "serverChanged",
            unbind = "serverGone")
    void serverChanged(HttpServiceRuntime server, Map<String, Object> properties) {
        announce(address(properties.get(ENDPOINTS)));
    }

    void serverGone(HttpServiceRuntime server) {
        announce(Optional.empty());
    }

    @Deactivate
    void deactivate() {
        context.removeFrameworkListener(this);
        announce(Optional.empty());
    }

    /** @param endpoints what the server says of itself: one or several URLs of its root, or nothing if none is open */
    static Optional<String> address(Object endpoints) {
        return texts(endpoints)
                .filter(url -> url.startsWith("http"))
                .findFirst()
                .map(url -> url.endsWith("/") ? url : url + "/")
                .map(url -> url + "system/console");
    }

    /** Tries the port itself: the HTTP server keeps its reason to its log. */
    static String whyNot(String host, String port) {
        try (ServerSocket free = new ServerSocket()) {
            free.bind(new InetSocketAddress(host, Integer.parseInt(port)));
            return "the HTTP server did not start on port " + port + " of " + host + "; its log entry says why";
        } catch (NumberFormatException e) {
            return PORT + " is '" + port + "', which is no port number";
        } catch (IOException | IllegalArgumentException e) {
            return "port " + port + " of " + host + " cannot be used (" + e.getMessage()
                    + "); stop the program that uses it, or choose another by -D" + PORT + "=...";
        }
    }

    private String property(String key, String otherwise) {
        return Optional.ofNullable(context.getProperty(key)).orElse(otherwise);
    }

    private synchronized boolean announced() {
        return address.isPresent();
    }

    private static Stream<String> texts(Object endpoints) {
        if (endpoints instanceof String one) {
            return Stream.of(one);
        }
        if (endpoints instanceof String[] several) {
            return Arrays.stream(several);
        }
        return endpoints instanceof Collection<?> several ? several.stream().map(String::valueOf) : Stream.empty();
    }

    private synchronized void announce(Optional<String> found) {
        if (found.equals(address)) {
            return;
        }
        address = found;
        if (service != null) {
            service.unregister();
            service = null;
        }
        found.ifPresent(url -> {
            Dictionary<String, String> properties = new Hashtable<>(Map.of(Console.ADDRESS, url));
            service = context.registerService(Console.class, () -> url, properties);
            LOG.info("web console at {}", url);
        });
    }
}
