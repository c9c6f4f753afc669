package org.metergate.emulator.meters.mbus;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
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

    /** Which meters are on the bus, besides captured ones. */
    enum Occupants {
        /** Heat and water meter of the building. */
        HOUSE,
        /** 32 meters of ten kinds. */
        THIRTY_TWO
    }

    /** What answers on the bus; an address of 0 leaves the meter out, an empty folder the captured ones. */
    private record Settings(
            PortSettings port,
            Occupants occupants,
            ZoneId zone,
            int heat,
            int heatId,
            int water,
            int waterId,
            String folder,
            int first,
            List<Problem> problems) {

        static Settings from(Properties properties) {
            return new Settings(
                    PortSettings.from(properties, ABSENT),
                    properties.choice("meters", Occupants.HOUSE),
                    properties.parsed("zone", "UTC", MBusComponent::zone).orElse(ZoneOffset.UTC),
                    properties.integer("heat.address", 1, 0, 250),
                    properties.integer("heat.id", 10_000_001, 0, 99_999_999),
                    properties.integer("water.address", 2, 0, 250),
                    properties.integer("water.id", 10_000_002, 0, 99_999_999),
                    properties.text("frames.folder", ""),
                    properties.integer("frames.first.address", 0, 0, 250),
                    properties.problems());
        }
    }

    private final Operation<Settings> operation;

    /**
     * @param context of this bundle
     * @param building what the meters measure
     * @param values the settings
     */
    @Activate
    public MBusComponent(BundleContext context, @Reference Building building, Map<String, Object> values) {
        operation = new Operation<>(settings -> started(context, building, settings)::close);
        modified(values);
    }

    private static HostedMeter started(BundleContext context, Building building, Settings settings) {
        List<Problem> problems = new ArrayList<>(settings.problems());
        MBusBus bus = bus(settings, building, Clock.systemUTC(), problems);
        return HostedMeter.start(context, "mbus", "M-Bus", settings.port(), bus, problems);
    }

    /** Other settings start the bus anew; equal ones change nothing. */
    @Modified
    void modified(Map<String, Object> values) {
        operation.runWith(Settings.from(new Properties(values)));
    }

    /** Closes the port. */
    @Deactivate
    void stop() {
        operation.stop();
    }

    /** A bus with the slaves that the properties ask for. */
    static MBusBus bus(Properties properties, Building building, Clock clock) {
        return bus(Settings.from(properties), building, clock, new ArrayList<>());
    }

    /** Puts the configured slaves on a bus; problems with the folder are added to those given. */
    private static MBusBus bus(Settings settings, Building building, Clock clock, List<Problem> problems) {
        boolean house = settings.occupants() == Occupants.HOUSE;
        MBusBus bus = house ? new MBusBus() : new ThirtyTwoMeters(clock).bus();
        if (house && settings.heat() > 0) {
            bus.with(settings.heat(), new HeatMeter(building, clock, settings.zone(), settings.heatId()));
        }
        if (house && settings.water() > 0) {
            bus.with(settings.water(), new WaterMeter(building, clock, settings.zone(), settings.waterId()));
        }
        if (!settings.folder().isEmpty()) {
            addCaptured(bus, problems, Path.of(settings.folder()), settings.first());
        }
        return bus;
    }

    private static void addCaptured(MBusBus bus, List<Problem> problems, Path folder, int first) {
        try {
            List<CapturedFrames> meters = CapturedFrames.ofFolder(folder, LOG::warn);
            if (first > 0 && first + meters.size() > 251) {
                problems.add(new Problem(
                        "frames.first.address", "is too high for the " + meters.size() + " files in " + folder));
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
            problems.add(new Problem("frames.folder", "cannot be read: " + e.getMessage()));
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
