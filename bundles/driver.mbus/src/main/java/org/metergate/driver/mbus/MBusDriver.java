package org.metergate.driver.mbus;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.driver.Driver;
import org.metergate.driver.channels.ChannelSetting;
import org.metergate.driver.channels.Health;
import org.metergate.driver.channels.PolledDriver;
import org.metergate.driver.channels.Records;
import org.metergate.mbus.Answer;
import org.metergate.mbus.MeterAddress;
import org.metergate.settings.Properties;
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

/** Kura driver for the meters of one wired M-Bus: one readout a meter serves all its channels of one reading. */
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
    private final Clock clock;
    private final String name;
    private final Map<MeterAddress, Health> healths = new ConcurrentHashMap<>();
    private volatile Optional<Bus> bus = Optional.empty();
    private volatile String error = "";

    /**
     * @param lines owner of the lines
     * @param properties the settings
     */
    @Activate
    public MBusDriver(@Reference Lines lines, Map<String, Object> properties) {
        this(lines, properties, Clock.systemUTC());
    }

    MBusDriver(Lines lines, Map<String, Object> properties, Clock clock) {
        super(clock);
        this.lines = lines;
        this.clock = clock;
        this.name = nameOf(properties);
        modified(properties);
    }

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
        if (!wanted.equals(bus.map(Bus::settings))) {
            bus.ifPresent(Bus::close);
            bus = wanted.map(settings -> new Bus(settings, lines));
            wanted.ifPresent(
                    settings -> LOG.info("{} reads M-Bus on {} at {}", name, settings.line(), settings.serial()));
        }
    }

    @Deactivate
    synchronized void deactivate() {
        bus.ifPresent(Bus::close);
        bus = Optional.empty();
        error = "the driver is stopped";
    }

    @Override
    protected List<ChannelSetting> channelSettings() {
        return MBusChannel.SETTINGS;
    }

    @Override
    protected void poll(List<ChannelRecord> records) {
        Optional<Bus> present = bus;
        if (present.isEmpty()) {
            records.forEach(record -> fail(record, "the settings of the M-Bus driver are wrong: " + error));
            return;
        }
        Map<MeterAddress, List<Asked>> meters = new LinkedHashMap<>();
        for (ChannelRecord record : records) {
            try {
                MBusChannel channel = MBusChannel.of(record.getChannelConfig());
                meters.computeIfAbsent(channel.meter(), meter -> new ArrayList<>())
                        .add(new Asked(record, channel.record()));
            } catch (MBusChannel.InvalidException e) {
                fail(record, "channel " + record.getChannelName() + ": " + e.getMessage());
            }
        }
        meters.forEach((meter, asked) -> read(present.get(), meter, asked));
    }

    private void read(Bus present, MeterAddress meter, List<Asked> asked) {
        String who = "M-Bus meter " + meter;
        String where = who + " on " + present.settings().line();
        Health health = healths.computeIfAbsent(meter, one -> new Health(LOG, name));
        String failure;
        try {
            Answer answer = present.read(meter);
            if (answer instanceof Answer.Telegram telegram) {
                Readings readings = new Readings(present.settings().zone(), clock.instant());
                asked.forEach(one -> Records.fill(one.record(), readings.of(telegram, one.selector())));
                health.well(where);
                return;
            }
            failure = where + ": " + refusal(answer);
        } catch (LineException e) { // its message names the line; the next meter may answer
            failure = who + ": " + e.getMessage();
        } catch (MalformedFrameException e) {
            failure = where + ": " + e.getMessage();
        }
        health.ill(failure);
        for (Asked one : asked) {
            fail(one.record(), failure);
        }
    }

    private static String refusal(Answer answer) {
        if (answer instanceof Answer.ApplicationError error) {
            return "it reports error " + error.code() + ", " + error.text();
        }
        if (answer instanceof Answer.Encrypted encrypted) {
            return "its data are encrypted with mode " + encrypted.mode() + "; wired meters are read in clear only";
        }
        return "it answers that it has no data";
    }

    private void fail(ChannelRecord record, String message) {
        Records.fail(record, message, clock.instant());
    }

    private static String nameOf(Map<String, Object> values) {
        return String.valueOf(values.getOrDefault("kura.service.pid", MBusConfig.PID));
    }

    private record Asked(ChannelRecord record, RecordSelector selector) {}
}
