package org.metergate.driver.mbus;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.listener.ChannelListener;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.crypto.CryptoService;
import org.eclipse.kura.driver.Driver;
import org.metergate.driver.channels.ChannelSetting;
import org.metergate.driver.channels.Health;
import org.metergate.driver.channels.Listeners;
import org.metergate.driver.channels.PolledDriver;
import org.metergate.driver.channels.Records;
import org.metergate.mbus.Header;
import org.metergate.mbus.MeterAddress;
import org.metergate.model.Reading;
import org.metergate.settings.DataFolder;
import org.metergate.settings.Properties;
import org.metergate.transport.Lines;
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

/**
 * Kura driver for the meters of one M-Bus: wired, where one readout of a meter serves all its channels of one reading, or
 * heard by one wireless receiver. Any thread may call.
 */
@Component(
        name = MBusConfig.PID,
        service = {Driver.class, ConfigurableComponent.class},
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        // made under Drivers and Assets, where its channels are; not among the services
        property = "kura.ui.factory.hide=true")
@Designate(ocd = MBusConfig.class, factory = true)
public final class MBusDriver extends PolledDriver implements ConfigurableComponent {

    private static final Logger LOG = LoggerFactory.getLogger(MBusDriver.class);

    private final Lines lines;
    private final CryptoService crypto;
    private final Clock clock;
    private final String name;
    private final ReadBudget budget;
    private final Listeners listeners = new Listeners();
    private final Map<MeterAddress, Health> healths = new ConcurrentHashMap<>();
    private volatile Optional<Meters> meters = Optional.empty();
    private volatile String error = "";

    /**
     * @param context of this bundle; in its data area the readouts of meters on batteries are remembered
     * @param lines owner of the lines
     * @param crypto opens the keys
     * @param properties the settings
     */
    @Activate
    public MBusDriver(
            BundleContext context,
            @Reference(name = "lines") Lines lines,
            @Reference(name = "crypto") CryptoService crypto,
            Map<String, Object> properties) {
        this(lines, crypto, properties, Clock.systemUTC(), storage(context, nameOf(properties)));
    }

    MBusDriver(Lines lines, CryptoService crypto, Map<String, Object> properties, Clock clock, Optional<Path> storage) {
        super(clock);
        this.lines = lines;
        this.crypto = crypto;
        this.clock = clock;
        this.name = nameOf(properties);
        this.budget = new ReadBudget(clock, storage);
        modified(properties);
    }

    /** A gateway without a place for data forgets the readouts with the instance. */
    private static Optional<Path> storage(BundleContext context, String name) {
        String file = "readouts-" + name.replaceAll("[^A-Za-z0-9.-]", "_") + ".txt";
        return DataFolder.of(context, "mbus").map(folder -> folder.resolve(file));
    }

    /** The gateway repeats itself: settings equal to those in force change nothing. */
    @Modified
    synchronized void modified(Map<String, Object> values) {
        Properties properties = new Properties(values);
        Optional<MBusSettings> wanted = MBusSettings.from(properties);
        String problems =
                properties.problems().stream().map(Properties.Problem::toString).collect(Collectors.joining("; "));
        if (!problems.isEmpty() && !problems.equals(error)) {
            LOG.error("{} reads nothing, its settings are wrong: {}", nameOf(values), problems);
        }
        error = problems;
        if (!wanted.equals(meters.map(Meters::settings))) {
            meters.ifPresent(Meters::close);
            meters = wanted.map(this::reached);
            meters.ifPresent(Meters::start);
            wanted.ifPresent(settings -> {
                boolean wired = settings.source() == Source.WIRED;
                LOG.info(
                        "{} {} on {} at {}",
                        name,
                        wired ? "reads M-Bus" : "hears M-Bus",
                        settings.line(),
                        settings.serial());
            });
        }
    }

    private Meters reached(MBusSettings settings) {
        MeterKeys keys = new MeterKeys(settings.meters(), settings.keyRing(), crypto);
        return settings.source() == Source.WIRED
                ? new WiredMeters(settings, lines, keys, budget, clock)
                : new WirelessMeters(
                        name,
                        settings,
                        lines,
                        keys,
                        clock,
                        (sender, outcome) -> deliver(settings, sender, outcome),
                        new Health(LOG, name));
    }

