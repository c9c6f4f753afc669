package org.metergate.iec62056p21;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.metergate.model.Quality;
import org.metergate.model.Value;
import org.metergate.model.frames.DecodedFrame;
import org.metergate.model.frames.FrameDecoder;
import org.metergate.model.frames.FrameValue;
import org.metergate.model.frames.Layer;
import org.metergate.transport.MalformedFrameException;
import org.osgi.service.component.annotations.Component;

/** SML files in their transport for a person to read: kind {@value #KIND}. Pure; any thread may call. */
@Component(service = FrameDecoder.class)
public final class SmlFrameDecoder implements FrameDecoder {

    /** What the protocol is called. */
    public static final String KIND = "sml";

    private static final int ESCAPE = 0x1B;

    /** Used by the gateway's services; makes no state. */
    public SmlFrameDecoder() {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean beginsLike(byte[] bytes) {
        return bytes.length > 1 && bytes[0] == ESCAPE && bytes[1] == ESCAPE;
    }

    @Override
    public DecodedFrame decode(byte[] bytes, Optional<byte[]> key) {
        try {
            List<Layer> layers = new ArrayList<>();
            layers.add(new Layer("transport", "SML 1.04", List.of(Layer.held("CRC", "of the file and each message"))));
            List<FrameValue> values = new ArrayList<>();
            for (SmlList list : SmlFile.decode(bytes).lists()) {
                List<Layer.Field> fields = new ArrayList<>();
                fields.add(Layer.field("server", list.serverId()));
                list.listName().ifPresent(name -> fields.add(Layer.field("list", name)));
                list.sensorTime().ifPresent(time -> fields.add(Layer.field("time", time)));
                list.secondIndex().ifPresent(seconds -> fields.add(Layer.field("seconds of operation", seconds)));
                layers.add(new Layer("list", "SML 1.04", fields));
                list.entries().forEach(entry -> values.add(value(entry)));
            }
            return DecodedFrame.of(layers, values);
        } catch (MalformedFrameException e) {
            return DecodedLines.wrong(List.of(), e, bytes);
        }
    }

    private static FrameValue value(SmlEntry entry) {
        String note = entry.status().map(status -> "status " + status).orElse("")
                + entry.time().map(time -> " at " + time).orElse("");
        if (entry.value().isPresent() && entry.value().get() instanceof Value.Measured measured) {
            return new FrameValue(
                    "",
                    entry.name().toString(),
                    Optional.of(measured.quantity().value()),
                    measured.quantity().value().toPlainString(),
                    measured.quantity().unit().symbol(),
                    Quality.GOOD,
                    note.strip());
        }
        String text = entry.value()
                .map(value -> value instanceof Value.Text words ? words.text() : value.toString())
                .orElse("");
        return new FrameValue("", entry.name().toString(), Optional.empty(), text, "", Quality.GOOD, note.strip());
    }
}
