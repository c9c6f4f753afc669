package org.metergate.emulator.meters.building;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.metergate.emulator.meters.Building;
import org.metergate.settings.Properties;
import org.metergate.settings.Properties.Problem;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
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

    private final Optional<ServiceRegistration<Building>> offered;
    private final List<Problem> problems;

    /**
     * @param context of this bundle
     * @param values the settings
     */
    @Activate
    public BuildingComponent(BundleContext context, Map<String, Object> values) {
        Properties properties = new Properties(values);
        Site site = Site.from(properties);
        problems = properties.problems();
        if (problems.isEmpty()) {
            offered = Optional.of(context.registerService(Building.class, new SiteBuilding(site), null));
            LOG.info("emulated building with seed {} lives since {}", site.seed(), site.installed());
        } else {
            offered = Optional.empty();
            LOG.error(
                    "the emulated building is not started, its settings are wrong: {}",
                    problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        }
    }

    /** @return what is wrong with the settings; empty if the building is offered */
    public List<Problem> problems() {
        return problems;
    }

    /** Takes the building away from its meters. */
    @Deactivate
    void stop() {
        offered.ifPresent(ServiceRegistration::unregister);
    }
}
