package org.metergate.emulator.meters.mbus;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.HostedMeter;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.Wire.ByteTiming;
import org.metergate.settings.Properties;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs an emulated bus for as long as it is configured. */
@Component(
        name = MBusConfig.PID,
        service = {},
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = MBusConfig.class, factory = true)
public final class MBusComponent {
    private static final Logger LOG = LoggerFactory.getLogger(MBusComponent.class);
    private static final PortSettings ABSENT =
            new PortSettings("127.0.0.1", 10001, new ByteTiming(2400, 11), Duration.ofMillis(20));

    private final HostedMeter hosted;

    /**
     * @param context of this bundle
     * @param building what the meters measure
     * @param values the settings
     */
    @Activate
    public MBusComponent(BundleContext context, @Reference Building building, Map<String, Object> values) {
        Properties properties = new Properties(values);
        PortSettings port = PortSettings.from(properties, ABSENT);
        MBusBus bus = bus(properties, building, Clock.systemUTC());
        hosted = HostedMeter.start(context, "mbus", "M-Bus", port, bus, properties.problems());
    }

    /** Closes the port. */
    @Deactivate
    void stop() {
        hosted.close();
    }

    /** Puts the configured slaves on a bus; problems are noted in the properties. */
    static MBusBus bus(Properties properties, Building building, Clock clock) {
        MBusBus bus = new MBusBus();
        ZoneId zone = properties.parsed("zone", "UTC", MBusComponent::zone).orElse(ZoneOffset.UTC);
        int heat = properties.integer("heat.address", 1, 0, 250);
        int heatId = properties.integer("heat.id", 10_000_001, 0, 99_999_999);
        int water = properties.integer("water.address", 2, 0, 250);
        int waterId = properties.integer("water.id", 10_000_002, 0, 99_999_999);
        if (heat > 0) {
            bus.with(heat, new HeatMeter(building, clock, zone, heatId));
        }
        if (water > 0) {
            bus.with(water, new WaterMeter(building, clock, zone, waterId));
        }
        String folder = properties.text("frames.folder", "");
        int first = properties.integer("frames.first.address", 0, 0, 250);
        if (!folder.isEmpty()) {
            addCaptured(bus, properties, Path.of(folder), first);
        }
        return bus;
    }

    private static void addCaptured(MBusBus bus, Properties properties, Path folder, int first) {
        try {
            List<CapturedFrames> meters = CapturedFrames.ofFolder(folder, LOG::warn);
            if (first > 0 && first + meters.size() > 251) {
                properties.note("frames.first.address", "is too high for the " + meters.size() + " files in " + folder);
                return;
            }
            for (int i = 0; i < meters.size(); i++) {
                CapturedFrames meter = meters.get(i);
                int address = first > 0 ? first + i : meter.ownAddress();
                if (address > 250) {
                    LOG.warn("{} is left out: it answers from address {}; set a first address", meter.name(), address);
                } else {
                    bus.with(address, meter);
                    LOG.info("M-Bus address {} answers with the frames of {}", address, meter.name());
                }
            }
        } catch (IOException e) {
            properties.note("frames.folder", "cannot be read: " + e.getMessage());
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "is '" + text + "'; expected a time zone like UTC, +01:00 or Europe/Berlin", e);
        }
    }
}
