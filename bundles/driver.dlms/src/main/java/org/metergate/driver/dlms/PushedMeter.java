package org.metergate.driver.dlms;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.eclipse.kura.type.DataType;
import org.metergate.dlms.CosemDateTime;
import org.metergate.dlms.PushEvent;
import org.metergate.dlms.PushListener;
import org.metergate.dlms.PushSender;
import org.metergate.dlms.PushStream;
import org.metergate.dlms.PushedValue;
import org.metergate.dlms.SharedKeys;
import org.metergate.driver.channels.Diagnosis;
import org.metergate.driver.channels.Reason;
import org.metergate.driver.channels.Worker;
import org.metergate.iec62056p21.Registers;
import org.metergate.iec62056p21.Telegram;
import org.metergate.model.Quality;
import org.metergate.model.Reading;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.LineException;
import org.metergate.transport.MalformedFrameException;

/**
 * What a meter sends by itself: the last of every value, and a thread that listens if it comes on a line. Any thread may
 * call.
 */
final class PushedMeter implements PushPorts.Subscriber {
    private static final Duration BEFORE_NEXT_TRY = Duration.ofSeconds(1);
    private static final Duration GAP = Duration.ofMillis(500);

    /** One push, ready to be asked for channels. */
    interface Message {
        /** @return what a channel is told by it; empty if it holds nothing for that channel */
        Optional<Reading> reading(DlmsChannel channel, DataType type);
    }

    private record Kept(PushedValue value, Instant time, Instant came) {}

    private record KeptText(Registers registers, Instant time, Instant came) {}

    private final DlmsDriverSettings settings;
    private final Optional<PushSender> sender;
    private final Clock clock;
    private final Readings readings;
    private final BiConsumer<Message, Optional<CosemDateTime>> hearer;
    private final Consumer<Diagnosis> complainer;
    private final TreeMap<String, Kept> last = new TreeMap<>();
    private Optional<KeptText> text = Optional.empty();
    private Diagnosis state = Diagnosis.NOT_ASKED;
    private Optional<Worker> worker = Optional.empty();

    /**
     * @param settings of the meter
     * @param keys that open what comes encrypted
     * @param clock of the gateway
     * @param hearer told of every good push
     * @param complainer told of every failure
     */
    PushedMeter(
            DlmsDriverSettings settings,
            Optional<SharedKeys> keys,
            Clock clock,
            BiConsumer<Message, Optional<CosemDateTime>> hearer,
            Consumer<Diagnosis> complainer) {
        this.settings = settings;
        this.sender = keys.map(shared ->
                        shared.authentication().isEmpty() && settings.push().unauthenticated()
                                ? shared.ignoringTags()
                                : shared)
                .map(PushSender::new);
        this.clock = clock;
        this.readings = new Readings(settings);
        this.hearer = hearer;
        this.complainer = complainer;
    }

    /** Begins to listen on a line. */
    void listen(String name, Claim claim) {
        Worker listening = new Worker("dlms-" + name + "-listen", self -> listen(self, claim));
        synchronized (this) {
            worker = Optional.of(listening);
        }
        listening.start();
    }

    /** Ends the listening; the claim must have been closed before. */
    void stop() {
        Optional<Worker> listening;
        synchronized (this) {
            listening = worker;
        }
        listening.ifPresent(Worker::stop);
    }

    private void listen(Worker self, Claim claim) {
        PushListener listener = new PushListener(new PushStream(settings.push().carrier(), this::senderOf), GAP);
        while (!self.isStopped()) {
            try (Conversation line = claim.converse(settings.patience())) {
                while (!self.isStopped()) {
                    List<PushEvent> events = listener.next(line, settings.push().timeout());
                    if (events.isEmpty()) {
                        failed(Reason.NOTHING_PUSHED.diagnosis(
                                Quality.NO_ANSWER, settings.push().timeout().toMillis()));
                    }
                    events.forEach(this::received);
                }
            } catch (LineException e) {
                if (!self.isStopped()) {
                    failed(new DlmsDiagnosis(settings).of(e, Optional.empty()));
                }
                if (!self.await(BEFORE_NEXT_TRY)) {
                    return;
                }
            }
        }
    }

