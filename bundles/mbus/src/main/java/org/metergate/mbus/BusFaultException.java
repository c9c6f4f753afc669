package org.metergate.mbus;

import org.metergate.transport.MalformedFrameException;

/** Bytes came and were no good answer; says what kind of fault it was. The line survives. */
public final class BusFaultException extends MalformedFrameException {
    private static final long serialVersionUID = 1L;

    private final BusFault fault;
    private final String text;

    /**
     * @param fault what kind
     * @param offset index of the first wrong byte, from 0
     * @param expected what the standard asks for there
     * @param found what came
     */
    public BusFaultException(BusFault fault, int offset, String expected, String found) {
        super(offset, expected, found);
        this.fault = fault;
        this.text = fault.text() + ": " + super.getMessage();
    }

    /** The same failure, now known to be of that kind. */
    BusFaultException(BusFault fault, MalformedFrameException failure) {
        super(failure.offset(), "", "");
        this.fault = fault;
        this.text = fault.text() + ": "
                + (failure instanceof BusFaultException known
                        ? known.text.substring(known.fault.text().length() + 2)
                        : failure.getMessage());
        initCause(failure);
    }

    /** @return what kind of fault */
    public BusFault fault() {
        return fault;
    }

    @Override
    public String getMessage() {
        return text;
    }
}
