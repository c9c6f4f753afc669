package org.metergate.mbus;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.metergate.mbus.wireless.LinkCrc;
import org.metergate.model.frames.DecodedFrame;
import org.metergate.model.frames.FrameDecoder;
import org.metergate.model.frames.Layer;
import org.metergate.transport.MalformedFrameException;
import org.osgi.service.component.annotations.Component;

/**
 * Telegrams of wireless M-Bus for a person to read, with or without the CRCs of their link layer: kind {@value #KIND}. Pure;
 * any thread may call.
 */
@Component(service = FrameDecoder.class)
public final class WirelessFrameDecoder implements FrameDecoder {

    /** What the protocol is called. */
    public static final String KIND = "wmbus";

    private static final int SHORTEST = 11;

    /** Used by the gateway's services; makes no state. */
    public WirelessFrameDecoder() {}

    @Override
    public String kind() {
        return KIND;
    }

    /** SND-NR, SND-IR, ACC-NR or ACC-DMD behind the L field: what a meter sends uninvited (EN 13757-4, 12.5.4). */
    @Override
    public boolean beginsLike(byte[] bytes) {
        int control = bytes.length < 2 ? 0 : bytes[1] & 0xFF;
        return control == 0x44 || control == 0x46 || control == 0x47 || control == 0x48;
    }

    @Override
    public DecodedFrame decode(byte[] bytes, Optional<byte[]> key) {
        List<Layer> layers = new ArrayList<>();
        try {
            boolean withCrcs = bytes.length >= SHORTEST && bytes.length > 1 + (bytes[0] & 0xFF);
            byte[] bare = withCrcs ? LinkCrc.strip(bytes) : bytes;
            Header link = Telegrams.senderOfWireless(bare);
            List<Layer.Field> fields = new ArrayList<>();
            fields.add(Layer.field("L field", bare[0] & 0xFF));
            fields.add(Layer.field("C field", HexFormat.of().withUpperCase().toHexDigits(bare[1])));
            DecodedAnswers.sender(link, fields);
            if (withCrcs) {
                fields.add(Layer.held("CRCs of the blocks", (bytes.length - bare.length) / 2));
            }
            layers.add(new Layer("link layer", "EN 13757-4", fields));
            return DecodedAnswers.of(
                    layers,
                    () -> Telegrams.decodeWireless(bare, DecodedAnswers.keys(key), Formats.wellKnown()),
                    bytes,
                    key);
        } catch (MalformedFrameException e) {
            return DecodedAnswers.wrong(layers, e, bytes);
        }
    }
}
