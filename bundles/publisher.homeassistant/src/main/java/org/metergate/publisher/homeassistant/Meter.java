package org.metergate.publisher.homeassistant;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.metergate.publisher.homeassistant.CounterGuard.Counter;

/** One meter as Home Assistant sees it: a device, its entities and what they show. One thread at a time. */
final class Meter {

    /** The longest text that Home Assistant takes as a state. */
    private static final int LONGEST_STATE = 255;

    private static final int INTERVALS = 5;
    private static final int ENOUGH_INTERVALS = 3;
    private static final int MISSED_BEFORE_EXPIRY = 3;

    /** Expiries that are used, s: few, so that the meter is not announced anew at every breath of its interval. */
    private static final List<Integer> EXPIRIES =
            List.of(30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 43200, 86400, 172_800, 604_800);

    private static final List<String> SERIAL = List.of("serial", "serial.number", "serial_number", "serialNumber");
    private static final List<String> MAKER = List.of("manufacturer");
    private static final List<String> MODEL = List.of("model");

    private final String name;
    private final Map<String, Entity> entities = new TreeMap<>();
    private final Map<String, Counter> counters = new TreeMap<>();
    private final Map<String, String> facts = new TreeMap<>();
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, String> problems = new TreeMap<>();
    private final Map<String, String> findings = new HashMap<>();
    private final Map<String, Instant> good = new HashMap<>();
    private final Set<String> ownChannels = new TreeSet<>();
    private final Deque<Duration> intervals = new ArrayDeque<>();
    private Optional<Instant> heard = Optional.empty();
    private Optional<Duration> expiry;
    private boolean asset;
    private boolean present;

    /**
     * @param name of the asset
     * @param asset whether such an asset was seen in the gateway
     * @param expiry after which its values are void, if known
     */
    Meter(String name, boolean asset, Optional<Duration> expiry) {
        this.name = name;
        this.asset = asset;
        this.expiry = expiry;
    }

    String name() {
        return name;
    }

    boolean isAsset() {
        return asset;
    }

    void foundAsAsset() {
        asset = true;
    }

    /** @return channel to entity, in the order of the channels' names */
    Map<String, Entity> entities() {
        return entities;
    }

    /** @return channels that the asset itself was seen to have */
    Set<String> ownChannels() {
        return ownChannels;
    }

    /** @return channel to counter */
    Map<String, Counter> counters() {
        return counters;
    }

    /** @return what the meter says of itself, by channel name */
    Map<String, String> facts() {
        return facts;
    }

    /** @return after which time its values are void */
    Optional<Duration> expiry() {
        return expiry;
    }

    /** @return whether it answers */
    boolean isPresent() {
        return present;
    }

    /** @return the meter's serial number, if it has a channel for it */
    Optional<String> serial() {
        return first(SERIAL);
    }

    /**
     * A fact of the meter.
     *
     * @param what {@code manufacturer} or {@code model}
     * @return the text, if it has a channel for it
     */
    Optional<String> fact(String what) {
        return first(what.equals("model") ? MODEL : MAKER);
    }

    private Optional<String> first(List<String> names) {
        return names.stream().filter(facts::containsKey).map(facts::get).findFirst();
    }

    /** Takes the facts out of a record. @return whether one is new */
    boolean learnFacts(MeterRecord record) {
        boolean changed = false;
        for (String channel :
                Stream.of(SERIAL, MAKER, MODEL).flatMap(List::stream).toList()) {
            Optional<String> text = Optional.ofNullable(record.channels().get(channel))
                    .flatMap(MeterRecord.Sample::value)
                    .map(value -> value instanceof BigDecimal number ? number.toPlainString() : value.toString())
                    .map(String::strip)
                    .filter(value -> !value.isEmpty());
            if (text.isPresent() && !text.get().equals(facts.put(channel, text.get()))) {
                changed = true;
            }
        }
        return changed;
    }

    /** Takes the entities out of a record. @return whether one is new or became another */
    boolean learnEntities(MeterRecord record) {
        boolean changed = false;
        for (Map.Entry<String, MeterRecord.Sample> channel : record.channels().entrySet()) {
            if (channel.getValue().value().isPresent() && !isFinding(channel.getKey())) {
                Entity entity = Entity.of(channel.getKey(), channel.getValue());
                if (!entity.equals(entities.put(channel.getKey(), entity))) {
                    counters.remove(channel.getKey()); // another unit makes another counter of it
                    changed = true;
                }
            }
        }
        return changed;
    }

