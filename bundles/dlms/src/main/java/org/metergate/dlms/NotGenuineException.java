package org.metergate.dlms;

import org.metergate.transport.MalformedFrameException;

/**
 * An answer that was sent before, that another meter sent, or that is protected less than was agreed: nothing of it is
 * believed. The line survives; the association does not.
 */
final class NotGenuineException extends MalformedFrameException {
    private static final long serialVersionUID = 1L;

    NotGenuineException(int offset, String expected, String found) {
        super(offset, expected, found);
    }
}
