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

/** Runs a meter with a SML head in the building. */
@Component(
        name = SmlMeterConfig.PID,
        service = {},
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = SmlMeterConfig.class, factory = true)
public final class SmlMeterComponent {
    private static final PortSettings USUAL =
            new PortSettings("127.0.0.1", 8624, new ByteTiming(9600, OpticalSettings.BITS), Duration.ZERO);

    private record Settings(String name, PortSettings port, String serial, Duration interval, List<Problem> problems) {
        static Settings from(Properties properties) {
            PortSettings port = PortSettings.from(properties, USUAL);
            String serial = properties.text("serial", "12345678");
            if (!serial.matches("[0-9A-Za-z]{1,8}")) {
                properties.note("serial", "is '" + serial + "'; expected 1 to 8 letters and digits");
                serial = "12345678";
            }
            Duration interval = Duration.ofMillis(properties.integer("interval", 1000, 10, 3_600_000));
            return new Settings(properties.text("name", "sml"), port, serial, interval, properties.problems());
        }
    }

    private final Operation<Settings> operation;

    /**
     * @param context of this bundle
     * @param building what the meter measures
     * @param values the settings
     */
    @Activate
    public SmlMeterComponent(
            BundleContext context, @Reference(name = "building") Building building, Map<String, Object> values) {
        operation = new Operation<>(settings -> started(context, building, settings)::close);
        modified(values);
    }

    private static HostedMeter started(BundleContext context, Building building, Settings settings) {
        return HostedMeter.start(
                context,
                settings.name(),
                "SML",
                settings.port(),
                new SmlMeter(settings.serial(), settings.interval(), building, Clock.systemUTC()),
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
