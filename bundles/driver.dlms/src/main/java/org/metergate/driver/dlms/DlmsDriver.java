package org.metergate.driver.dlms;

import java.io.IOException;
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
import org.metergate.settings.Properties;
import org.metergate.transport.Lines;
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
 * Reads one DLMS/COSEM meter, tells the rows of its load profiles, and hears what it pushes. All channels of one reading
 * share as few requests as the meter allows. Any thread may call.
 */
@Component(
        name = DlmsConfig.PID,
        service = {Driver.class, ConfigurableComponent.class},
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        // made under Drivers and Assets, where its channels are; not among the services
        property = "kura.ui.factory.hide=true")
@Designate(ocd = DlmsConfig.class, factory = true)
public final class DlmsDriver extends PolledDriver implements ConfigurableComponent {
    private static final Logger LOG = LoggerFactory.getLogger(DlmsDriver.class);

    private sealed interface State {
        record Ready(ConnectedMeter meter) implements State {}

        record Misconfigured(String problems) implements State {}

        record Stopped() implements State {}
    }

    private final CryptoService crypto;
    private final Clock clock;
    private final String name;
    private final Listeners listeners = new Listeners();
    private final ConnectedMeter.Surroundings around;
    private final ScanService scans;
    private volatile State state = new State.Stopped();

    /**
     * @param lines the lines of the gateway
     * @param crypto deciphers passwords and keys
     * @param store remembers invocation counters and the rows told
     * @param ports that meters push to
     * @param scans that look for the objects of this meter
     * @param values the settings
     */
    @Activate
    public DlmsDriver(
            @Reference(name = "lines") Lines lines,
            @Reference(name = "crypto") CryptoService crypto,
            @Reference(name = "store") DlmsStore store,
            @Reference(name = "ports") PushPorts ports,
            @Reference(name = "scans") ScanService scans,
            Map<String, Object> values) {
        this(lines, crypto, store, ports, scans, values, Clock.systemUTC(), Pause.SLEEP);
    }

    DlmsDriver(
            Lines lines,
            CryptoService crypto,
            DlmsStore store,
            PushPorts ports,
            ScanService scans,
            Map<String, Object> values,
            Clock clock,
            Pause pause) {
        super(clock);
        this.crypto = crypto;
        this.clock = clock;
        this.scans = scans;
        this.name = String.valueOf(values.getOrDefault("kura.service.pid", DlmsConfig.PID));
        this.around = new ConnectedMeter.Surroundings(
                name, lines, clock, pause, store, ports, listeners, new Health(LOG, name));
        scans.add(name, this::meter);
        modified(values);
    }

    /** The gateway repeats itself: settings equal to those in force change nothing. */
    @Modified
    synchronized void modified(Map<String, Object> values) {
        Properties properties = new Properties(values);
        Optional<DlmsDriverSettings> wanted = DlmsDriverSettings.from(properties);
        State before = state;
        boolean sound = properties.problems().isEmpty() && wanted.isPresent();
        if (sound
                && before instanceof State.Ready ready
                && ready.meter().settings().equals(wanted.get())) {
            return;
        }
        Optional<Credentials.Opened> opened = wanted.flatMap(settings -> settings.credentials()
                .open(stored -> stored.open(crypto), properties, settings.push().way() != PushSettings.Way.NONE));
        if (opened.isPresent() && properties.problems().isEmpty()) {
            connect(wanted.get(), opened.get(), before);
        } else {
            misconfigured(
                    properties.problems().stream()
                            .map(Properties.Problem::toString)
                            .collect(Collectors.joining("; ")),
                    before);
        }
    }

    private void connect(DlmsDriverSettings settings, Credentials.Opened opened, State before) {
        try {
            ConnectedMeter meter = new ConnectedMeter(settings, opened, around);
            state = new State.Ready(meter);
            giveUp(before);
            meter.start();
        } catch (IOException e) {
            misconfigured(
                    "the invocation counter cannot be kept: " + e.getMessage()
                            + "; check that the gateway's disk has room and can be written",
                    before);
        }
    }

    private void misconfigured(String problems, State before) {
        State.Misconfigured wrong = new State.Misconfigured(problems);
        if (!wrong.equals(before)) {
            LOG.error("{} cannot read: wrong settings: {}", name, problems);
        }
        state = wrong;
        giveUp(before);
    }

    /** Releases the association, breaks a reading in progress off and gives the line up. */
    @Deactivate
    synchronized void stop() {
        State before = state;
        state = new State.Stopped();
        scans.remove(name);
        giveUp(before);
    }

    private Optional<ConnectedMeter> meter() {
        return state instanceof State.Ready ready ? Optional.of(ready.meter()) : Optional.empty();
    }

    @Override
    protected List<ChannelSetting> channelSettings() {
        return DlmsChannel.SETTINGS;
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
            DlmsChannel channel = DlmsChannel.of(settings);
            listeners.add(settings, listener);
            if (channel.profile().isEmpty()
                    && state instanceof State.Ready ready
                    && ready.meter().settings().push().way() == PushSettings.Way.NONE) {
                LOG.warn(
                        "{}: channel {} is listened to, and this meter sends nothing by itself; set push or the channel's"
                                + " profile, or read the channel on a timer",
                        name,
                        settings.get("+name"));
            }
        } catch (DlmsChannel.InvalidException | IllegalArgumentException e) {
            LOG.error("{}: channel {} is not listened to: {}", name, settings.get("+name"), e.getMessage());
            return;
        }
        meter().ifPresent(ConnectedMeter::listenersChanged);
    }

    @Override
    public void unregisterChannelListener(ChannelListener listener) {
        listeners.remove(listener);
        meter().ifPresent(ConnectedMeter::listenersChanged);
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
