package org.metergate.emulator.meters.dlms;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.HostedMeter;
import org.metergate.emulator.meters.Operation;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.Wire.ByteTiming;
import org.metergate.emulator.meters.dlms.DlmsMeter.Transport;
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

/** Runs a DLMS meter for as long as its configuration exists. */
@Component(
        name = DlmsMeterConfig.PID,
        service = {},
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = DlmsMeterConfig.class, factory = true)
public final class DlmsMeterComponent {
    private static final PortSettings ABSENT = new PortSettings("127.0.0.1", 4059, ByteTiming.NETWORK, Duration.ZERO);

    private record Settings(String name, PortSettings port, DlmsMeterSettings meter, List<Problem> problems) {
        static Settings from(Properties properties) {
            return new Settings(
                    properties.text("meter.name", "main"),
                    PortSettings.from(properties, ABSENT),
                    DlmsMeterSettings.from(properties),
                    properties.problems());
        }
    }

    private final Operation<Settings> operation;

    /**
     * @param context of this bundle
     * @param building what the meter measures
     * @param values the settings
     */
    @Activate
    public DlmsMeterComponent(BundleContext context, @Reference Building building, Map<String, Object> values) {
        operation = new Operation<>(settings -> started(context, building, settings));
        modified(values);
    }

    private static Runnable started(BundleContext context, Building building, Settings settings) {
        DlmsMeterSettings wanted = settings.meter();
        DlmsMeter meter =
                new DlmsMeter(building, Clock.systemUTC(), wanted.identity(), wanted.traits(), new SecureRandom());
        boolean hdlc = wanted.identity().transport() == Transport.HDLC;
        HostedMeter hosted = HostedMeter.start(
                context,
                settings.name(),
                "DLMS/COSEM over " + (hdlc ? "HDLC" : wanted.datagrams() ? "wrapper and UDP" : "wrapper"),
                settings.port(),
                wanted.datagrams() ? HostedMeter.Kind.UDP : HostedMeter.Kind.TCP,
                meter,
                settings.problems());
        Optional<Pusher> pusher = settings.problems().isEmpty()
                ? wanted.push().map(target -> Pusher.start(settings.name(), meter, target))
                : Optional.empty();
        return () -> {
            pusher.ifPresent(Pusher::close);
            hosted.close();
        };
    }

    /** Other settings start the meter anew; equal ones change nothing. */
    @Modified
    void modified(Map<String, Object> values) {
        operation.runWith(Settings.from(new Properties(values)));
    }

    @Deactivate
    void stop() {
        operation.stop();
    }
}
