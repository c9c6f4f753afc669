package org.metergate.emulator.gateway.asset;

import static org.eclipse.kura.configuration.ConfigurationService.KURA_SERVICE_PID;
import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.asset.Asset;
import org.eclipse.kura.asset.AssetConfiguration;
import org.eclipse.kura.channel.Channel;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.ChannelType;
import org.eclipse.kura.channel.listener.ChannelEvent;
import org.eclipse.kura.channel.listener.ChannelListener;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.configuration.SelfConfiguringComponent;
import org.eclipse.kura.crypto.CryptoService;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.type.TypedValues;
import org.eclipse.kura.wire.WireComponent;
import org.eclipse.kura.wire.WireEmitter;
import org.eclipse.kura.wire.WireEnvelope;
import org.eclipse.kura.wire.WireHelperService;
import org.eclipse.kura.wire.WireReceiver;
import org.eclipse.kura.wire.WireRecord;
import org.eclipse.kura.wire.WireSupport;
import org.metergate.emulator.gateway.metatype.Defaults;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.wireadmin.Consumer;
import org.osgi.service.wireadmin.Producer;
import org.osgi.service.wireadmin.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An asset on the wires. Any envelope it receives makes it read all its channels and emit one record; then it writes the
 * values of the envelope that are named like a channel of the same type. On a driver's event it emits on the driver's
 * thread. Whatever fails is logged and nothing is emitted.
 *
 * <p>The component keeps its own configuration; there is no metatype file, so no factory is listed for it.
 */
@Component(
        name = WireAsset.PID,
        service = {
            Asset.class,
            WireComponent.class,
            WireEmitter.class,
            WireReceiver.class,
            Producer.class,
            Consumer.class,
            SelfConfiguringComponent.class
        },
        configurationPolicy = REQUIRE,
        immediate = true,
        property = "kura.ui.service.hide:Boolean=true")
public final class WireAsset implements Asset, WireEmitter, WireReceiver, SelfConfiguringComponent {
    static final String PID = "org.eclipse.kura.wire.WireAsset";
    private static final Logger LOG = LoggerFactory.getLogger(WireAsset.class);

    private final WireSupport wires;
    private final Clock clock;
    private final DriverAsset asset;
    private volatile EmitOptions options;
    private volatile ValueChanges changes;

    @Activate
    @SuppressWarnings("unchecked")
    public WireAsset(
            @Reference WireHelperService helper,
            @Reference CryptoService crypto,
            BundleContext bundle,
            ComponentContext context,
            Map<String, Object> properties) {
        this(
                component -> helper.newWireSupport(
                        component, (ServiceReference<WireComponent>) context.getServiceReference()),
                new Defaults(crypto),
                bundle,
                Clock.systemUTC(),
                properties);
    }

    WireAsset(
            java.util.function.Function<WireComponent, WireSupport> ports,
            Defaults defaults,
            BundleContext bundle,
            Clock clock,
            Map<String, Object> properties) {
        this.clock = clock;
        this.wires = ports.apply(this);
        this.asset = new DriverAsset(
                String.valueOf(properties.get(KURA_SERVICE_PID)), bundle, defaults, clock, this::emitters);
        try {
            updated(properties);
        } catch (RuntimeException e) {
            asset.close();
            throw e;
        }
    }

    @Modified
    void updated(Map<String, Object> properties) {
        options = EmitOptions.from(properties);
        changes = new ValueChanges();
        asset.update(properties);
    }

    @Deactivate
    void deactivate() {
        asset.close();
    }

    @Override
    public void onWireReceive(WireEnvelope envelope) {
        readAndEmit();
        for (WireRecord record : envelope.getRecords()) {
            write(record);
        }
    }

    private void readAndEmit() {
        if (!asset.hasReadChannels()) {
            return;
        }
        try {
            emit(asset.readAllChannels());
        } catch (KuraException | RuntimeException e) { // a record without status, for one
            LOG.error("Error while performing read from the Wire Asset: {}", asset.pid(), e);
        }
    }

    private void emit(List<ChannelRecord> records) {
        if (records.isEmpty()) {
            throw new IllegalArgumentException("Channel Records cannot be empty");
        }
        EmitOptions current = options;
        List<ChannelRecord> wanted = current.onChange() ? changes.among(records) : records;
        Map<String, TypedValue<?>> fields = EnvelopeFields.of(wanted, current, clock);
        if (fields.isEmpty() && !current.emptyEnvelopes()) {
            return;
        }
        fields.put("assetName", TypedValues.newStringValue(asset.pid()));
        wires.emit(List.of(new WireRecord(fields)));
    }

    private void write(WireRecord record) {
        List<ChannelRecord> toWrite = new ArrayList<>();
        for (Channel channel : asset.getAssetConfiguration().getAssetChannels().values()) {
            TypedValue<?> value = record.getProperties().get(channel.getName());
            if (channel.getType() != ChannelType.READ && value != null && value.getType() == channel.getValueType()) {
                toWrite.add(channel.createWriteRecord(value));
            }
        }
        if (toWrite.isEmpty()) {
            return;
        }
        try {
            asset.write(toWrite);
        } catch (KuraException | RuntimeException e) { // a driver may throw what it likes
            LOG.error("Error while performing write from the Wire Asset: {}", asset.pid(), e);
        }
    }

    private Collection<ScalingListener> emitters(AssetConfiguration configuration) {
        return configuration.getAssetChannels().values().stream()
                .filter(channel -> Boolean.parseBoolean(
                        String.valueOf(channel.getConfiguration().get(ChannelKeys.LISTEN))))
                .map(channel -> new ScalingListener(channel, new Emitter()))
                .toList();
    }

    /** Emits what a driver reports, on the driver's thread. */
    final class Emitter implements ChannelListener {
        @Override
        public void onChannelEvent(ChannelEvent event) {
            if (options.allChannels()) {
                readAndEmit();
                return;
            }
            ChannelRecord record = event.getChannelRecord();
            Channel channel = asset.getAssetConfiguration().getAssetChannels().get(record.getChannelName());
            if (channel != null && (record.getUnit() == null || record.getUnit().isEmpty())) {
                record.setUnit(channel.getUnit());
            }
            emit(List.of(record));
        }
    }

    @Override
    public AssetConfiguration getAssetConfiguration() {
        return asset.getAssetConfiguration();
    }

    @Override
    public List<ChannelRecord> readAllChannels() throws KuraException {
        return asset.readAllChannels();
    }

    @Override
    public List<ChannelRecord> read(Set<String> channelNames) throws KuraException {
        return asset.read(channelNames);
    }

    @Override
    public void write(List<ChannelRecord> records) throws KuraException {
        asset.write(records);
    }

    @Override
    public void registerChannelListener(String channelName, ChannelListener listener) {
        asset.registerChannelListener(channelName, listener);
    }

    @Override
    public void unregisterChannelListener(ChannelListener listener) {
        asset.unregisterChannelListener(listener);
    }

    @Override
    public ComponentConfiguration getConfiguration() {
        return asset.getConfiguration();
    }

    @Override
    public void consumersConnected(Wire[] connected) {
        wires.consumersConnected(connected);
    }

    @Override
    public void producersConnected(Wire[] connected) {
        wires.producersConnected(connected);
    }

    @Override
    public Object polled(Wire wire) {
        return wires.polled(wire);
    }

    @Override
    public void updated(Wire wire, Object value) {
        wires.updated(wire, value);
    }
}
