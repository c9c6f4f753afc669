package org.metergate.emulator.terminal;

import java.nio.file.Path;
import java.util.Optional;
import org.metergate.settings.DataFolder;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Follows the dashboard, which is a package that comes and goes: it is known by the name of its component and told by the
 * properties of its service alone.
 */
final class Dashboards extends ServiceTracker<Object, ServiceReference<Object>> {

    private static final String COMPONENT = "org.metergate.dashboard";
    private static final String PASSWORD = "first-password.txt";
    private static final int PORT = 9443;

    private final Places places;

    Dashboards(BundleContext context, Places places) throws InvalidSyntaxException {
        super(context, FrameworkUtil.createFilter("(component.name=" + COMPONENT + ")"), null);
        this.places = places;
    }

    @Override
    public ServiceReference<Object> addingService(ServiceReference<Object> dashboard) {
        show(dashboard);
        return dashboard;
    }

    @Override
    public void modifiedService(ServiceReference<Object> dashboard, ServiceReference<Object> same) {
        show(dashboard);
    }

    @Override
    public void removedService(ServiceReference<Object> dashboard, ServiceReference<Object> same) {
        places.removeDashboard(dashboard);
    }

    private void show(ServiceReference<Object> dashboard) {
        Object transport = dashboard.getProperty("transport");
        Object port = dashboard.getProperty("port");
        boolean plain = String.valueOf(transport).startsWith("HTTP_");
        String address = (plain ? "http" : "https") + "://127.0.0.1:" + (port instanceof Integer ? port : PORT) + "/";
        Optional<Path> folder = DataFolder.of(context, "dashboard");
        places.addDashboard(dashboard, address, folder.map(one -> one.resolve(PASSWORD)));
    }
}
