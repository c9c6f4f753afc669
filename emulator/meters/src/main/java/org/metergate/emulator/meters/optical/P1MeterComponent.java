package org.metergate.emulator.meters.optical;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.HostedMeter;
import org.metergate.emulator.meters.Operation;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.Wire.ByteTiming;
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

/** Runs a meter with a P1 port in the building. */
@Component(
        name = P1MeterConfig.PID,
        service = {},
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = P1MeterConfig.class, factory = true)
public final class P1MeterComponent {
    private static final PortSettings USUAL =
            new PortSettings("127.0.0.1", 8623, new ByteTiming(115200, OpticalSettings.BITS), Duration.ZERO);

    private record Settings(String name, PortSettings port, P1Settings meter, List<Problem> problems) {
        static Settings from(Properties properties) {
            PortSettings port = PortSettings.from(properties, USUAL);
            P1Settings meter = P1Settings.from(properties);
            return new Settings(properties.text("name", "p1"), port, meter, properties.problems());
        }
    }

    private final Operation<Settings> operation;

    /**
     * @param context of this bundle
     * @param building what the meter measures
     * @param values the settings
     */
    @Activate
    public P1MeterComponent(
            BundleContext context, @Reference(name = "building") Building building, Map<String, Object> values) {
        operation = new Operation<>(settings -> started(context, building, settings)::close);
        modified(values);
    }

    private static HostedMeter started(BundleContext context, Building building, Settings settings) {
        return HostedMeter.start(
                context,
                settings.name(),
                "DSMR P1",
                settings.port(),
                new P1Meter(settings.meter(), building, Clock.systemUTC()),
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
