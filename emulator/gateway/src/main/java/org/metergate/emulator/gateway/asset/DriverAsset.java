package org.metergate.emulator.gateway.asset;

import static org.eclipse.kura.channel.ChannelType.READ;
import static org.eclipse.kura.channel.ChannelType.READ_WRITE;
import static org.eclipse.kura.channel.ChannelType.WRITE;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.asset.Asset;
import org.eclipse.kura.asset.AssetConfiguration;
import org.eclipse.kura.channel.Channel;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.ChannelStatus;
import org.eclipse.kura.channel.ChannelType;
import org.eclipse.kura.channel.listener.ChannelListener;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.configuration.SelfConfiguringComponent;
import org.eclipse.kura.driver.Driver;
import org.metergate.emulator.gateway.metatype.Defaults;
import org.metergate.emulator.gateway.metatype.InstanceConfiguration;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An asset: reads, writes and listens to channels through the driver that its configuration names, as soon and as long as
 * that driver is there. It asks the driver for channel fields, a prepared read and events on one worker and reads and
 * writes on another.
 */
final class DriverAsset implements Asset, SelfConfiguringComponent, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DriverAsset.class);

    private final BundleContext bundle;
    private final Defaults defaults;
    private final Clock clock;
    private final AssetThreads threads;
    private final Function<AssetConfiguration, Collection<ScalingListener>> ownListeners;
    private final AtomicReference<AssetSettings> settings = new AtomicReference<>();
    private final AtomicReference<AttachedDriver> attached = new AtomicReference<>();
    private final Set<ScalingListener> listeners = new HashSet<>();
    private DriverTracker tracker;

    /** @param ownListeners what the asset itself listens to under a configuration; they replace those of the last time */
    DriverAsset(
            String pid,
            BundleContext bundle,
            Defaults defaults,
            Clock clock,
            Function<AssetConfiguration, Collection<ScalingListener>> ownListeners) {
        this.bundle = bundle;
        this.defaults = defaults;
        this.clock = clock;
        this.ownListeners = ownListeners;
        this.threads = new AssetThreads(pid);
    }

    /**
     * Takes a configuration and looks for its driver. A configuration that cannot be read leaves the one before in force.
     *
     * @throws NullPointerException without {@code driver.pid}, or if the first configuration cannot be read
     */
    void update(Map<String, Object> properties) {
        try {
            settings.set(AssetSettings.from(properties, defaults));
        } catch (IllegalArgumentException e) {
            LOG.warn("Failed to retrieve properties from config", e);
        }
        String driverPid = settings.get().configuration().getDriverPid();
        Objects.requireNonNull(driverPid, "Driver PID cannot be null");
        closeTracker();
        tracker = new DriverTracker(bundle, driverPid, this::attach, this::detach);
        tracker.open();
    }

    @Override
    public void close() {
        closeTracker();
        threads.close();
    }

    private void closeTracker() {
        if (tracker != null) {
            tracker.close();
            tracker = null;
        }
    }

    void attach(Driver driver) {
        AttachedDriver fresh = new AttachedDriver(driver);
        AttachedDriver old = attached.getAndSet(fresh);
        threads.configuration(() -> {
            if (old != null) {
                old.detach();
            }
            AssetSettings given = settings.get();
            AssetSettings completed = fresh.channelFields()
                    .map(fields -> given.completedWith(fields, defaults))
                    .orElse(given);
            settings.compareAndSet(given, completed);
            fresh.prepare(completed.readRecords());
            replaceOwnListeners(completed);
            fresh.listenFor(currentListeners(), completed.channels());
        });
    }

    void detach() {
        AttachedDriver old = attached.getAndSet(null);
        if (old != null) {
            threads.configuration(old::detach);
        }
    }

    private synchronized void replaceOwnListeners(AssetSettings current) {
        listeners.removeIf(listener -> listener.passesToOneOf(WireAsset.Emitter.class)
                || !current.channels().containsKey(listener.channelName()));
        listeners.addAll(ownListeners.apply(current.configuration()));
    }

    private synchronized Set<ScalingListener> currentListeners() {
        return Set.copyOf(listeners);
    }

    String pid() {
        return settings.get().pid();
    }

    boolean hasReadChannels() {
        return settings.get().hasReadChannels();
    }

    @Override
    public AssetConfiguration getAssetConfiguration() {
        return settings.get().configuration();
    }

    @Override
    public ComponentConfiguration getConfiguration() {
        AssetSettings current = settings.get();
        return new InstanceConfiguration(current.pid(), current.form(), new HashMap<>(current.properties()));
    }

    /**
     * @return the driver's own list if the read was prepared, with scale and offset applied in its records
     * @throws KuraException CONFIGURATION_ERROR without a driver, CONNECTION_FAILED if the driver threw anything
     */
    @Override
    public List<ChannelRecord> readAllChannels() throws KuraException {
        AttachedDriver driver = attachedDriver();
        List<ChannelRecord> fresh = settings.get().readRecords();
        List<ChannelRecord> records = threads.io(() -> driver.read(fresh));
        scale(records);
        return records;
    }

    /** Reads the channels named; one that does not exist, is disabled or write-only comes back as a FAILURE. */
    @Override
    public List<ChannelRecord> read(Set<String> names) throws KuraException {
        AttachedDriver driver = attachedDriver();
        List<ChannelRecord> answered = new ArrayList<>();
        List<ChannelRecord> toRead = new ArrayList<>();
        for (String name : names) {
            Channel channel = settings.get().channels().get(name);
            try {
                check(channel, EnumSet.of(READ, READ_WRITE));
                toRead.add(Channels.toRead(channel));
                answered.add(toRead.get(toRead.size() - 1));
            } catch (IllegalArgumentException e) {
                ChannelRecord failed = ChannelRecord.createStatusRecord(
                        name, new ChannelStatus(ChannelFlag.FAILURE, e.getMessage(), e));
                failed.setTimestamp(clock.millis());
                answered.add(failed);
            }
        }
        if (!toRead.isEmpty()) {
            threads.io(() -> {
                driver.driver().read(toRead);
                return toRead;
            });
        }
        scale(answered);
        return answered;
    }

    /** Values are written as they are, without scale or offset. */
    @Override
    public void write(List<ChannelRecord> records) throws KuraException {
        AttachedDriver driver = attachedDriver();
        List<ChannelRecord> toWrite = new ArrayList<>();
        for (ChannelRecord record : records) {
            Channel channel = settings.get().channels().get(record.getChannelName());
            try {
                check(channel, EnumSet.of(WRITE, READ_WRITE));
                record.setChannelConfig(channel.getConfiguration());
                toWrite.add(record);
            } catch (IllegalArgumentException e) {
                record.setChannelStatus(new ChannelStatus(ChannelFlag.FAILURE, e.getMessage(), e));
                record.setTimestamp(clock.millis());
            }
        }
        if (!toWrite.isEmpty()) {
            threads.io(() -> {
                driver.driver().write(toWrite);
                return toWrite;
            });
        }
    }

    @Override
    public void registerChannelListener(String channelName, ChannelListener listener) {
        Channel channel = settings.get().channels().get(channelName);
        if (channel == null) {
            throw new IllegalArgumentException("Channel not found");
        }
        synchronized (this) {
            if (!listeners.add(new ScalingListener(channel, listener))) {
                return;
            }
        }
        tellDriverOfListeners();
    }

    @Override
    public void unregisterChannelListener(ChannelListener listener) {
        synchronized (this) {
            listeners.removeIf(one -> one.passesTo(listener));
        }
        tellDriverOfListeners();
    }

    private void tellDriverOfListeners() {
        AttachedDriver driver = attached.get();
        if (driver != null) {
            threads.configuration(
                    () -> driver.listenFor(currentListeners(), settings.get().channels()));
        }
    }

    private AttachedDriver attachedDriver() throws KuraException {
        AttachedDriver driver = attached.get();
        if (driver == null) {
            throw new KuraException(KuraErrorCode.CONFIGURATION_ERROR, "Driver not attached");
        }
        return driver;
    }

    private void scale(List<ChannelRecord> records) {
        Map<String, Channel> channels = settings.get().channels();
        for (ChannelRecord record : records) {
            Channel channel = channels.get(record.getChannelName());
            if (ScaleAndOffset.changes(record, channel)) {
                ScaleAndOffset.apply(record, channel);
            }
        }
    }

    private static void check(Channel channel, Set<ChannelType> allowed) {
        if (channel == null) {
            throw new IllegalArgumentException("Channel not available");
        }
        if (!allowed.contains(channel.getType())) {
            throw new IllegalArgumentException("Channel type not within expected types " + allowed);
        }
        if (!channel.isEnabled()) {
            throw new IllegalArgumentException("Channel is not enabled");
        }
    }
}