    /** Breaks a reading in progress off and gives the line up. */
    @Deactivate
    synchronized void deactivate() {
        meters.ifPresent(Meters::close);
        meters = Optional.empty();
        error = "the driver is stopped";
    }

    @Override
    protected List<ChannelSetting> channelSettings() {
        return MBusChannel.SETTINGS;
    }

    @Override
    protected void poll(List<ChannelRecord> records) {
        Optional<Meters> present = meters;
        if (present.isEmpty()) {
            records.forEach(record -> fail(record, "the settings of the M-Bus driver are wrong: " + error));
            return;
        }
        Map<MeterAddress, List<Asked>> byMeter = new LinkedHashMap<>();
        for (ChannelRecord record : records) {
            try {
                MBusChannel channel = MBusChannel.of(record.getChannelConfig());
                byMeter.computeIfAbsent(channel.meter(), meter -> new ArrayList<>())
                        .add(new Asked(record, channel));
            } catch (MBusChannel.InvalidException e) {
                fail(record, "channel " + record.getChannelName() + ": " + e.getMessage());
            }
        }
        byMeter.forEach((meter, asked) -> answer(present.get(), meter, asked));
    }

    private void answer(Meters present, MeterAddress meter, List<Asked> asked) {
        Outcome outcome = present.ask(meter);
        String who = who(present.settings(), meter);
        Health health = healths.computeIfAbsent(meter, one -> new Health(LOG, name));
        if (outcome.telegram().isPresent()) {
            health.well(who);
        } else {
            health.ill(who + ": " + outcome.diagnosis().sentence());
        }
        ChannelAnswers answers = new ChannelAnswers(who, present.settings().clock(), outcome);
        for (Asked one : asked) {
            Reading reading = answers.to(
                    one.channel(), one.record().getChannelConfig(), one.record().getValueType());
            Records.fill(one.record(), reading, one.channel().conversion());
        }
    }

    @Override
    public void registerChannelListener(Map<String, Object> settings, ChannelListener listener) {
        try {
            MBusChannel.of(settings);
            listeners.add(settings, listener);
        } catch (MBusChannel.InvalidException | IllegalArgumentException e) {
            LOG.error("{}: channel {} is not listened to: {}", name, settings.get("+name"), e.getMessage());
            return;
        }
        if (meters.filter(present -> present.settings().source() == Source.WIRED)
                .isPresent()) {
            LOG.warn(
                    "{}: channel {} hears nothing by itself: meters on a wired bus answer only when they are asked",
                    name,
                    settings.get("+name"));
        }
    }

    @Override
    public void unregisterChannelListener(ChannelListener listener) {
        listeners.remove(listener);
    }

    /** On the thread that listens; no lock is held. */
    private void deliver(MBusSettings settings, Header sender, Outcome outcome) {
        listeners.deliver(listened -> {
            try {
                MBusChannel channel = MBusChannel.of(listened.settings());
                boolean concerned =
                        channel.meter() instanceof MeterAddress.Secondary secondary && secondary.fits(sender);
                ChannelAnswers answers = new ChannelAnswers(who(settings, channel.meter()), settings.clock(), outcome);
                return concerned
                        ? Optional.of(answers.to(channel, listened.settings(), listened.type()))
                        : Optional.empty();
            } catch (MBusChannel.InvalidException checkedWhenRegistered) {
                return Optional.empty();
            }
        });
    }

    private static String who(MBusSettings settings, MeterAddress meter) {
        return "M-Bus meter " + meter + " on " + settings.line();
    }

    private void fail(ChannelRecord record, String message) {
        Records.fail(record, message, clock.instant());
    }

    private static String nameOf(Map<String, Object> values) {
        return String.valueOf(values.getOrDefault("kura.service.pid", MBusConfig.PID));
    }

    private record Asked(ChannelRecord record, MBusChannel channel) {}
}
