package org.metergate.mbus;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.metergate.model.frames.DecodedFrame;
import org.metergate.model.frames.FrameDecoder;
import org.metergate.model.frames.Layer;
import org.metergate.transport.MalformedFrameException;
import org.osgi.service.component.annotations.Component;

/** Frames of the wired bus for a person to read, requests too: kind {@value #KIND}. Pure; any thread may call. */
@Component(service = FrameDecoder.class)
public final class WiredFrameDecoder implements FrameDecoder {

    /** What the protocol is called. */
    public static final String KIND = "mbus";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final HexFormat SPACED = HexFormat.ofDelimiter(" ").withUpperCase();
    private static final int RSP_UD = 0x08;
    private static final int ACD_AND_DFC = 0x30;

    /** Used by the gateway's services; makes no state. */
    public WiredFrameDecoder() {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean beginsLike(byte[] bytes) {
        return switch (bytes[0] & 0xFF) {
            case 0xE5 -> bytes.length == 1;
            case 0x10 -> bytes.length == 5;
            case 0x68 -> bytes.length < LinkFrame.PRELUDE || bytes[3] == 0x68 || bytes[1] == bytes[2];
            default -> false;
        };
    }

    @Override
    public DecodedFrame decode(byte[] bytes, Optional<byte[]> key) {
        List<Layer> layers = new ArrayList<>();
        try {
            LinkFrame frame = LinkFrame.decode(bytes);
            layers.add(link(frame, bytes));
            if (!(frame instanceof LinkFrame.Long data)) {
                return DecodedFrame.of(layers, List.of());
            }
            if ((data.control() & ~ACD_AND_DFC) != RSP_UD) {
                layers.add(new Layer(
                        "data sent to the meter",
                        "EN 13757-3",
                        List.of(
                                Layer.field("CI field", HEX.toHexDigits((byte) data.ci())),
                                Layer.field("data", SPACED.formatHex(data.data())))));
                return DecodedFrame.of(layers, List.of());
            }
            return DecodedAnswers.of(
                    layers, () -> Telegrams.decode(frame, DecodedAnswers.keys(key), Formats.wellKnown()), bytes, key);
        } catch (MalformedFrameException e) {
            return DecodedAnswers.wrong(layers, e, bytes);
        }
    }

    private static Layer link(LinkFrame frame, byte[] bytes) {
        List<Layer.Field> fields = new ArrayList<>();
        if (frame instanceof LinkFrame.Acknowledgement) {
            fields.add(Layer.field("single character", "E5, acknowledged"));
        } else if (frame instanceof LinkFrame.Short request) {
            fields.add(Layer.field("C field", control(request.control())));
            fields.add(Layer.field("A field", address(request.address())));
            fields.add(Layer.held("checksum", HEX.toHexDigits(bytes[bytes.length - 2])));
        } else {
            LinkFrame.Long data = (LinkFrame.Long) frame;
            fields.add(Layer.field("L field", data.data().length + 3));
            fields.add(Layer.field("C field", control(data.control())));
            fields.add(Layer.field("A field", address(data.address())));
            fields.add(Layer.held("checksum", HEX.toHexDigits(bytes[bytes.length - 2])));
        }
        return new Layer("link layer", "EN 13757-2", fields);
    }

    private static String control(int control) {
        String name =
                switch (control) {
                    case 0x40 -> "SND-NKE, reset";
                    case 0x53, 0x73 -> "SND-UD, data to the meter";
                    case 0x5A, 0x7A -> "REQ-UD1, request of alarms";
                    case 0x5B, 0x7B -> "REQ-UD2, request of data";
                    case 0x49 -> "REQ-SKE, request of the state";
                    default -> (control & ~ACD_AND_DFC) == RSP_UD ? "RSP-UD, data of the meter" : "of no known use";
                };
        return HEX.toHexDigits((byte) control) + ", " + name;
    }

    private static String address(int address) {
        return switch (address) {
            case 0 -> "0, not configured";
            case LinkFrame.SELECTED -> "253, whoever was selected by secondary address";
            case 254 -> "254, everybody, who all answer";
            case 255 -> "255, everybody, and nobody answers";
            default -> String.valueOf(address);
        };
    }
}
