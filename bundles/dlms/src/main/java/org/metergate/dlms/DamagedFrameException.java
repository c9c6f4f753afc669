package org.metergate.dlms;

import org.metergate.transport.MalformedFrameException;

/** A frame of HDLC whose length or check sequence does not hold: nothing in it can be believed. The line survives. */
public final class DamagedFrameException extends MalformedFrameException {
    private static final long serialVersionUID = 1L;

    private final boolean lengthHolds;
    private final boolean headerCheckHolds;
    private final boolean frameCheckHolds;

    /** A frame that is not as long as it says, so that its check sequences cannot be found. */
    DamagedFrameException(int offset, String expected, String found) {
        super(offset, expected, found);
        this.lengthHolds = false;
        this.headerCheckHolds = false;
        this.frameCheckHolds = false;
    }

    /** A frame of the right length in which a check sequence does not hold. */
    DamagedFrameException(int offset, String which, int found, boolean headerCheckHolds, boolean frameCheckHolds) {
        super(offset, "a " + which + " check sequence that holds", String.format("%04X", found));
        this.lengthHolds = true;
        this.headerCheckHolds = headerCheckHolds;
        this.frameCheckHolds = frameCheckHolds;
    }

    /** @return whether the frame is as long as it says */
    public boolean lengthHolds() {
        return lengthHolds;
    }

    /** @return whether the header check sequence holds; false if it could not be found */
    public boolean headerCheckHolds() {
        return headerCheckHolds;
    }

    /** @return whether the frame check sequence holds; false if it could not be found */
    public boolean frameCheckHolds() {
        return frameCheckHolds;
    }
}
