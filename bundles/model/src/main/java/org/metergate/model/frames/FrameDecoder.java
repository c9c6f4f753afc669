package org.metergate.model.frames;

import java.util.Optional;

/** Takes the frames of one protocol apart. Pure; any thread may call. */
public interface FrameDecoder {

    /** @return what the protocol is called in requests, such as {@code mbus}: small letters, digits and hyphens */
    String kind();

    /**
     * Tells by its first bytes whether a frame may be one of these, so that the right decoder explains a damaged one.
     *
     * @param bytes of the frame, at least one
     * @return whether it begins like one
     */
    boolean beginsLike(byte[] bytes);

    /**
     * Decodes a frame.
     *
     * @param bytes of the frame, at least one, from its first byte on
     * @param key of the meter that sent it; of a length that the protocol does not know it is a wrong key. It is in no part
     *     of the answer
     * @return what the frame says, and where it is wrong; bytes that are not the protocol are a fault, no exception
     */
    DecodedFrame decode(byte[] bytes, Optional<byte[]> key);
}
