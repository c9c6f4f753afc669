package org.metergate.iec62056p21;

import org.metergate.transport.MalformedFrameException;

/** A message was whole, and its block check does not hold: something was damaged on the way. The line survives. */
public final class BlockCheckException extends MalformedFrameException {
    private static final long serialVersionUID = 1L;

    /**
     * @param offset index of the block check character
     * @param check what was sent and what its bytes give
     */
    BlockCheckException(int offset, Check check) {
        super(
                offset,
                "block check " + Check.hex(check.computed()),
                Check.hex(check.value()) + "; no value of this message can be trusted");
    }
}
