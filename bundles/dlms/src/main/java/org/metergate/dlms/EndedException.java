package org.metergate.dlms;

import org.metergate.transport.MalformedFrameException;

/** The bytes end before what they announce: in a stream more of them may come. The line survives. */
final class EndedException extends MalformedFrameException {
    private static final long serialVersionUID = 1L;

    EndedException(int offset, String expected, String found) {
        super(offset, expected, found);
    }
}
