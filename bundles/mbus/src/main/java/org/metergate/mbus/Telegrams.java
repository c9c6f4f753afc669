package org.metergate.mbus;

import java.util.Optional;
import org.metergate.transport.MalformedFrameException;

/** Reads what meters send. Pure but for the {@link Formats} and {@link Fragments} that are handed in; any thread may call. */
public final class Telegrams {

    private static final int RSP_UD = 0x08;
    private static final int ACD_AND_DFC = 0x30;

    private Telegrams() {}

    /**
     * Reads a whole frame of the wired bus, from the start byte to the stop byte.
     *
     * @param frame the bytes
     * @return what the meter answered; {@link Answer.Encrypted} if the data need a key
     * @throws MalformedFrameException if a check of the frame fails, or the data are no data of EN 13757-3
     */
    public static Answer decode(byte[] frame) throws MalformedFrameException {
        return decode(frame, Keys.NONE, Formats.NONE);
    }

    /**
     * Reads a whole frame of the wired bus with a key at hand.
     *
     * @param frame the bytes
     * @param key the 16 bytes of the meter's key
     * @return what the meter answered
     * @throws WrongKeyException if the key does not open the data
     * @throws MalformedFrameException if a check of the frame fails, or the data are no data of EN 13757-3
     */
    public static Answer decode(byte[] frame, byte[] key) throws MalformedFrameException {
        return decode(frame, Keys.always(key), Formats.NONE);
    }

    /**
     * Reads a whole frame of the wired bus.
     *
     * @param frame the bytes
     * @param keys the meters' keys
     * @param formats those of compact frames; formats that this frame tells are added
     * @return what the meter answered
     * @throws WrongKeyException if the key does not open the data
     * @throws MalformedFrameException if a check of the frame fails, or the data are no data of EN 13757-3
     */
    public static Answer decode(byte[] frame, Keys keys, Formats formats) throws MalformedFrameException {
        return decode(LinkFrame.decode(frame), keys, formats);
    }

    /**
     * Reads a telegram of wireless M-Bus, whose link CRCs the receiver has tested and taken off (EN 13757-4).
     *
     * @param telegram from the L field on
     * @param key the 16 bytes of the meter's key, empty if none is known
     * @return what the meter sent
     * @throws WrongKeyException if the key does not open the data
     * @throws MalformedFrameException if the length is wrong, or the data are no data of EN 13757-3
     */
    public static Answer decodeWireless(byte[] telegram, Optional<byte[]> key) throws MalformedFrameException {
        return decodeWireless(telegram, key.map(Keys::always).orElse(Keys.NONE), Formats.NONE);
    }

    /**
     * Reads a telegram of wireless M-Bus, whose link CRCs were tested and taken off.
     *
     * @param telegram from the L field on
     * @param keys the meters' keys
     * @param formats those of compact frames; formats that this telegram tells are added
     * @return what the meter sent
     * @throws WrongKeyException if the key does not open the data
     * @throws MalformedFrameException if the length is wrong, or the data are no data of EN 13757-3
     */
    public static Answer decodeWireless(byte[] telegram, Keys keys, Formats formats) throws MalformedFrameException {
        return decodeWireless(telegram, keys, formats, new Fragments());
    }

    /**
     * Reads a telegram of wireless M-Bus that may be a part of a longer message.
     *
     * @param telegram from the L field on
     * @param keys the meters' keys
     * @param formats those of compact frames; formats that this telegram tells are added
     * @param fragments parts of messages that came before; this one is added
     * @return what the meter sent; {@link Answer.Fragment} until the last part is here, and then the whole
     * @throws WrongKeyException if the key does not open the data
     * @throws MalformedFrameException if the length is wrong, or the data are no data of EN 13757-3
     */
    public static Answer decodeWireless(byte[] telegram, Keys keys, Formats formats, Fragments fragments)
            throws MalformedFrameException {
        return Wireless.decode(telegram, keys, formats, fragments);
    }

    /**
     * Tells who sent a wireless telegram, without opening it.
     *
     * @param telegram from the L field on
     * @return address of the link: manufacturer, identification, version, medium
     * @throws MalformedFrameException if the telegram is too short for one
     */
    public static Header senderOfWireless(byte[] telegram) throws MalformedFrameException {
        if (telegram.length < 10) {
            throw new MalformedFrameException(telegram.length, "a link layer of 10 bytes", "the end");
        }
        return Header.ofLinkAddress(telegram, 2);
    }

    static Answer decode(LinkFrame frame, Optional<byte[]> key) throws MalformedFrameException {
        return decode(frame, key.map(Keys::always).orElse(Keys.NONE), Formats.NONE);
    }

    static Answer decode(LinkFrame frame, Keys keys, Formats formats) throws MalformedFrameException {
        if (frame instanceof LinkFrame.Acknowledgement) {
            return new Answer.NoData();
        }
        if (!(frame instanceof LinkFrame.Long answer) || (answer.control() & ~ACD_AND_DFC) != RSP_UD) {
            throw new MalformedFrameException(4, "an answer with C field 08", "a request or control frame");
        }
        return new ApplicationLayer(keys, formats).decode(answer.ci(), answer.data(), 7);
    }
}