    @Override
    public Optional<PushSender> senderOf(byte[] title) {
        return title.length == 0 || isOurs(title) ? sender : Optional.empty();
    }

    @Override
    public boolean expects(String host, Optional<byte[]> title) {
        boolean comesFrom =
                settings.push().from().isEmpty() || settings.push().from().equals(host);
        return comesFrom && title.map(this::isOurs).orElse(true);
    }

    private boolean isOurs(byte[] title) {
        String wanted = settings.credentials().meterTitle();
        return wanted.isEmpty() || wanted.equals(HexFormat.of().withUpperCase().formatHex(title));
    }

    @Override
    public void received(PushEvent event) {
        Instant now = clock.instant();
        if (event instanceof PushEvent.Received received) {
            Optional<CosemDateTime> shown = received.push().time().filter(time -> !time.invalid());
            Instant time = settings.clock()
                    .time(shown.map(one -> one.instant(settings.clock().zone())), now);
            List<Kept> came = received.push().values().stream()
                    .map(value -> new Kept(value, time, now))
                    .toList();
            keep(came);
            hearer.accept((channel, type) -> of(came, channel, type), shown);
        } else if (event instanceof PushEvent.Telegram telegram) {
            telegram(telegram, now);
        } else {
            failed(DlmsDiagnosis.of((PushEvent.Refused) event));
        }
    }

    private void telegram(PushEvent.Telegram telegram, Instant now) {
        try {
            Registers registers = new Registers(Telegram.decode(telegram.text().getBytes(StandardCharsets.ISO_8859_1))
                    .dataSets());
            Instant time = settings.clock().time(registers.time(settings.clock().zone()), now);
            KeptText came = new KeptText(registers, time, now);
            synchronized (this) {
                text = Optional.of(came);
                state = Diagnosis.WELL;
            }
            hearer.accept((channel, type) -> of(came, channel), Optional.empty());
        } catch (MalformedFrameException e) {
            failed(Diagnosis.of(e));
        }
    }

    private synchronized void keep(List<Kept> came) {
        came.forEach(one -> last.put(one.value().object() + " " + one.value().attribute(), one));
        state = Diagnosis.WELL;
    }

    private void failed(Diagnosis why) {
        synchronized (this) {
            state = why;
        }
        complainer.accept(why);
    }

    private Optional<Reading> of(List<Kept> kept, DlmsChannel channel, DataType type) {
        return kept.stream()
                .filter(one -> channel.means(one.value().object(), one.value().attribute()))
                .findFirst()
                .map(one -> readings.of(one.value().answer(), type, one.time()));
    }

    private static Optional<Reading> of(KeptText kept, DlmsChannel channel) {
        return channel.attribute()
                .flatMap(attribute -> kept.registers().find(attribute.object().toString()))
                .flatMap(Registers::value)
                .map(value -> Reading.good(value, kept.time()));
    }

    /** @return what was pushed last for a channel; empty if nothing was, or too long ago */
    synchronized Optional<Reading> latest(DlmsChannel channel, DataType type) {
        Instant oldest = clock.instant().minus(settings.push().timeout());
        List<Kept> young = last.values().stream()
                .filter(one -> !one.came().isBefore(oldest))
                .toList();
        return of(young, channel, type)
                .or(() -> text.filter(one -> !one.came().isBefore(oldest)).flatMap(one -> of(one, channel)));
    }

    /** @return what is pushed, for a channel that was not found in it */
    synchronized List<String> pushed() {
        return last.values().stream()
                .map(one -> one.value().object().toString())
                .distinct()
                .toList();
    }

    /** @return how the listening goes */
    synchronized Diagnosis diagnosis() {
        return state;
    }
}
