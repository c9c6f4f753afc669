package org.metergate.emulator.gateway.toy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.ChannelStatus;
import org.eclipse.kura.channel.listener.ChannelListener;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.core.configuration.metatype.Tad;
import org.eclipse.kura.core.configuration.metatype.Tscalar;
import org.eclipse.kura.driver.ChannelDescriptor;
import org.eclipse.kura.driver.Driver;
import org.eclipse.kura.driver.PreparedRead;
import org.eclipse.kura.type.TypedValues;

/** Answers every channel with the number of the read. Its component stands in a bundle that the test packs. */
public final class ToyDriver implements Driver, ConfigurableComponent {
    private final AtomicInteger reads = new AtomicInteger();
    private volatile Map<String, Object> properties = Map.of();

    public void activate(Map<String, Object> given) {
        properties = given;
    }

    public void updated(Map<String, Object> given) {
        properties = given;
    }

    /** What the component was given last. */
    public Map<String, Object> properties() {
        return properties;
    }

    @Override
    public void connect() {
        throw new IllegalStateException("nobody calls connect");
    }

    @Override
    public void disconnect() {
        throw new IllegalStateException("nobody calls disconnect");
    }

    @Override
    public ChannelDescriptor getChannelDescriptor() {
        Tad register = new Tad();
        register.setId("register");
        register.setName("register");
        register.setType(Tscalar.STRING);
        register.setCardinality(0);
        register.setRequired(true);
        register.setDefault("1-0:1.8.0*255");
        return () -> List.of(register);
    }

    @Override
    public PreparedRead prepareRead(List<ChannelRecord> records) {
        return null;
    }

    @Override
    public void read(List<ChannelRecord> records) {
        int number = reads.incrementAndGet();
        for (ChannelRecord record : records) {
            record.setValue(TypedValues.newDoubleValue(number));
            record.setTimestamp(number);
            record.setChannelStatus(new ChannelStatus(ChannelFlag.SUCCESS));
        }
    }

    @Override
    public void write(List<ChannelRecord> records) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void registerChannelListener(Map<String, Object> channel, ChannelListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void unregisterChannelListener(ChannelListener listener) {
        throw new UnsupportedOperationException();
    }
}