    /** @return whether anything came from it since the start */
    boolean isHeard() {
        return heard.isPresent();
    }

    /**
     * Notes that the meter is heard, and learns how often.
     *
     * @param now the gateway's time
     * @param fixed after which time values are void; empty to go by how often the meter is heard
     * @return whether its values now expire after another time
     */
    boolean hear(Instant now, Optional<Duration> fixed) {
        learnInterval(now);
        Optional<Duration> wanted = fixed.isPresent() ? fixed : learntExpiry();
        boolean changed = wanted.isPresent() && !wanted.equals(expiry);
        if (changed) {
            expiry = wanted;
        }
        return changed;
    }

    private void learnInterval(Instant now) {
        heard.ifPresent(before -> {
            Duration interval = Duration.between(before, now);
            if (!interval.isNegative() && !interval.isZero()) {
                intervals.add(interval);
            }
            if (intervals.size() > INTERVALS) {
                intervals.remove();
            }
        });
        heard = Optional.of(now);
    }

    private Optional<Duration> learntExpiry() {
        if (intervals.size() < ENOUGH_INTERVALS) {
            return Optional.empty();
        }
        Duration usual = intervals.stream().sorted().toList().get(intervals.size() / 2);
        long seconds = usual.multipliedBy(MISSED_BEFORE_EXPIRY).toSeconds();
        return Optional.of(Duration.ofSeconds(EXPIRIES.stream()
                .filter(each -> each >= seconds)
                .findFirst()
                .orElse(EXPIRIES.get(EXPIRIES.size() - 1))));
    }

    /** @return whether a channel tells findings and so is no entity */
    static boolean isFinding(String channel) {
        return channel.equals("finding")
                || channel.endsWith(".finding")
                || channel.endsWith("_finding")
                || Finding.isPart(channel);
    }

    /** Takes a finding. @return whether it is another one than the last of its place */
    boolean isNewFinding(String place, String identity) {
        return !identity.equals(findings.put(place, identity));
    }

    /** A channel shows a value. */
    void show(String channel, Object value, Instant time) {
        values.put(channel, value instanceof String text ? cut(text) : value);
        problems.remove(channel);
        good.put(channel, time);
    }

    /** A channel has no value; a counter keeps showing its last one until that is void. */
    void fail(String channel, String why, boolean counter, Instant now) {
        problems.put(channel, why);
        Optional<Instant> last = Optional.ofNullable(good.get(channel));
        boolean kept = counter
                && last.isPresent()
                && expiry.filter(time -> last.get().plus(time).isBefore(now)).isEmpty();
        if (!kept) {
            values.remove(channel);
        }
    }

    /** A counter stays where it is. */
    void hold(String channel, String why) {
        problems.put(channel, why);
    }

    /** Takes a channel out. */
    void remove(String channel) {
        entities.remove(channel);
        counters.remove(channel);
        values.remove(channel);
        problems.remove(channel);
        ownChannels.remove(channel);
    }

    /** @return whether it now is there, or gone, and was not before */
    boolean becomes(boolean there) {
        boolean changed = present != there;
        present = there;
        return changed;
    }

    /** @return what all entities show, as JSON */
    String state() {
        Map<String, Object> state = new LinkedHashMap<>();
        for (Entity entity : entities.values()) {
            Object value = values.getOrDefault(entity.channel(), Json.NULL);
            state.put(entity.id(), value instanceof Boolean flag ? flag(flag) : value);
            if (entity.isClass()) {
                state.put(entity.problemId(), value == Json.NULL ? value : flag(Entity.isProblem(value.toString())));
            }
            Optional.ofNullable(counters.get(entity.channel())).ifPresent(counter -> {
                state.put(entity.id() + "_since", counter.since().toString());
                state.put(entity.id() + "_register", counter.register().register());
            });
        }
        state.put(DiscoveryEncoder.PROBLEM, new TreeMap<>(problems));
        return Json.text(state);
    }

    private static String flag(boolean on) {
        return on ? "ON" : "OFF";
    }

    private static String cut(String text) {
        return text.length() > LONGEST_STATE ? text.substring(0, LONGEST_STATE - 1) + "…" : text;
    }
}
