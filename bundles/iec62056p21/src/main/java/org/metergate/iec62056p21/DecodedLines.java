package org.metergate.iec62056p21;

import java.util.ArrayList;
import java.util.List;
import org.metergate.model.Quality;
import org.metergate.model.frames.DecodedFrame;
import org.metergate.model.frames.Fault;
import org.metergate.model.frames.FrameValue;
import org.metergate.model.frames.Layer;
import org.metergate.transport.MalformedFrameException;

/** Data lines for a person to read. */
final class DecodedLines {

    private DecodedLines() {}

    /** A telegram has an empty line behind its identification, a readout STX or the first data set. */
    static boolean isTelegram(byte[] bytes) {
        int at = 0;
        while (at < bytes.length && bytes[at] != '\n') {
            at++;
        }
        return bytes[0] == '/' && at + 1 < bytes.length && (bytes[at + 1] == '\r' || bytes[at + 1] == '\n');
    }

    static DecodedFrame wrong(List<Layer> layers, MalformedFrameException e, byte[] frame) {
        return DecodedFrame.wrong(layers, Fault.malformed(e.offset(), frame.length, e.expected(), e.found()));
    }

    static Layer identification(Identification identification, String standard) {
        return new Layer(
                "identification",
                standard,
                List.of(
                        Layer.field("manufacturer", identification.manufacturer()),
                        Layer.field("baud rate", identification.baudCharacter()),
                        Layer.field("identification", identification.ident())));
    }

    /** @param digits of the check in hexadecimal */
    static Layer.Field check(String name, Check check, int digits) {
        String sent = String.format("%0" + digits + "X", check.value());
        return check.holds()
                ? Layer.held(name, sent)
                : new Layer.Field(
                        name,
                        sent + " instead of " + String.format("%0" + digits + "X", check.computed())
                                + ": a part is blotted out",
                        Layer.Check.FAILS);
    }

    /** Each value with the address of its data set, which the second and later ones share. */
    static List<FrameValue> values(DataSet set) {
        List<FrameValue> values = new ArrayList<>();
        for (DataSet.Value one : set.values()) {
            values.add(new FrameValue(
                    "", set.address(), one.number(), one.text(), one.unit().orElse(""), Quality.GOOD, ""));
        }
        return values;
    }
}
