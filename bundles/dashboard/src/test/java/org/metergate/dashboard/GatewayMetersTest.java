package org.metergate.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.listener.ChannelListener;
import org.eclipse.kura.driver.ChannelDescriptor;
import org.eclipse.kura.driver.Driver;
import org.eclipse.kura.driver.PreparedRead;
import org.junit.jupiter.api.Test;
import org.metergate.transport.LineAddress;
import org.metergate.transport.ports.PortLines;

class GatewayMetersTest {

    /** A driver without a meter: nothing here asks it. */
    private static final class NoDriver implements Driver {
        @Override
        public void connect() {}

        @Override
        public void disconnect() {}

        @Override
        public ChannelDescriptor getChannelDescriptor() {
            throw new UnsupportedOperationException("nobody configures it");
        }

        @Override
        public void read(List<ChannelRecord> records) {
            throw new UnsupportedOperationException("the dashboard calls no driver");
        }

        @Override
        public void registerChannelListener(Map<String, Object> configuration, ChannelListener listener) {}

        @Override
        public void unregisterChannelListener(ChannelListener listener) {}

        @Override
        public void write(List<ChannelRecord> records) {
            throw new UnsupportedOperationException("the dashboard calls no driver");
        }

        @Override
        public PreparedRead prepareRead(List<ChannelRecord> records) {
            throw new UnsupportedOperationException("the dashboard calls no driver");
        }
    }

    private final GatewayMeters services = new GatewayMeters();

    @Test
    void needsNothing() {
        assertEquals(Optional.empty(), services.lines());
        assertEquals(Map.of(), services.assets());
        assertEquals(Map.of(), services.lineOfDriver());
        assertEquals(List.of(), services.decoders());
    }

    @Test
    void knowsTheLineOfEachDriverAsItIsConfiguredNow() {
        NoDriver driver = new NoDriver();
        services.addDriver(driver, Map.of("kura.service.pid", "heat", "line", "/dev/ttyUSB0", "password", "secret"));
        services.addDriver(new NoDriver(), Map.of("kura.service.pid", "no meter"));
        assertEquals(Map.of("heat", "/dev/ttyUSB0"), services.lineOfDriver());
        services.addDriver(driver, Map.of("kura.service.pid", "heat", "line", "tcp://meter:4059"));
        assertEquals(Map.of("heat", "tcp://meter:4059"), services.lineOfDriver());
        services.removeDriver(driver, Map.of("kura.service.pid", "heat"));
        assertEquals(Map.of(), services.lineOfDriver());
    }

    @Test
    void knowsAssetsByTheirNames() {
        try (PortLines lines = new PortLines()) {
            BusAsset asset = new BusAsset(lines.claim(new LineAddress.Tcp("meter", 1), LoopBackServices.SETTINGS));
            Map<String, Object> properties = Map.of("kura.service.pid", "water");
            services.addAsset(asset, properties);
            assertEquals(Map.of("water", asset), services.assets());
            services.removeAsset(asset, properties);
            assertEquals(Map.of(), services.assets());
        }
    }
}
