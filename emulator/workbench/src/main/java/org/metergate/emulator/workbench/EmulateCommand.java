package org.metergate.emulator.workbench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.EmulatedMeter;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.Wire.ByteTiming;
import org.metergate.emulator.meters.building.Site;
import org.metergate.emulator.meters.building.SiteBuilding;
import org.metergate.emulator.meters.dlms.DlmsMeter;
import org.metergate.emulator.meters.dlms.DlmsMeter.Transport;
import org.metergate.emulator.meters.dlms.DlmsMeterSettings;
import org.metergate.emulator.meters.dlms.Pusher;
import org.metergate.emulator.meters.mbus.CapturedFrames;
import org.metergate.emulator.meters.mbus.HeatMeter;
import org.metergate.emulator.meters.mbus.MBusBus;
import org.metergate.emulator.meters.mbus.ReceiverFormat;
import org.metergate.emulator.meters.mbus.ThirtyTwoMeters;
import org.metergate.emulator.meters.mbus.WaterMeter;
import org.metergate.emulator.meters.mbus.WirelessMeters;
import org.metergate.emulator.meters.mbus.WirelessReceiver;
import org.metergate.emulator.meters.optical.OpticalLine;
import org.metergate.emulator.meters.optical.P1Meter;
import org.metergate.emulator.meters.optical.P1Settings;
import org.metergate.emulator.meters.optical.SmlMeter;
import org.metergate.settings.Properties;
import org.metergate.settings.Properties.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the demonstration site until it is interrupted. */
@Command(
        name = "emulate",
        description = "Runs a building and its meters, prints each meter's address, and goes on until Ctrl-C.",
        sortOptions = false)
