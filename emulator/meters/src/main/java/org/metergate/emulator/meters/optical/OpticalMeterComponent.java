package org.metergate.emulator.meters.optical;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.HostedMeter;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.settings.Properties;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Runs an optical meter in the building. */
@Component(
        name = OpticalMeterConfig.PID,
        service = {},
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = OpticalMeterConfig.class, factory = true)
public final class OpticalMeterComponent {
    private static final PortSettings USUAL =
            new PortSettings("127.0.0.1", 8621, OpticalSettings.USUAL.initial(), Duration.ofMillis(200));

    private final HostedMeter meter;

    /**
     * @param context of this bundle
     * @param building what the meter measures
     * @param values the settings
     */
    @Activate
    public OpticalMeterComponent(
            BundleContext context, @Reference(name = "building") Building building, Map<String, Object> values) {
        Properties properties = new Properties(values);
        PortSettings port = PortSettings.from(properties, USUAL);
        OpticalSettings settings = OpticalSettings.from(properties, port);
        OpticalMeter station = new OpticalMeter(settings, building, Clock.systemUTC());
        meter = HostedMeter.start(
                context,
                properties.text("name", "optical"),
                "IEC 62056-21 mode C",
                port,
                station,
                properties.problems());
    }

    /** Closes the port. */
    @Deactivate
    void stop() {
        meter.close();
    }
}
