package org.metergate.dashboard;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.kura.asset.Asset;
import org.eclipse.kura.asset.AssetConfiguration;
import org.eclipse.kura.channel.Channel;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.ChannelStatus;
import org.eclipse.kura.channel.ChannelType;
import org.eclipse.kura.channel.ScaleOffsetType;
import org.eclipse.kura.channel.listener.ChannelListener;
import org.eclipse.kura.type.DataType;
import org.eclipse.kura.type.TypedValues;
import org.metergate.mbus.Answer;
import org.metergate.mbus.LinkFrame;
import org.metergate.mbus.Telegrams;
import org.metergate.testkit.Hex;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.LineException;
import org.metergate.transport.MalformedFrameException;

/** A meter with two channels, read over a real line: its volume, and why there is none. */
class BusAsset implements Asset {

    static final String DRIVER = "mbus-1";

    private final Claim claim;
    private final AssetConfiguration configuration;

    BusAsset(Claim claim) {
        this.claim = claim;
        Map<String, Channel> channels = new HashMap<>();
        channels.put("volume", channel("volume", DataType.DOUBLE, "VALUE"));
        channels.put("why", channel("why", DataType.STRING, "DIAGNOSIS"));
        configuration = new AssetConfiguration("a water meter", DRIVER, channels);
    }

    private static Channel channel(String name, DataType type, String kind) {
        return new Channel(
                name,
                ChannelType.READ,
                type,
                ScaleOffsetType.DEFINED_BY_VALUE_TYPE,
                1,
                0,
                new HashMap<>(Map.of("kind", kind)));
    }

    @Override
    public AssetConfiguration getAssetConfiguration() {
        return configuration;
    }

    @Override
    public List<ChannelRecord> readAllChannels() {
        ChannelRecord volume = ChannelRecord.createReadRecord("volume", DataType.DOUBLE, "m^3");
        ChannelRecord why = ChannelRecord.createReadRecord("why", DataType.STRING, "");
        String sentence = "all is well";
        try (Conversation line = claim.converse(Duration.ofSeconds(5))) {
            line.send(Hex.bytes(LoopBackMeter.REQUEST));
            byte[] frame = line.receive(LinkFrame.FRAMING, Duration.ofMillis(300));
            Answer.Telegram telegram = (Answer.Telegram) Telegrams.decode(frame);
            volume.setValue(TypedValues.newDoubleValue(
                    telegram.records().get(0).value().orElseThrow().doubleValue()));
            volume.setChannelStatus(new ChannelStatus(ChannelFlag.SUCCESS));
        } catch (LineException | MalformedFrameException e) {
            sentence = e.getMessage();
            volume.setChannelStatus(new ChannelStatus(ChannelFlag.FAILURE, e.getMessage(), e));
        }
        why.setValue(TypedValues.newStringValue(sentence));
        why.setChannelStatus(new ChannelStatus(ChannelFlag.SUCCESS));
        return List.of(volume, why);
    }

    @Override
    public List<ChannelRecord> read(Set<String> channelNames) {
        throw new UnsupportedOperationException("the dashboard reads all channels");
    }

    @Override
    public void registerChannelListener(String channelName, ChannelListener channelListener) {
        throw new UnsupportedOperationException("the dashboard does not listen to assets");
    }

    @Override
    public void unregisterChannelListener(ChannelListener channelListener) {
        throw new UnsupportedOperationException("the dashboard does not listen to assets");
    }

    @Override
    public void write(List<ChannelRecord> channelRecords) {
        throw new UnsupportedOperationException("the dashboard does not write");
    }
}
