package org.metergate.driver.channels;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.listener.ChannelEvent;
import org.eclipse.kura.channel.listener.ChannelListener;
import org.eclipse.kura.type.DataType;
import org.metergate.model.Reading;
import org.metergate.settings.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channels of a driver that somebody listens to. Any thread may call; events leave on the thread that delivers, and
 * no lock is held meanwhile, because a gateway may read from inside the event.
 */
public final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private static final String NAME = "+name";
    private static final String TYPE = "+value.type";

    /**
     * A channel with its listener.
     *
     * @param name of the channel
     * @param type of the values that the listener expects
     * @param settings of the channel
     * @param listener to be told
     */
    public record Listened(String name, DataType type, Map<String, Object> settings, ChannelListener listener) {

        private void deliver(Reading reading, Conversion conversion) {
            ChannelRecord record = ChannelRecord.createReadRecord(name, type);
            record.setChannelConfig(settings);
            Records.fill(record, reading, conversion);
            try {
                listener.onChannelEvent(new ChannelEvent(record));
            } catch (RuntimeException e) { // what the consumers do with one event must not cost the others theirs
                LOG.warn("channel {}: its listener failed", name, e);
            }
        }
    }

    private final List<Listened> channels = new CopyOnWriteArrayList<>();

    /**
     * Adds a channel.
     *
     * @param settings of the channel, as the gateway gives them
     * @param listener to be told
     * @throws IllegalArgumentException if the settings name no channel or no value type
     */
    public void add(Map<String, Object> settings, ChannelListener listener) {
        Object name = settings.get(NAME);
        Object type = settings.get(TYPE);
        if (name == null || type == null) {
            throw new IllegalArgumentException("a listened channel needs " + NAME + " and " + TYPE);
        }
        channels.add(new Listened(
                name.toString(), DataType.valueOf(type.toString()), Map.copyOf(withoutNulls(settings)), listener));
    }

    /** @param listener no longer to be told */
    public void remove(ChannelListener listener) {
        channels.removeIf(
                channel -> channel.listener() == listener || channel.listener().equals(listener));
    }

    /** @return whether nobody listens */
    public boolean isEmpty() {
        return channels.isEmpty();
    }

    /** @return the channels as they are now */
    public List<Listened> channels() {
        return List.copyOf(channels);
    }

    /**
     * @param name of a channel that is polled
     * @param like whether settings are those of the channel, as far as the driver is concerned
     * @return whether it is listened to as well
     */
    public boolean hear(String name, Predicate<Map<String, Object>> like) {
        return channels.stream().anyMatch(one -> one.name().equals(name) && like.test(one.settings()));
    }

    /**
     * Tells the listeners.
     *
     * @param reading what a channel is told; empty if it is not concerned
     */
    public void deliver(Function<Listened, Optional<Reading>> reading) {
        for (Listened channel : channels) {
            reading.apply(channel)
                    .ifPresent(told -> channel.deliver(told, Conversion.from(new Properties(channel.settings()))));
        }
    }

    private static Map<String, Object> withoutNulls(Map<String, Object> settings) {
        Map<String, Object> present = new HashMap<>(settings);
        present.values().removeIf(Objects::isNull);
        return present;
    }
}
