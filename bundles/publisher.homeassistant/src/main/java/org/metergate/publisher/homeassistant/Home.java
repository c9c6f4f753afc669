package org.metergate.publisher.homeassistant;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.metergate.publisher.homeassistant.CounterGuard.Counter;
import org.metergate.publisher.homeassistant.CounterGuard.Reading;
import org.metergate.publisher.homeassistant.CounterGuard.Verdict;

/**
 * All meters of the gateway and what is to be told of them. Pure but for what it remembers: records and times go in,
 * messages come out. One thread at a time.
 */
final class Home {

    /** What the gateway says of the assets it has. */
    interface Installed {
        /** @return names of all components that run */
        Set<String> components();

        /**
         * @param asset name of an asset
         * @return its channels; empty if it does not say
         */
        Optional<Set<String>> channels(String asset);
    }

    /** How long something must be gone from the gateway before it is taken out of Home Assistant. */
    static final Duration GONE = Duration.ofMinutes(10);

    private final Topics topics;
    private final Classes classes;
    private final Limits limits;
    private final Optional<Duration> fixedExpiry;
    private final DiscoveryEncoder encoder;
    private final Map<String, Meter> meters = new TreeMap<>();
    private final Map<String, Instant> missing = new HashMap<>();
    private boolean changed;

    /**
     * Fastest rises that are believed at once.
     *
     * @param power kW
     * @param flow m³/h
     */
    record Limits(BigDecimal power, BigDecimal flow) {
        private BigDecimal of(Shape.Limit limit) {
            BigDecimal unit =
                    switch (limit.kind()) {
                        case POWER -> power;
                        case FLOW -> flow;
                    };
            return unit.multiply(limit.perUnit());
        }
    }

    /**
     * @param topics where everything goes
     * @param classes what the user said of channels
     * @param limits of the counters
     * @param fixedExpiry after which values are void; empty to go by how often a meter is heard
     * @param version of this software
     * @param known meters of an earlier run
     */
    Home(
            Topics topics,
            Classes classes,
            Limits limits,
            Optional<Duration> fixedExpiry,
            String version,
            Iterable<Meter> known) {
        this.topics = topics;
        this.classes = classes;
        this.limits = limits;
        this.fixedExpiry = fixedExpiry;
        this.encoder = new DiscoveryEncoder(topics, version);
        known.forEach(meter -> meters.put(meter.name(), meter));
    }

    /** @return the meters, by name */
    Map<String, Meter> meters() {
        return meters;
    }

    /** @return whether something happened since the last call that must not be forgotten */
    boolean mustBeKept() {
        boolean must = changed;
        changed = false;
        return must;
    }

    /**
     * Takes a record.
     *
     * @param record of a meter
     * @param now the gateway's time
     * @return what to tell, in this order
     */
    List<Outgoing> accept(MeterRecord record, Instant now) {
        List<Outgoing> out = new ArrayList<>();
        Meter meter = meters.get(record.meter());
        boolean announce = meter == null;
        if (meter == null) {
            meter = new Meter(record.meter(), false, fixedExpiry);
            meters.put(record.meter(), meter);
        }
        announce |= meter.learnFacts(record);
        announce |= meter.learnEntities(record);
        announce |= meter.hear(now, fixedExpiry);
        for (Map.Entry<String, MeterRecord.Sample> channel : record.channels().entrySet()) {
            accept(meter, channel.getKey(), channel.getValue(), now, out);
        }
        for (Map.Entry<String, Finding> finding : Finding.in(record).entrySet()) {
            if (meter.isNewFinding(finding.getKey(), finding.getValue().identity())) {
                out.add(event(meter, finding.getValue()));
            }
        }
        if (announce) {
            changed = true;
            out.add(
                    0,
                    Outgoing.kept(
                            topics.discovery(topics.unique(meter.name())), encoder.meter(meter, classes, List.of())));
        }
        if (meter.becomes(isPresent(meter, record)) || announce) {
            out.add(presence(meter));
        }
        out.add(Outgoing.state(topics.of(meter.name(), DiscoveryEncoder.STATE), meter.state()));
        return out;
    }

