package org.metergate.emulator.gateway.configuration;

import java.io.IOException;
import java.time.Clock;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import org.eclipse.kura.configuration.ConfigurationService;
import org.eclipse.kura.configuration.metatype.OCDService;
import org.eclipse.kura.crypto.CryptoService;
import org.metergate.emulator.gateway.Folders;
import org.metergate.emulator.gateway.metatype.Defaults;
import org.metergate.emulator.gateway.snapshot.SnapshotFolder;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.MetaTypeService;

/**
 * Starts the configuration: first the snapshot goes into ConfigurationAdmin, then the services appear, then the forms of
 * the bundles add their defaults. The services are registered by hand and not by SCR because the components that the
 * snapshot brings to life may ask for them, and SCR cannot give out what is still being activated.
 */
@Component(
        name = ConfigurationRoom.PID,
        service = {},
        immediate = true)
public final class ConfigurationRoom {
    static final String PID = "org.eclipse.kura.configuration.ConfigurationService";

    private final MetatypeTracker forms;
    private final ComponentTracker components;
    private final List<ServiceRegistration<?>> services;

    @Activate
    public ConfigurationRoom(
            BundleContext bundle,
            @Reference ConfigurationAdmin admin,
            @Reference MetaTypeService metatypes,
            @Reference CryptoService crypto,
            @Reference ServiceComponentRuntime runtime)
            throws IOException, InvalidSyntaxException {
        Folders folders = Folders.named(bundle::getProperty);
        SnapshotFolder snapshots =
                new SnapshotFolder(folders.snapshots(), folders.snapshotsKept(), crypto, Clock.systemUTC());
        Definitions definitions = new Definitions(runtime, new Defaults(crypto));
        GatewayConfigurationService configurations = new GatewayConfigurationService(
                bundle, new StoredConfigurations(admin), crypto, snapshots, definitions);
        configurations.start();
        components = new ComponentTracker(bundle, configurations);
        components.open();
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Constants.SERVICE_PID, PID);
        services = List.of(
                bundle.registerService(OCDService.class, definitions, properties),
                bundle.registerService(ConfigurationService.class, configurations, properties));
        forms = new MetatypeTracker(bundle, metatypes, configurations);
        forms.open();
    }

    @Deactivate
    public void deactivate() {
        forms.close();
        services.forEach(ServiceRegistration::unregister);
        components.close();
    }
}
