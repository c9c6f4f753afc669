package org.metergate.emulator.gateway.asset;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.kura.channel.Channel;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.driver.ChannelDescriptor;
import org.eclipse.kura.driver.Driver;
import org.eclipse.kura.driver.Driver.ConnectionException;
import org.eclipse.kura.driver.PreparedRead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A driver while an asset has it, with the prepared read and the listeners that the driver was given. All but {@link #read}
 * is called on the asset's configuration worker. Nobody calls {@code connect()}.
 */
final class AttachedDriver {
    private static final Logger LOG = LoggerFactory.getLogger(AttachedDriver.class);

    private final Driver driver;
    private final Set<ScalingListener> registered = new HashSet<>();
    private volatile PreparedRead prepared;

    AttachedDriver(Driver driver) {
        this.driver = driver;
    }

    Driver driver() {
        return driver;
    }

    /** The driver's channel fields; empty if it has none, answers no list or throws. */
    Optional<List<?>> channelFields() {
        try {
            ChannelDescriptor descriptor = driver.getChannelDescriptor();
            return Optional.ofNullable(descriptor == null ? null : descriptor.getDescriptor())
                    .filter(List.class::isInstance)
                    .map(List.class::cast);
        } catch (RuntimeException e) { // a driver may throw what it likes
            LOG.warn("Failed to get channel descriptor", e);
            return Optional.empty();
        }
    }

    void prepare(List<ChannelRecord> records) {
        try {
            prepared = records.isEmpty() ? null : driver.prepareRead(records);
        } catch (RuntimeException e) { // then the asset reads without preparation, as Kura does
            LOG.debug("the driver cannot prepare a read", e);
        }
    }

    /** On the I/O worker. @return the prepared records, or the given ones if nothing was prepared */
    List<ChannelRecord> read(List<ChannelRecord> records) throws Exception {
        PreparedRead current = prepared;
        if (current != null) {
            return current.execute();
        }
        if (!records.isEmpty()) {
            driver.read(records);
        }
        return records;
    }

    void listenFor(Set<ScalingListener> wanted, Map<String, Channel> channels) {
        for (ScalingListener listener : Set.copyOf(registered)) {
            if (!wanted.contains(listener)) {
                unregister(listener);
            }
        }
        for (ScalingListener listener : wanted) {
            Channel channel = channels.get(listener.channelName());
            if (!registered.contains(listener) && channel != null && channel.isEnabled()) {
                register(listener, channel);
            }
        }
    }

    void detach() {
        PreparedRead current = prepared;
        prepared = null;
        if (current != null) {
            try {
                current.close();
            } catch (Exception e) { // AutoCloseable throws what it likes
                LOG.warn("Failed to close prepared read", e);
            }
        }
        listenFor(Set.of(), Map.of());
    }

    private void register(ScalingListener listener, Channel channel) {
        try {
            driver.registerChannelListener(channel.getConfiguration(), listener);
            registered.add(listener);
        } catch (ConnectionException | RuntimeException e) { // a driver may throw what it likes
            LOG.warn("Failed to register channel listener", e);
        }
    }

    private void unregister(ScalingListener listener) {
        try {
            driver.unregisterChannelListener(listener);
            registered.remove(listener);
        } catch (ConnectionException | RuntimeException e) { // a driver may throw what it likes
            LOG.warn("Failed to unregister channel listener", e);
        }
    }
}
