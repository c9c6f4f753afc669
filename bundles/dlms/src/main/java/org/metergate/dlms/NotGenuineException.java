package org.metergate.dlms;

import org.metergate.transport.MalformedFrameException;

/**
 * An answer that opens with the keys and all the same is not what was asked for: sent before, by another meter, or with
 * less protection than agreed. Nothing of it may be used. The line survives.
 */
final class NotGenuineException extends MalformedFrameException {
    private static final long serialVersionUID = 1L;

    NotGenuineException(int offset, String expected, String found) {
        super(offset, expected, found);
    }
}