    private void accept(Meter meter, String channel, MeterRecord.Sample sample, Instant now, List<Outgoing> out) {
        if (Finding.isPart(channel)) {
            return;
        }
        if (Meter.isFinding(channel)) {
            sample.value()
                    .map(Object::toString)
                    .filter(text -> !text.isBlank() && meter.isNewFinding(channel, text))
                    .ifPresent(text -> out.add(event(meter, Finding.of(text, sample.time()))));
            return;
        }
        Optional<Shape> shape = Optional.ofNullable(meter.entities().get(channel))
                .map(entity -> entity.shape(meter.name(), classes.of(meter.name(), channel)));
        boolean counter = shape.filter(Shape::isCounter).isPresent();
        if (sample.value().isEmpty()) {
            meter.fail(channel, sample.error(), counter, now);
            return;
        }
        Object value = sample.number()
                .<Object>map(number -> shape.orElseThrow().shown(number))
                .orElseGet(() -> sample.value().orElseThrow());
        if (counter) {
            count(
                    meter,
                    channel,
                    shape.orElseThrow(),
                    new Reading(
                            (BigDecimal) value, sample.time(), meter.serial().orElse("")),
                    out);
        } else {
            meter.show(channel, value, sample.time());
        }
    }

    private void count(Meter meter, String channel, Shape shape, Reading reading, List<Outgoing> out) {
        CounterGuard guard = new CounterGuard(limits.of(shape.limit().orElseThrow()));
        Counter counter = meter.counters().get(channel);
        if (counter == null) {
            if (reading.register().signum() < 0) {
                meter.hold(
                        channel,
                        "a counter cannot read " + reading.register().toPlainString()
                                + "; if it counts both ways, say so: class net");
                return;
            }
            Counter begun = Counter.of(reading);
            meter.counters().put(channel, begun);
            meter.show(channel, begun.shown(), reading.time());
            changed = true;
            return;
        }
        Verdict verdict = guard.judge(counter, reading);
        meter.counters().put(channel, verdict.counter());
        BigDecimal shown = verdict.counter().shown();
        switch (verdict.outcome()) {
            case SHOWN -> meter.show(channel, shown, reading.time());
            case HELD -> meter.hold(channel, "the counter stays where it was: " + verdict.reason());
            case RESET -> {
                meter.show(channel, shown, reading.time());
                changed = true;
                FindingType type =
                        verdict.reason().startsWith("another") ? FindingType.METER_EXCHANGE : FindingType.ROLLOVER;
                String text = channel + " begins anew: " + verdict.reason();
                out.add(event(meter, new Finding(type, text, reading.time(), Map.of())));
            }
        }
    }

    private Outgoing event(Meter meter, Finding finding) {
        return Outgoing.event(topics.of(meter.name(), DiscoveryEncoder.FINDING), finding.json());
    }

    /** A meter is there unless a record shows nothing measured where something should be; a finding is not measured. */
    private static boolean isPresent(Meter meter, MeterRecord record) {
        List<MeterRecord.Sample> measured = record.channels().entrySet().stream()
                .filter(channel -> !Meter.isFinding(channel.getKey()))
                .filter(channel -> Optional.ofNullable(meter.entities().get(channel.getKey()))
                        .filter(entity -> entity.kind() != Entity.Kind.NUMBER)
                        .isEmpty())
                .map(Map.Entry::getValue)
                .toList();
        return measured.isEmpty()
                ? record.channels().values().stream()
                        .anyMatch(sample -> sample.value().isPresent())
                : measured.stream().anyMatch(sample -> sample.value().isPresent());
    }

    private Outgoing presence(Meter meter) {
        return Outgoing.kept(
                topics.of(meter.name(), DiscoveryEncoder.AVAILABILITY), DiscoveryEncoder.presence(meter.isPresent()));
    }

