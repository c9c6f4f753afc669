package org.metergate.iec62056p21;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.metergate.model.frames.DecodedFrame;
import org.metergate.model.frames.FrameDecoder;
import org.metergate.model.frames.FrameValue;
import org.metergate.model.frames.Layer;
import org.metergate.transport.MalformedFrameException;
import org.osgi.service.component.annotations.Component;

/**
 * Readouts, and the messages of programming mode, for a person to read: kind {@value #KIND}. Pure; any thread may call.
 */
@Component(service = FrameDecoder.class)
public final class ReadoutFrameDecoder implements FrameDecoder {

    /** What the protocol is called. */
    public static final String KIND = "iec62056-21";

    private static final String STANDARD = "IEC 62056-21";

    /** Used by the gateway's services; makes no state. */
    public ReadoutFrameDecoder() {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean beginsLike(byte[] bytes) {
        int first = bytes[0] & 0x7F;
        return first == '/' && !DecodedLines.isTelegram(bytes)
                || first == Characters.STX
                || first == Characters.SOH
                || first == Characters.ACK;
    }

    @Override
    public DecodedFrame decode(byte[] bytes, Optional<byte[]> key) {
        try {
            String text = Characters.text(Characters.withoutParity(bytes), 0, bytes.length);
            int first = text.charAt(0);
            if (first == Characters.SOH) {
                return command(ProgrammingMessage.decode(bytes));
            }
            if (text.startsWith("/?")) {
                String address = text.substring(2, Math.max(2, text.indexOf('!')));
                return told("request", "device address", address.isEmpty() ? "none: whoever hears it" : address);
            }
            if (first == Characters.ACK) {
                return told("acknowledgement", "option select", Characters.readable(text.substring(1)));
            }
            if (first == '/' && text.strip().indexOf('\n') < 0 && Identification.isOne(text)) {
                return DecodedFrame.of(
                        List.of(DecodedLines.identification(Identification.parse(text), STANDARD)), List.of());
            }
            return readout(Readout.decode(bytes));
        } catch (MalformedFrameException e) {
            return DecodedLines.wrong(List.of(), e, bytes);
        }
    }

    private static DecodedFrame readout(Readout readout) {
        List<Layer> layers = new ArrayList<>();
        readout.identification().ifPresent(one -> layers.add(DecodedLines.identification(one, STANDARD)));
        List<Layer.Field> fields = new ArrayList<>();
        readout.check().ifPresent(check -> fields.add(DecodedLines.check("block check", check, 2)));
        fields.add(Layer.field("end mark", readout.complete() ? "there" : "missing: the readout is cut between lines"));
        readout.unparsedLines().forEach(line -> fields.add(Layer.field("line without a data set", line)));
        layers.add(new Layer("data message", STANDARD, fields));
        List<FrameValue> values = new ArrayList<>();
        readout.dataSets().forEach(set -> values.addAll(DecodedLines.values(set)));
        return DecodedFrame.of(layers, values);
    }

    private static DecodedFrame command(ProgrammingMessage message) {
        List<Layer.Field> fields = new ArrayList<>();
        message.command().ifPresent(command -> fields.add(Layer.field("command", command.name())));
        if (!message.data().isEmpty()) {
            fields.add(Layer.field("data", message.data()));
        }
        fields.add(Layer.held("block check", "as its characters give it"));
        return DecodedFrame.of(List.of(new Layer("programming command", STANDARD, fields)), List.of());
    }

    private static DecodedFrame told(String layer, String field, String value) {
        return DecodedFrame.of(List.of(new Layer(layer, STANDARD, List.of(Layer.field(field, value)))), List.of());
    }
}