final class EmulateCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(EmulateCommand.class);
    private static final int FIRST_CAPTURED = 10;
    private static final int LAST_ADDRESS = 250;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this")
    private boolean help;

    @Option(names = "--bind", defaultValue = "127.0.0.1", description = "address to listen on (${DEFAULT-VALUE})")
    private String bind;

    @Option(names = "--seed", defaultValue = "1", description = "same seed, same building (${DEFAULT-VALUE})")
    private int seed;

    @Option(
            names = "--installed",
            defaultValue = "2024-01-01",
            description = "day or time (UTC) from which the meters count (${DEFAULT-VALUE})")
    private String installed;

    @Option(names = "--dlms-wrapper", paramLabel = "PORT", defaultValue = "0", description = "0 takes any free port")
    private int dlmsWrapper;

    @Option(names = "--dlms-hdlc", paramLabel = "PORT", defaultValue = "0", description = "likewise")
    private int dlmsHdlc;

    @Option(names = "--mbus", paramLabel = "PORT", defaultValue = "0", description = "likewise")
    private int mbus;

    @Option(names = "--mbus-32", paramLabel = "PORT", defaultValue = "0", description = "likewise")
    private int mbus32;

    @Option(names = "--wmbus", paramLabel = "PORT", defaultValue = "0", description = "likewise")
    private int wmbus;

    @Option(
            names = "--receiver",
            defaultValue = "IMST",
            description = "format of the wireless receiver: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private ReceiverFormat receiver;

    @Option(names = "--optical", paramLabel = "PORT", defaultValue = "0", description = "likewise")
    private int optical;

    @Option(names = "--p1", paramLabel = "PORT", defaultValue = "0", description = "likewise")
    private int p1;

    @Option(names = "--sml", paramLabel = "PORT", defaultValue = "0", description = "likewise")
    private int sml;

    @Option(
            names = "--optical-setting",
            paramLabel = "KEY=VALUE",
            description = "a key of the emulated optical meter, such as mode=E; may be repeated")
    private Map<String, String> opticalSettings = Map.of();

    @Option(
            names = "--dlms-setting",
            paramLabel = "KEY=VALUE",
            description = "a key of both emulated DLMS meters, such as authentication=HIGH_SHA256; may be repeated")
    private Map<String, String> dlmsSettings = Map.of();

    @Option(
            names = "--p1-setting",
            paramLabel = "KEY=VALUE",
            description = "a key of the emulated P1 meter, such as version=V4; may be repeated")
    private Map<String, String> p1Settings = Map.of();

    @Option(
            names = "--frames",
            paramLabel = "FOLDER",
            description = "captured M-Bus frames (*.hex), each a slave from address 10 on")
    private Optional<Path> frames;

    @Option(
            names = "--speed",
            defaultValue = "1",
            description = "seconds that pass for the building in one second, 1 to 86400 (${DEFAULT-VALUE})")
    private int speed;

    @Option(names = "--fast", description = "no byte timing: bytes take no time on any wire")
    private boolean fast;

    @Override
    public Integer call() throws Failure {
        DemonstrationSite site = open(meters(building(), clock()));
        Thread ender = new Thread(site::close, "workbench-end");
        Runtime.getRuntime().addShutdownHook(ender);
        print(site.meters());
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException end) {
            Runtime.getRuntime().removeShutdownHook(ender);
            site.close();
        }
        return CommandLine.ExitCode.OK;
    }

    private static DemonstrationSite open(List<DemonstrationSite.Meter> meters) throws Failure {
        try {
            return DemonstrationSite.open(meters);
        } catch (IOException e) {
            throw new Failure(Failure.Kind.PORT, e.getMessage());
        }
    }

    private Clock clock() throws Failure {
        if (speed < 1 || speed > 86_400) {
            throw new Failure(Failure.Kind.USAGE, "--speed is " + speed + "; expected 1 to 86400");
        }
        return speed == 1 ? Clock.systemUTC() : new FasterClock(Clock.systemUTC(), speed);
    }

    private Building building() throws Failure {
        Properties properties = new Properties(Map.of("seed", seed, "installed", installed));
        Site site = Site.from(properties);
        for (Problem problem : properties.problems()) {
            throw new Failure(Failure.Kind.USAGE, "--" + problem.key() + " " + problem.text());
        }
        return new SiteBuilding(site);
    }

    private List<DemonstrationSite.Meter> meters(Building building, Clock clock) throws Failure {
        OpticalLine opticalLine = opticalLine();
        Properties ofP1 = new Properties(p1Settings);
        P1Settings pushing = P1Settings.from(ofP1);
        refuse("--p1-setting", ofP1);
        return List.of(
                wrapper(building, clock),
                new DemonstrationSite.Meter(
                        "main-hdlc",
                        "DLMS/COSEM over HDLC",
                        port("--dlms-hdlc", dlmsHdlc, new ByteTiming(9_600, 10), Duration.ofMillis(10)),
                        dlms(dlmsSettings(Transport.HDLC), building, clock)),
                new DemonstrationSite.Meter(
                        "bus",
                        "M-Bus, heat at 1, water at 2",
                        port("--mbus", mbus, new ByteTiming(2_400, 11), Duration.ofMillis(20)),
                        bus(building, clock)),
                new DemonstrationSite.Meter(
                        "bus-32",
                        "M-Bus, 32 meters of ten kinds",
                        port("--mbus-32", mbus32, new ByteTiming(2_400, 11), Duration.ofMillis(20)),
                        new ThirtyTwoMeters(clock).bus()),
                new DemonstrationSite.Meter(
                        "air",
                        "wireless M-Bus, receiver " + receiver,
                        port("--wmbus", wmbus, new ByteTiming(57_600, 10), Duration.ofMillis(5)),
                        new WirelessReceiver(new WirelessMeters(clock), receiver, Duration.ofSeconds(10))),
                new DemonstrationSite.Meter(
                        "optical",
                        opticalLine.protocol(),
                        port("--optical", optical, opticalLine.meter().initial(), Duration.ofMillis(200)),
                        opticalLine.station(building, clock)),
                new DemonstrationSite.Meter(
                        "p1",
                        "DSMR P1, pushes",
                        port("--p1", p1, new ByteTiming(115_200, 10), Duration.ZERO),
                        new P1Meter(pushing, building, clock)),
                new DemonstrationSite.Meter(
                        "sml",
                        "SML, pushes",
                        port("--sml", sml, new ByteTiming(9_600, 10), Duration.ZERO),
                        new SmlMeter("12345678", Duration.ofSeconds(1), building, clock)));
    }

    /** The only one that may listen on UDP, and push. */
    private DemonstrationSite.Meter wrapper(Building building, Clock clock) throws Failure {
        DlmsMeterSettings settings = dlmsSettings(Transport.WRAPPER);
        DlmsMeter meter = dlms(settings, building, clock);
        String push = settings.push().map(target -> ", pushes").orElse("");
        return new DemonstrationSite.Meter(
                "main",
                "DLMS/COSEM over wrapper" + (settings.datagrams() ? ", UDP" : "") + push,
                port("--dlms-wrapper", dlmsWrapper, ByteTiming.NETWORK, Duration.ZERO),
                meter,
                settings.datagrams(),
                settings.push().map(target -> () -> Pusher.start("main", meter, target)));
    }

    private DlmsMeterSettings dlmsSettings(Transport transport) throws Failure {
        Map<String, Object> wanted = new HashMap<>(dlmsSettings);
        wanted.put("transport", transport.name());
        if (transport == Transport.HDLC) {
            wanted.remove("udp");
        }
        Properties properties = new Properties(wanted);
        DlmsMeterSettings settings = DlmsMeterSettings.from(properties);
        refuse("--dlms-setting", properties);
        return settings;
    }

    private static DlmsMeter dlms(DlmsMeterSettings settings, Building building, Clock clock) {
        return new DlmsMeter(building, clock, settings.identity(), settings.traits(), new SecureRandom());
    }

    private OpticalLine opticalLine() throws Failure {
        Properties properties = new Properties(opticalSettings);
        PortSettings usual = new PortSettings("127.0.0.1", 0, new ByteTiming(300, 10), Duration.ofMillis(200));
        ByteTiming timing =
                fast ? ByteTiming.NETWORK : PortSettings.from(properties, usual).timing();
        OpticalLine line = OpticalLine.from(properties, new PortSettings("127.0.0.1", 0, timing, Duration.ZERO));
        refuse("--optical-setting", properties);
        return line;
    }

    private static void refuse(String option, Properties properties) throws Failure {
        for (Problem problem : properties.problems()) {
            throw new Failure(Failure.Kind.USAGE, option + " " + problem);
        }
    }

    private MBusBus bus(Building building, Clock clock) throws Failure {
        MBusBus bus = new MBusBus()
                .with(1, new HeatMeter(building, clock, ZoneOffset.UTC, 10_000_001))
                .with(2, new WaterMeter(building, clock, ZoneOffset.UTC, 10_000_002));
        if (frames.isEmpty()) {
            return bus;
        }
        try {
            int address = FIRST_CAPTURED;
            for (CapturedFrames captured : CapturedFrames.ofFolder(frames.get(), LOG::warn)) {
                if (address > LAST_ADDRESS) {
                    throw new Failure(Failure.Kind.INPUT, frames.get() + " holds more meters than a bus has addresses");
                }
                LOG.info("M-Bus address {} answers with the frames of {}", address, captured.name());
                bus.with(address++, captured);
            }
            return bus;
        } catch (IOException e) {
            throw new Failure(Failure.Kind.INPUT, "the folder " + frames.get() + " cannot be read: " + e.getMessage());
        }
    }

    private PortSettings port(String option, int port, ByteTiming timing, Duration turnaround) throws Failure {
        try {
            return new PortSettings(bind, port, fast ? ByteTiming.NETWORK : timing, fast ? Duration.ZERO : turnaround);
        } catch (IllegalArgumentException e) {
            throw new Failure(Failure.Kind.USAGE, option + ": " + e.getMessage());
        }
    }

    private void print(List<EmulatedMeter> meters) {
        PrintWriter out = spec.commandLine().getOut();
        for (EmulatedMeter meter : meters) {
            out.printf("%-12s %-32s %s%n", meter.name(), meter.protocol(), meter.address());
        }
        out.println("Ctrl-C stops the meters.");
        out.flush();
    }
}
