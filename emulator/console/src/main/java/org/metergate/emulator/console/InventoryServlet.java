package org.metergate.emulator.console;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.deploymentadmin.BundleInfo;
import org.osgi.service.deploymentadmin.DeploymentPackage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kura's inventory endpoints: the bundles and packages with their states, and starting and stopping a bundle. There are
 * no containers here, and no packages of an operating system.
 */
@Component(
        service = Servlet.class,
        property = {
            "osgi.http.whiteboard.servlet.name=org.metergate.emulator.console.inventory",
            "osgi.http.whiteboard.servlet.pattern=/services/inventory/v1/*"
        })
public final class InventoryServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(InventoryServlet.class);

    private final transient BundleContext context;
    private final transient Gatekeeper gatekeeper;
    private final transient PackageAgent agent;
    private final transient Gson json = new Gson();

    /** One item of the summary; fields in Kura's order. */
    private static final class Item {
        private final String name;
        private final String version;
        private final String type;

        private Item(String name, String version, String type) {
            this.name = name;
            this.version = version;
            this.type = type;
        }
    }

    private static final class BundleItem {
        private final String name;
        private final String version;
        private final long id;
        private final String state;
        private final boolean signed;

        private BundleItem(String name, String version, Optional<Bundle> bundle) {
            this.name = name;
            this.version = version;
            id = bundle.map(Bundle::getBundleId).orElse(0L);
            state = bundle.map(InventoryServlet::state).orElse(null);
            signed = bundle.map(InventoryServlet::isSigned).orElse(false);
        }
    }

    private static final class PackageItem {
        private final String name;
        private final String version;
        private final List<BundleItem> bundles;
        private final boolean signed;

        private PackageItem(DeploymentPackage installed, List<BundleItem> bundles) {
            name = installed.getName();
            version = installed.getVersion().toString();
            this.bundles = bundles;
            signed = bundles.stream().allMatch(bundle -> bundle.signed);
        }
    }

    /** Body of a request; a class, since this Gson knows no records. */
    private static final class Wanted {
        private String name;
        private String version;
    }

    @Activate
    public InventoryServlet(BundleContext context, @Reference Gatekeeper gatekeeper, @Reference PackageAgent agent) {
        this.context = context;
        this.gatekeeper = gatekeeper;
        this.agent = agent;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (gatekeeper.admit(request, response).isPresent()) {
            super.service(request, response);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (String.valueOf(request.getPathInfo())) {
            case "/bundles" -> answer(response, 200, Map.of("bundles", bundles()));
            case "/deploymentPackages" -> answer(response, 200, Map.of("deploymentPackages", packages()));
            case "/inventory" -> answer(response, 200, Map.of("inventory", summary()));
            case "/systemPackages" -> answer(response, 200, Map.of("systemPackages", List.of()));
            default -> notFound(response);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (String.valueOf(request.getPathInfo())) {
            case "/bundles/_start" -> change(request, response, Bundle::start);
            case "/bundles/_stop" -> change(request, response, Bundle::stop);
            default -> notFound(response);
        }
    }

    private interface Change {
        void of(Bundle bundle) throws BundleException;
    }

    private void change(HttpServletRequest request, HttpServletResponse response, Change change) throws IOException {
        Wanted wanted;
        try {
            wanted = json.fromJson(request.getReader(), Wanted.class);
        } catch (JsonSyntaxException e) {
            wanted = null;
        }
        if (wanted == null || wanted.name == null) {
            answer(response, HttpServletResponse.SC_BAD_REQUEST, Map.of("message", "Bad request."));
            return;
        }
        Optional<Bundle> bundle = find(wanted);
        if (bundle.isEmpty()) {
            notFound(response);
            return;
        }
        try {
            change.of(bundle.get());
            response.setStatus(HttpServletResponse.SC_OK);
        } catch (BundleException e) {
            LOG.debug("{}: {}", bundle.get(), e.toString());
            answer(response, HttpServletResponse.SC_INTERNAL_SERVER_ERROR, Map.of("message", "Service unavailable."));
        }
    }

    private Optional<Bundle> find(Wanted wanted) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> wanted.name.equals(bundle.getSymbolicName()))
                .filter(bundle -> wanted.version == null
                        || wanted.version.equals(bundle.getVersion().toString()))
                .findFirst();
    }

    private List<BundleItem> bundles() {
        return Arrays.stream(context.getBundles())
                .map(bundle -> new BundleItem(
                        bundle.getSymbolicName(), bundle.getVersion().toString(), Optional.of(bundle)))
                .toList();
    }

    private List<PackageItem> packages() {
        return agent.installed()
                .map(installed -> new PackageItem(
                        installed,
                        Arrays.stream(installed.getBundleInfos())
                                .map(this::item)
                                .toList()))
                .toList();
    }

    /** As in Kura: the first bundle of that name, whatever its version. */
    private BundleItem item(BundleInfo info) {
        return new BundleItem(
                info.getSymbolicName(),
                info.getVersion().toString(),
                Arrays.stream(context.getBundles())
                        .filter(bundle -> info.getSymbolicName().equals(bundle.getSymbolicName()))
                        .findFirst());
    }

    private List<Item> summary() {
        Stream<Item> bundles = Arrays.stream(context.getBundles())
                .map(bundle ->
                        new Item(bundle.getSymbolicName(), bundle.getVersion().toString(), "BUNDLE"));
        Stream<Item> packages = agent.installed()
                .map(installed ->
                        new Item(installed.getName(), installed.getVersion().toString(), "DP"));
        return Stream.concat(bundles, packages)
                .sorted(Comparator.comparing(item -> item.name))
                .toList();
    }

    private static boolean isSigned(Bundle bundle) {
        return !bundle.getSignerCertificates(Bundle.SIGNERS_ALL).isEmpty();
    }

    private static String state(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.UNINSTALLED -> "UNINSTALLED";
            case Bundle.INSTALLED -> "INSTALLED";
            case Bundle.RESOLVED -> "RESOLVED";
            case Bundle.STARTING -> "STARTING";
            case Bundle.STOPPING -> "STOPPING";
            case Bundle.ACTIVE -> "ACTIVE";
            default -> String.valueOf(bundle.getState());
        };
    }

    private void notFound(HttpServletResponse response) throws IOException {
        answer(response, HttpServletResponse.SC_NOT_FOUND, Map.of("message", "Not found."));
    }

    private void answer(HttpServletResponse response, int status, Object body) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter().write(json.toJson(body));
    }
}
