package org.metergate.emulator.workbench;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.metergate.dlms.DamagedFrameException;
import org.metergate.dlms.WrongKeyException;
import org.metergate.transport.MalformedFrameException;

/** What can be decoded. */
enum Format {
    /** Frame of a wired bus. */
    MBUS("mbus", false, MBusJson::wired),
    /** Wireless telegram without link layer CRCs. */
    WMBUS("wmbus", false, MBusJson::wireless),
    /** Readout of an optical port. */
    IEC62056_21("iec62056-21", true, LineJson::readout),
    /** Telegram of a P1 port. */
    DSMR_P1("dsmr-p1", true, LineJson::telegram),
    /** File that a meter pushes, in its transport. */
    SML("sml", false, SmlJson::file),
    /** HDLC or wrapper frames, or an APDU. */
    DLMS("dlms", false, DlmsJson::frames);

    /** Turns bytes into the JSON of the corpus. */
    @FunctionalInterface
    interface Decoder {
        /**
         * Decodes one capture.
         *
         * @param bytes the capture
         * @param keys what opens it
         * @return the values
         * @throws MalformedFrameException if the bytes are not the protocol
         * @throws Failure if there are no values for another reason
         */
        JsonObject decode(byte[] bytes, Keys keys) throws MalformedFrameException, Failure;
    }

    /**
     * Keys of the meter.
     *
     * @param encryption 16 or 32 bytes
     * @param authentication 16 or 32 bytes; the encryption key stands in
     * @param header what stood around the text of an APDU that is given without it
     * @param tagIgnored whether a tag is passed over because nobody has the authentication key
     */
    record Keys(
            Optional<byte[]> encryption, Optional<byte[]> authentication, Optional<Header> header, boolean tagIgnored) {
        Keys(Optional<byte[]> encryption, Optional<byte[]> authentication) {
            this(encryption, authentication, Optional.empty(), false);
        }
    }

    /**
     * The security header of DLMS.
     *
     * @param systemTitle of the sender, 8 bytes
     * @param control security control byte
     * @param counter invocation counter
     */
    record Header(byte[] systemTitle, int control, long counter) {}

    private final String word;
    private final boolean text;
    private final Decoder decoder;

    Format(String word, boolean text, Decoder decoder) {
        this.word = word;
        this.text = text;
        this.decoder = decoder;
    }

    /** @return whether captures are text rather than hexadecimal digits */
    boolean isText() {
        return text;
    }

    /**
     * Decodes one capture.
     *
     * @param bytes the capture
     * @param keys what opens it
     * @return the values
     * @throws Failure if no value may leave, whatever the reason
     */
    JsonObject decode(byte[] bytes, Keys keys) throws Failure {
        try {
            return decoder.decode(bytes, keys);
        } catch (WrongKeyException e) {
            throw new Failure(Failure.Kind.WRONG_KEY, this + ": " + e.getMessage())
                    .with("key", Json.of(e.which().name().toLowerCase(Locale.ROOT)));
        } catch (MalformedFrameException e) {
            boolean wrongKey = e instanceof org.metergate.mbus.WrongKeyException;
            Failure.Kind kind = wrongKey ? Failure.Kind.WRONG_KEY : Failure.Kind.MALFORMED;
            Failure failure = new Failure(kind, this + ": " + e.getMessage()).with("offset", Json.of(e.offset()));
            if (e instanceof DamagedFrameException damaged) {
                failure.with("length_ok", Json.of(damaged.lengthHolds()))
                        .with("hcs_ok", Json.of(damaged.headerCheckHolds()))
                        .with("fcs_ok", Json.of(damaged.frameCheckHolds()));
            }
            throw failure;
        } catch (RuntimeException e) { // no value may leave, and the answer is JSON all the same
            throw new Failure(Failure.Kind.DEFECT, this + ": the decoder failed: " + e);
        }
    }

    /** @return the word on the command line */
    @Override
    public String toString() {
        return word;
    }

    /**
     * @param word on the command line
     * @return the format
     * @throws IllegalArgumentException naming the words there are
     */
    static Format of(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + word + "' is no format; expected one of " + Arrays.toString(values())));
    }
}
