package org.metergate.emulator.meters.dlms;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.HostedMeter;
import org.metergate.emulator.meters.Operation;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.Wire.ByteTiming;
import org.metergate.emulator.meters.dlms.DlmsMeter.Identity;
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

    private record Settings(String name, PortSettings port, Identity identity, List<Problem> problems) {
        static Settings from(Properties properties) {
            return new Settings(
                    properties.text("meter.name", "main"),
                    PortSettings.from(properties, ABSENT),
                    DlmsMeterComponent.identity(properties),
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
        operation = new Operation<>(settings -> started(context, building, settings)::close);
        modified(values);
    }

    private static HostedMeter started(BundleContext context, Building building, Settings settings) {
        Identity identity = settings.identity();
        return HostedMeter.start(
                context,
                settings.name(),
                "DLMS/COSEM over " + (identity.transport() == Transport.HDLC ? "HDLC" : "wrapper"),
                settings.port(),
                new DlmsMeter(building, Clock.systemUTC(), identity),
                settings.problems());
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

    static Identity identity(Properties properties) {
        String serial = properties.text("serial", "10000001");
        if (!serial.matches("[\\x20-\\x7E]{1,13}")) {
            properties.note("serial", "is '" + serial + "'; expected 1 to 13 characters of ASCII");
            serial = "?";
        }
        return new Identity(
                properties.choice("transport", Transport.WRAPPER),
                properties.integer("server.logical", 1, 1, 127),
                properties.integer("server.physical", 17, 0, 127),
                properties.integer("client", 16, 2, 127),
                properties.text("password", ""),
                properties.integer("max.pdu", 1024, 64, 0xFFFF),
                serial,
                properties.parsed("zone", "UTC", DlmsMeterComponent::zone).orElse(ZoneId.of("UTC")));
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is no time zone; expected one like Europe/Vienna", e);
        }
    }
}
