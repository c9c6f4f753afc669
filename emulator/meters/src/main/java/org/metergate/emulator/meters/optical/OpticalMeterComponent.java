package org.metergate.emulator.meters.optical;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.HostedMeter;
import org.metergate.emulator.meters.Operation;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.settings.Properties;
import org.metergate.settings.Properties.Problem;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
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

    private record Settings(String name, PortSettings port, OpticalLine line, List<Problem> problems) {
        static Settings from(Properties properties) {
            PortSettings port = PortSettings.from(properties, USUAL);
            OpticalLine line = OpticalLine.from(properties, port);
            return new Settings(properties.text("name", "optical"), port, line, properties.problems());
        }
    }

    private final Operation<Settings> operation;

    /**
     * @param context of this bundle
     * @param building what the meter measures
     * @param values the settings
     */
    @Activate
    public OpticalMeterComponent(
            BundleContext context, @Reference(name = "building") Building building, Map<String, Object> values) {
        operation = new Operation<>(settings -> started(context, building, settings)::close);
        modified(values);
    }

    private static HostedMeter started(BundleContext context, Building building, Settings settings) {
        return HostedMeter.start(
                context,
                settings.name(),
                settings.line().protocol(),
                settings.port(),
                settings.line().station(building, Clock.systemUTC()),
                settings.problems());
    }

    /** Other settings start the meter anew; equal ones change nothing. */
    @Modified
    void modified(Map<String, Object> values) {
        operation.runWith(Settings.from(new Properties(values)));
    }

    /** Closes the port. */
    @Deactivate
    void stop() {
        operation.stop();
    }
}
