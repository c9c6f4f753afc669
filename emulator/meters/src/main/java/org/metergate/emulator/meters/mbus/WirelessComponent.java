package org.metergate.emulator.meters.mbus;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
import org.osgi.service.metatype.annotations.Designate;

/** Runs an emulated wireless receiver for as long as it is configured. */
@Component(
        name = WirelessConfig.PID,
        service = {},
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = WirelessConfig.class, factory = true)
public final class WirelessComponent {
    private static final PortSettings ABSENT =
            new PortSettings("127.0.0.1", 10002, new ByteTiming(57_600, 10), Duration.ofMillis(5));

    private record Settings(PortSettings port, ReceiverFormat format, Duration interval, List<Problem> problems) {
        static Settings from(Properties properties) {
            return new Settings(
                    PortSettings.from(properties, ABSENT),
                    properties.choice("receiver", ReceiverFormat.IMST),
                    Duration.ofSeconds(properties.integer("interval", 10, 1, 3600)),
                    properties.problems());
        }
    }

    private final Operation<Settings> operation;

    /**
     * @param context of this bundle
     * @param values the settings
     */
    @Activate
    public WirelessComponent(BundleContext context, Map<String, Object> values) {
        operation = new Operation<>(settings -> started(context, settings)::close);
        modified(values);
    }

    private static HostedMeter started(BundleContext context, Settings settings) {
        WirelessReceiver receiver =
                new WirelessReceiver(new WirelessMeters(Clock.systemUTC()), settings.format(), settings.interval());
        return HostedMeter.start(context, "wmbus", "wireless M-Bus", settings.port(), receiver, settings.problems());
    }

    /** Other settings start the receiver anew; equal ones change nothing. */
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
