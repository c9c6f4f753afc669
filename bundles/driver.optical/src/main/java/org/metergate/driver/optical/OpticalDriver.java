package org.metergate.driver.optical;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.metergate.iec62056p21.Pause;
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
 * Reads one meter through its optical port, or listens to one that sends by itself. All channels of one reading cost one
 * readout and one programming mode at most. Any thread may call.
 */
@Component(
        name = OpticalConfig.PID,
        service = {Driver.class, ConfigurableComponent.class},
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        // made under Drivers and Assets, where its channels are; not among the services
        property = "kura.ui.factory.hide=true")
@Designate(ocd = OpticalConfig.class, factory = true)
public final class OpticalDriver extends PolledDriver implements ConfigurableComponent {
    private static final Logger LOG = LoggerFactory.getLogger(OpticalDriver.class);

    private sealed interface State {
        record Ready(ConnectedMeter meter) implements State {}

        record Misconfigured(String problems) implements State {}

        record Stopped() implements State {}
    }

    private final Clock clock;
    private final String name;
    private final Listeners listeners = new Listeners();
    private final ToldRows told;
    private final ConnectedMeter.Surroundings around;
    private volatile State state = new State.Stopped();

    /**
     * @param context of this bundle; in its data area is remembered which rows of profiles were told
     * @param lines the lines of the gateway
     * @param crypto opens the password
     * @param values the settings
     */
    @Activate
    public OpticalDriver(
            BundleContext context,
            @Reference(name = "lines") Lines lines,
            @Reference(name = "crypto") CryptoService crypto,
            Map<String, Object> values) {
        this(lines, crypto, values, Clock.systemUTC(), Pause.SLEEP, storage(context, nameOf(values)));
    }

    OpticalDriver(Lines lines, CryptoService crypto, Map<String, Object> values, Clock clock, Pause pause) {
        this(lines, crypto, values, clock, pause, Optional.empty());
    }

    OpticalDriver(
            Lines lines,
            CryptoService crypto,
            Map<String, Object> values,
            Clock clock,
            Pause pause,
            Optional<Path> storage) {
        super(clock);
        this.clock = clock;
        this.name = nameOf(values);
        this.told = new ToldRows(storage);
        this.around = new ConnectedMeter.Surroundings(
                name, lines, clock, pause, stored -> stored.open(crypto), listeners, new Health(LOG, name), told);
        modified(values);
    }

    private static String nameOf(Map<String, Object> values) {
        return String.valueOf(values.getOrDefault("kura.service.pid", OpticalConfig.PID));
    }

    /** A gateway without a place for data forgets the rows with the instance. */
    private static Optional<Path> storage(BundleContext context, String name) {
        String file = "rows-" + name.replaceAll("[^A-Za-z0-9.-]", "_") + ".txt";
        return DataFolder.of(context, "optical").map(folder -> folder.resolve(file));
    }

    /** The gateway repeats itself: settings equal to those in force change nothing. */
    @Modified
    synchronized void modified(Map<String, Object> values) {
        Properties properties = new Properties(values);
        Optional<OpticalSettings> wanted = OpticalSettings.from(properties);
        State before = state;
        if (properties.problems().isEmpty() && wanted.isPresent()) {
            if (before instanceof State.Ready ready && ready.meter().settings().equals(wanted.get())) {
                return;
            }
            ConnectedMeter meter = new ConnectedMeter(wanted.get(), around);
            state = new State.Ready(meter);
            giveUp(before);
            meter.start();
            return;
        }
        State.Misconfigured wrong = new State.Misconfigured(
                properties.problems().stream().map(Properties.Problem::toString).collect(Collectors.joining("; ")));
        if (!wrong.equals(before)) {
            LOG.error("{} cannot read: wrong settings: {}", name, wrong.problems());
        }
        state = wrong;
        giveUp(before);
    }

    /** Breaks a reading in progress off and gives the line up. */
    @Deactivate
    synchronized void stop() {
        State before = state;
        state = new State.Stopped();
        giveUp(before);
        told.close();
    }

    @Override
    protected List<ChannelSetting> channelSettings() {
        return OpticalChannel.SETTINGS;
    }

    @Override
    protected void poll(List<ChannelRecord> records) {
        State now = state;
        if (now instanceof State.Ready ready) {
            ready.meter().read(records);
        } else {
            failAll(records, now);
        }
    }

    @Override
    public void write(List<ChannelRecord> records) {
        State now = state;
        if (now instanceof State.Ready ready) {
            ready.meter().write(records);
        } else {
            failAll(records, now);
        }
    }

    @Override
    public void registerChannelListener(Map<String, Object> settings, ChannelListener listener) {
        try {
            OpticalChannel channel = OpticalChannel.of(settings);
            listeners.add(settings, listener);
            if (channel.source() != Source.PROFILE
                    && state instanceof State.Ready ready
                    && !ready.meter().settings().push()) {
                LOG.warn(
                        "{}: channel {} is listened to, and this meter sends nothing by itself; set push, or read the"
                                + " channel on a timer",
                        name,
                        settings.get("+name"));
            }
        } catch (OpticalChannel.InvalidException | IllegalArgumentException e) {
            LOG.error("{}: channel {} is not listened to: {}", name, settings.get("+name"), e.getMessage());
            return;
        }
        listenersChanged();
    }

    @Override
    public void unregisterChannelListener(ChannelListener listener) {
        listeners.remove(listener);
        listenersChanged();
    }

    private void listenersChanged() {
        if (state instanceof State.Ready ready) {
            ready.meter().listenersChanged();
        }
    }

    private void failAll(List<ChannelRecord> records, State why) {
        String reason = why instanceof State.Misconfigured wrong
                ? "the driver's settings are wrong: " + wrong.problems()
                : "the driver was stopped";
        records.forEach(record -> Records.fail(record, reason, clock.instant()));
    }

    private static void giveUp(State state) {
        if (state instanceof State.Ready ready) {
            ready.meter().close();
        }
    }
}
