package org.metergate.driver.dlms;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.crypto.CryptoService;
import org.eclipse.kura.driver.Driver;
import org.metergate.dlms.Answer;
import org.metergate.dlms.CosemAttribute;
import org.metergate.dlms.DlmsReading;
import org.metergate.dlms.DlmsSession;
import org.metergate.driver.channels.ChannelSetting;
import org.metergate.driver.channels.Health;
import org.metergate.driver.channels.PolledDriver;
import org.metergate.driver.channels.Records;
import org.metergate.model.Quality;
import org.metergate.model.Reading;
import org.metergate.model.Value;
import org.metergate.settings.Properties;
import org.metergate.transport.Claim;
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

/** Reads one DLMS/COSEM meter. All channels of one reading share as few requests as the meter allows. Any thread. */
@Component(
        name = DlmsConfig.PID,
        service = {Driver.class, ConfigurableComponent.class},
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = DlmsConfig.class, factory = true)
public final class DlmsDriver extends PolledDriver implements ConfigurableComponent {
    private static final Logger LOG = LoggerFactory.getLogger(DlmsDriver.class);

    private sealed interface State {
        record Ready(DlmsDriverSettings settings, Claim claim, DlmsSession session) implements State {
            String meter() {
                return "dlms on " + settings.line();
            }
        }

        record Misconfigured(String problems) implements State {}

        record Stopped() implements State {}
    }

    private final Lines lines;
    private final CryptoService crypto;
    private final Clock clock;
    private final Health health;
    private volatile State state = new State.Stopped();

    /**
     * @param lines the lines of the gateway
     * @param crypto deciphers the password
     * @param values the settings
     */
    @Activate
    public DlmsDriver(@Reference Lines lines, @Reference CryptoService crypto, Map<String, Object> values) {
        this(lines, crypto, values, Clock.systemUTC());
    }

    DlmsDriver(Lines lines, CryptoService crypto, Map<String, Object> values, Clock clock) {
        super(clock);
        this.lines = lines;
        this.crypto = crypto;
        this.clock = clock;
        this.health = new Health(LOG, nameOf(values));
        modified(values);
    }

    /** The gateway repeats itself: settings equal to those in force change nothing. */
    @Modified
    synchronized void modified(Map<String, Object> values) {
        Properties properties = new Properties(values);
        Optional<DlmsDriverSettings> wanted = DlmsDriverSettings.from(properties, this::decrypted);
        State before = state;
        if (properties.problems().isEmpty() && wanted.isPresent()) {
            DlmsDriverSettings settings = wanted.get();
            if (before instanceof State.Ready ready && ready.settings().equals(settings)) {
                return;
            }
            Claim claim = settings.line().claim(lines, settings.serial(), nameOf(values));
            state = new State.Ready(settings, claim, new DlmsSession(claim, settings.session()));
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

    /** Releases the association, breaks a reading in progress off and gives the line up. */
    @Deactivate
    synchronized void stop() {
        State before = state;
        state = new State.Stopped();
        giveUp(before);
    }

    @Override
    protected List<ChannelSetting> channelSettings() {
        return DlmsChannel.SETTINGS;
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
        Map<ChannelRecord, CosemAttribute> wanted = wanted(records);
        if (wanted.isEmpty()) {
            return;
        }
        try {
            Set<CosemAttribute> attributes = new LinkedHashSet<>(wanted.values());
            Map<CosemAttribute, DlmsReading> answers = new HashMap<>();
            for (DlmsReading reading : ready.session().read(List.copyOf(attributes))) {
                answers.put(reading.attribute(), reading);
            }
            health.well(ready.meter());
            wanted.forEach((record, attribute) -> Records.fill(record, reading(answers.get(attribute), ready)));
        } catch (LineException e) {
            fail(List.copyOf(wanted.keySet()), Quality.NO_ANSWER, "dlms: " + e.getMessage());
        } catch (MalformedFrameException e) {
            fail(List.copyOf(wanted.keySet()), Quality.CORRUPT, ready.meter() + ": " + e.getMessage());
        }
    }

    /** Records are told apart by identity: the gateway may ask for one attribute under two names. */
    private Map<ChannelRecord, CosemAttribute> wanted(List<ChannelRecord> records) {
        Map<ChannelRecord, CosemAttribute> wanted = new IdentityHashMap<>();
        for (ChannelRecord record : records) {
            try {
                wanted.put(record, DlmsChannel.of(record.getChannelConfig()));
            } catch (DlmsChannel.InvalidException e) {
                String reason = "channel " + record.getChannelName() + ": " + e.getMessage();
                Records.fill(record, Reading.failed(Quality.MISCONFIGURED, reason, clock.instant()));
            }
        }
        return wanted;
    }

    private Reading reading(DlmsReading reading, State.Ready ready) {
        Instant time = reading.time()
                .filter(meter -> !meter.invalid())
                .map(meter -> meter.instant(ready.settings().zone()))
                .orElseGet(clock::instant);
        Answer answer = reading.answer();
        if (answer instanceof Answer.Measured measured) {
            return Reading.good(new Value.Measured(measured.quantity()), time);
        }
        if (answer instanceof Answer.Text text) {
            return Reading.good(new Value.Text(text.text()), time);
        }
        if (answer instanceof Answer.Moment moment) {
            return Reading.good(
                    new Value.Moment(moment.time().instant(ready.settings().zone())), time);
        }
        if (answer instanceof Answer.Raw raw) {
            return Reading.good(new Value.Raw(raw.bytes()), time);
        }
        if (answer instanceof Answer.Refused refused) {
            return Reading.failed(Quality.REFUSED, ready.meter() + ": " + refused.reason(), time);
        }
        return Reading.failed(Quality.CORRUPT, ready.meter() + ": " + ((Answer.Unfit) answer).reason(), time);
    }

    private void fail(List<ChannelRecord> records, Quality quality, String reason) {
        health.ill(reason);
        failAll(records, quality, reason);
    }

    private void failAll(List<ChannelRecord> records, Quality quality, String reason) {
        Reading failed = Reading.failed(quality, reason, clock.instant());
        records.forEach(record -> Records.fill(record, failed));
    }

    /** A password given when the instance was made comes as plain text; every other time it is enciphered. */
    private String decrypted(String secret) {
        try {
            return new String(crypto.decryptAes(secret.toCharArray()));
        } catch (KuraException
                | RuntimeException e) { // what is no ciphertext makes the gateway throw any of several kinds
            return secret;
        }
    }

    private static void giveUp(State state) {
        if (state instanceof State.Ready ready) {
            ready.session().close();
            ready.claim().close();
        }
    }

    private static String nameOf(Map<String, Object> values) {
        return String.valueOf(values.getOrDefault("kura.service.pid", DlmsConfig.PID));
    }
}