    /**
     * Tells everything, as Home Assistant wants it when it was started and as a new connection needs it.
     *
     * @param notices what is wrong with the gateway's settings
     * @return what to tell, in this order
     */
    List<Outgoing> announce(List<String> notices) {
        List<Outgoing> out = new ArrayList<>();
        out.add(Outgoing.kept(topics.discovery(topics.gateway()), encoder.gateway()));
        out.add(Outgoing.kept(topics.status(), DiscoveryEncoder.presence(true)));
        out.add(Outgoing.kept(topics.notices(), Json.text(Map.of("notices", notices))));
        for (Meter meter : meters.values()) {
            out.add(Outgoing.kept(
                    topics.discovery(topics.unique(meter.name())), encoder.meter(meter, classes, List.of())));
            if (meter.isHeard()) { // else the broker still has what was last known
                out.add(presence(meter));
                out.add(Outgoing.state(topics.of(meter.name(), DiscoveryEncoder.STATE), meter.state()));
            }
        }
        return out;
    }

    /** @return what to tell before the publisher stops */
    List<Outgoing> farewell() {
        return List.of(Outgoing.kept(topics.status(), DiscoveryEncoder.presence(false)));
    }

    /** @return what to tell before everything goes to other topics: the old ones hold nothing any more */
    List<Outgoing> leave() {
        List<Outgoing> out = new ArrayList<>();
        out.add(Outgoing.kept(topics.discovery(topics.gateway()), ""));
        out.add(Outgoing.kept(topics.notices(), ""));
        out.add(Outgoing.kept(topics.status(), ""));
        meters.values().forEach(meter -> forget(meter, out));
        return out;
    }

    private void forget(Meter meter, List<Outgoing> out) {
        out.add(Outgoing.kept(topics.discovery(topics.unique(meter.name())), ""));
        out.add(Outgoing.kept(topics.of(meter.name(), DiscoveryEncoder.AVAILABILITY), ""));
        out.add(Outgoing.kept(topics.of(meter.name(), DiscoveryEncoder.STATE), ""));
    }

    /**
     * Looks for meters and channels that the gateway had and has no more.
     *
     * @param installed what the gateway has
     * @param now the gateway's time
     * @return what to tell
     */
    List<Outgoing> check(Installed installed, Instant now) {
        List<Outgoing> out = new ArrayList<>();
        Set<String> components = installed.components();
        for (Meter meter : List.copyOf(meters.values())) {
            if (components.contains(meter.name())) {
                if (!meter.isAsset()) {
                    meter.foundAsAsset();
                    changed = true;
                }
                missing.remove(meter.name());
                installed.channels(meter.name()).ifPresent(channels -> checkChannels(meter, channels, now, out));
            } else if (meter.isAsset() && isGone(meter.name(), now)) {
                meters.remove(meter.name());
                changed = true;
                forget(meter, out);
            }
        }
        return out;
    }

    /** What the asset itself never had comes from elsewhere, the analysis for instance, and is left alone. */
    private void checkChannels(Meter meter, Set<String> channels, Instant now, List<Outgoing> out) {
        List<Entity> removed = new ArrayList<>();
        for (Entity entity : List.copyOf(meter.entities().values())) {
            String key = meter.name() + "/" + entity.channel();
            if (channels.contains(entity.channel())) {
                meter.ownChannels().add(entity.channel());
                missing.remove(key);
            } else if (meter.ownChannels().contains(entity.channel()) && isGone(key, now)) {
                removed.add(entity);
                meter.remove(entity.channel());
            }
        }
        if (!removed.isEmpty()) {
            changed = true;
            String topic = topics.discovery(topics.unique(meter.name()));
            out.add(Outgoing.kept(topic, encoder.meter(meter, classes, removed)));
            out.add(Outgoing.kept(topic, encoder.meter(meter, classes, List.of())));
        }
    }

    private boolean isGone(String what, Instant now) {
        Instant since = missing.computeIfAbsent(what, name -> now);
        boolean gone = !now.isBefore(since.plus(GONE));
        if (gone) {
            missing.remove(what);
        }
        return gone;
    }
}
