package org.metergate.dashboard;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.asset.Asset;
import org.metergate.dashboard.gateway.GatewayInMemory;
import org.metergate.dashboard.gateway.GatewayParts;
import org.metergate.dashboard.gateway.KuraMeters;
import org.metergate.dlms.DlmsFrameDecoder;
import org.metergate.iec62056p21.ReadoutFrameDecoder;
import org.metergate.iec62056p21.SmlFrameDecoder;
import org.metergate.iec62056p21.TelegramFrameDecoder;
import org.metergate.mbus.WiredFrameDecoder;
import org.metergate.mbus.WirelessFrameDecoder;
import org.metergate.model.frames.FrameDecoder;
import org.metergate.transport.Claim;
import org.metergate.transport.LineOptions;
import org.metergate.transport.Lines;
import org.metergate.transport.SerialSettings;
import org.metergate.transport.ports.PortLines;

/** Real lines to one meter on this machine, which the asset {@code water} reads, and all decoders. */
final class LoopBackServices implements GatewayParts {

    static final SerialSettings SETTINGS = new SerialSettings(2400, 8, SerialSettings.Parity.EVEN, 1);

    private final GatewayInMemory gateway = new GatewayInMemory();
    final LoopBackMeter meter = new LoopBackMeter();
    final PortLines lines = new PortLines();
    final Claim claim = lines.claim(meter.address(), SETTINGS, LineOptions.USUAL.heldBy("M-Bus mbus-1"));
    volatile Asset water = new BusAsset(claim);
    volatile List<FrameDecoder> decoders = List.of(
            new WiredFrameDecoder(),
            new WirelessFrameDecoder(),
            new DlmsFrameDecoder(),
            new ReadoutFrameDecoder(),
            new TelegramFrameDecoder(),
            new SmlFrameDecoder());

    LoopBackServices() throws IOException {}

    @Override
    public Optional<Lines> lines() {
        return Optional.of(lines);
    }

    @Override
    public Optional<KuraMeters> meters() {
        return Optional.of(gateway.meters());
    }

    @Override
    public Map<String, Asset> assets() {
        return Map.of("water", water);
    }

    @Override
    public Map<String, String> lineOfDriver() {
        return Map.of(BusAsset.DRIVER, meter.address().toString(), "other", "no line");
    }

    @Override
    public List<FrameDecoder> decoders() {
        return decoders;
    }

    @Override
    public void close() {
        lines.close();
        meter.close();
    }
}
