package org.metergate.driver.optical;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.driver.Driver;
import org.metergate.driver.channels.ChannelSetting;
import org.metergate.driver.channels.Health;
import org.metergate.driver.channels.PolledDriver;
import org.metergate.driver.channels.Records;
import org.metergate.iec62056p21.DataSet;
import org.metergate.iec62056p21.OpticalSession;
import org.metergate.iec62056p21.Pause;
import org.metergate.iec62056p21.Registers;
import org.metergate.model.Quality;
import org.metergate.model.Reading;
import org.metergate.model.Value;
import org.metergate.settings.Properties;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.LineException;
import org.metergate.transport.Lines;
import org.metergate.transport.MalformedFrameException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one meter through its optical port. All channels of one reading cost one readout. Any thread may call. */
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
    private static final String ADDRESS = "address";

    private sealed interface State {
        record Ready(OpticalSettings settings, Claim claim) implements State {}

        record Misconfigured(String problems) implements State {}

        record Stopped() implements State {}
    }

    private final Lines lines;
    private final Clock clock;
    private final Pause pause;
    private final Health health;
    private volatile State state = new State.Stopped();

    /**
     * @param lines the lines of the gateway
     * @param values the settings
     */
    @Activate
    public OpticalDriver(@Reference(name = "lines") Lines lines, Map<String, Object> values) {
        this(lines, values, Clock.systemUTC(), Pause.SLEEP);
    }

    OpticalDriver(Lines lines, Map<String, Object> values, Clock clock, Pause pause) {
        super(clock);
        this.lines = lines;
        this.clock = clock;
        this.health = new Health(LOG, nameOf(values));
        this.pause = pause;
        modified(values);
    }

    /** The gateway repeats itself: settings equal to those in force change nothing. */
    @Modified
    synchronized void modified(Map<String, Object> values) {
        Properties properties = new Properties(values);
        Optional<OpticalSettings> wanted = OpticalSettings.from(properties);
        State before = state;
        if (properties.problems().isEmpty() && wanted.isPresent()) {
            if (before instanceof State.Ready ready && ready.settings().equals(wanted.get())) {
                return;
            }
            OpticalSettings settings = wanted.get();
            state = new State.Ready(
                    settings, lines.claim(settings.line(), settings.session().initial()));
        } else {
            State.Misconfigured wrong = new State.Misconfigured(properties.problems().stream()
                    .map(Properties.Problem::toString)
                    .collect(Collectors.joining("; ")));
            if (!wrong.equals(before)) {
                LOG.error("{} cannot read: wrong settings: {}", nameOf(values), wrong.problems());
            }
            state = wrong;
        }
        giveUp(before);
    }

    /** Breaks a reading in progress off and gives the line up. */
    @Deactivate
    synchronized void stop() {
        State before = state;
        state = new State.Stopped();
        giveUp(before);
    }

    @Override
    protected List<ChannelSetting> channelSettings() {
        return List.of(ChannelSetting.required(
                ADDRESS,
                "Register",
                "OBIS code or address as the meter shows it, such as 1.8.0, 1-0:1.8.0*255 or F.F",
                "1.8.0"));
    }

    @Override
    protected void poll(List<ChannelRecord> records) {
        State now = state;
        if (now instanceof State.Ready ready) {
            read(records, ready);
        } else if (now instanceof State.Misconfigured wrong) {
            failAll(records, Quality.MISCONFIGURED, "the driver's settings are wrong: " + wrong.problems());
        } else {
            failAll(records, Quality.MISCONFIGURED, "the driver was stopped");
        }
    }

    private void read(List<ChannelRecord> records, State.Ready ready) {
        OpticalSettings settings = ready.settings();
        try {
            Registers registers = readOut(ready);
            health.well(settings.meter() + " on " + settings.line());
            Instant time = registers.time(settings.zone()).orElseGet(clock::instant);
            for (ChannelRecord record : records) {
                Records.fill(record, reading(record, registers, time, settings));
            }
        } catch (LineException e) { // its message names the line
            fail(records, Quality.NO_ANSWER, settings.meter() + ": " + e.getMessage());
        } catch (MalformedFrameException e) {
            fail(records, Quality.CORRUPT, settings.meter() + ": " + settings.line() + ": " + e.getMessage());
        }
    }

    private Registers readOut(State.Ready ready) throws LineException, MalformedFrameException {
        try (Conversation line = ready.claim().converse(ready.settings().patience())) {
            OpticalSession session = new OpticalSession(line, ready.settings().session(), pause);
            return new Registers(session.readOut().dataSets());
        }
    }

    private Reading reading(ChannelRecord record, Registers registers, Instant time, OpticalSettings settings) {
        Properties channel = new Properties(record.getChannelConfig());
        String address = channel.required(ADDRESS, "1.8.0 or F.F");
        if (!channel.problems().isEmpty()) {
            return Reading.failed(
                    Quality.MISCONFIGURED,
                    "channel " + record.getChannelName() + ": "
                            + channel.problems().get(0),
                    time);
        }
        Optional<DataSet> set = registers.find(address);
        if (set.isEmpty()) {
            return Reading.failed(
                    Quality.REFUSED,
                    settings.meter() + " on " + settings.line() + " shows no register " + address + "; it shows "
                            + String.join(" ", registers.addresses()),
                    time);
        }
        Optional<Value> value = Registers.value(set.get());
        return value.map(good -> Reading.good(good, time))
                .orElseGet(() -> Reading.failed(
                        Quality.CORRUPT,
                        settings.meter() + " on " + settings.line() + ": register " + address + " holds '"
                                + set.get().main().raw() + "', which is no number",
                        time));
    }

    private void fail(List<ChannelRecord> records, Quality quality, String reason) {
        health.ill(reason);
        failAll(records, quality, reason);
    }

    private void failAll(List<ChannelRecord> records, Quality quality, String reason) {
        Reading failed = Reading.failed(quality, reason, clock.instant());
        records.forEach(record -> Records.fill(record, failed));
    }

    private static void giveUp(State state) {
        if (state instanceof State.Ready ready) {
            ready.claim().close();
        }
    }

    private static String nameOf(Map<String, Object> values) {
        return String.valueOf(values.getOrDefault("kura.service.pid", OpticalConfig.PID));
    }
}
