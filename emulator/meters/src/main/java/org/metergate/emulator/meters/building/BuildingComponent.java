package org.metergate.emulator.meters.building;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.Operation;
import org.metergate.settings.Properties;
import org.metergate.settings.Properties.Problem;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers a building to the emulated meters. With wrong settings it stays alive and offers none: a meter of a building
 * that nobody described would show numbers that nobody asked for.
 */
@Component(
        name = BuildingConfig.PID,
        service = {},
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = BuildingConfig.class, factory = true)
public final class BuildingComponent {
    private static final Logger LOG = LoggerFactory.getLogger(BuildingComponent.class);

    private record Settings(Site site, List<Problem> problems) {
        static Settings from(Properties properties) {
            return new Settings(Site.from(properties), properties.problems());
        }
    }

    private final Operation<Settings> operation;
    private volatile List<Problem> problems = List.of();

    /**
     * @param context of this bundle
     * @param values the settings
     */
    @Activate
    public BuildingComponent(BundleContext context, Map<String, Object> values) {
        operation = new Operation<>(settings -> offered(context, settings));
        modified(values);
    }

    /** Other settings offer another building to the meters; equal ones change nothing. */
    @Modified
    void modified(Map<String, Object> values) {
        Settings wanted = Settings.from(new Properties(values));
        problems = wanted.problems();
        operation.runWith(wanted);
    }

    private static Runnable offered(BundleContext context, Settings settings) {
        if (settings.problems().isEmpty()) {
            Site site = settings.site();
            ServiceRegistration<Building> offered =
                    context.registerService(Building.class, new SiteBuilding(site), null);
            LOG.info("emulated building with seed {} lives since {}", site.seed(), site.installed());
            return offered::unregister;
        }
        LOG.error(
                "the emulated building is not started, its settings are wrong: {}",
                settings.problems().stream().map(Problem::toString).collect(Collectors.joining("; ")));
        return () -> {};
    }

    /** @return what is wrong with the settings; empty if the building is offered */
    public List<Problem> problems() {
        return problems;
    }

    /** Takes the building away from its meters. */
    @Deactivate
    void stop() {
        operation.stop();
    }
}
