package org.metergate.iec62056p21;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.metergate.model.frames.DecodedFrame;
import org.metergate.model.frames.Fault;
import org.metergate.model.frames.FrameDecoder;
import org.metergate.model.frames.FrameValue;
import org.metergate.model.frames.Layer;
import org.metergate.transport.MalformedFrameException;
import org.osgi.service.component.annotations.Component;

/** Telegrams of P1 ports, encrypted or not, for a person to read: kind {@value #KIND}. Pure; any thread may call. */
@Component(service = FrameDecoder.class)
public final class TelegramFrameDecoder implements FrameDecoder {

    /** What the protocol is called. */
    public static final String KIND = "p1";

    private static final String STANDARD = "DSMR P1";
    private static final int SEALED = 0xDB;
    private static final int TITLE = 8;
    private static final int KEY = 16;

    /** Used by the gateway's services; makes no state. */
    public TelegramFrameDecoder() {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean beginsLike(byte[] bytes) {
        return DecodedLines.isTelegram(bytes) || isSealed(bytes);
    }

    @Override
    public DecodedFrame decode(byte[] bytes, Optional<byte[]> key) {
        List<Layer> layers = new ArrayList<>();
        try {
            if (!isSealed(bytes)) {
                return of(layers, Telegram.ofCapture(bytes));
            }
            layers.add(new Layer(
                    "security",
                    "IEC 62056-5-3, suite 0",
                    List.of(
                            Layer.field(
                                    "system title",
                                    HexFormat.of().withUpperCase().formatHex(bytes, 2, 2 + TITLE)),
                            new Layer.Field("tag", "needs the authentication key", Layer.Check.UNTESTED))));
            if (key.isEmpty()) {
                return DecodedFrame.wrong(layers, Fault.encrypted("AES-128-GCM", true));
            }
            if (key.get().length != KEY) {
                return DecodedFrame.wrong(
                        layers, Fault.wrongKey(-1, "a key of 16 bytes", "one of " + key.get().length + " bytes"));
            }
            return opened(bytes, key.get(), layers);
        } catch (MalformedFrameException e) {
            return DecodedLines.wrong(layers, e, bytes);
        }
    }

    private static DecodedFrame opened(byte[] bytes, byte[] key, List<Layer> layers) throws MalformedFrameException {
        if (EncryptedTelegram.FRAMING.end(bytes, bytes.length) != bytes.length) {
            throw new MalformedFrameException(bytes.length, "a whole encrypted telegram", "the end, or more bytes");
        }
        EncryptedTelegram telegram;
        try {
            telegram = EncryptedTelegram.decode(bytes, key, Optional.empty());
        } catch (MalformedFrameException e) { // whole it is: the CRC inside tells whether the key is right
            return DecodedFrame.wrong(layers, Fault.wrongKey(-1, "a telegram whose CRC holds", "other bytes"));
        }
        layers.add(
                new Layer("counter", "IEC 62056-5-3", List.of(Layer.field("frame counter", telegram.frameCounter()))));
        return of(layers, telegram.telegram());
    }

    private static DecodedFrame of(List<Layer> below, Telegram telegram) {
        List<Layer> layers = new ArrayList<>(below);
        layers.add(DecodedLines.identification(telegram.identification(), STANDARD));
        List<Layer.Field> fields = new ArrayList<>();
        telegram.version().ifPresent(version -> fields.add(Layer.field("version", version)));
        fields.add(telegram.crc()
                .map(crc -> DecodedLines.check("CRC", crc, 4))
                .orElse(new Layer.Field("CRC", "none, as before version 4", Layer.Check.UNTESTED)));
        layers.add(new Layer("telegram", STANDARD, fields));
        List<FrameValue> values = new ArrayList<>();
        telegram.dataSets().forEach(set -> values.addAll(DecodedLines.values(set)));
        return DecodedFrame.of(layers, values);
    }

    private static boolean isSealed(byte[] bytes) {
        return bytes.length > 2 + TITLE && (bytes[0] & 0xFF) == SEALED && bytes[1] == TITLE;
    }
}
