package org.metergate.iec62056p21;

import org.metergate.transport.MalformedFrameException;

/** The meter identified itself and then refused what was asked for, so that no conversation came about. */
public final class RefusedException extends MalformedFrameException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    /**
     * @param expected what was asked for
     * @param refusal how the meter refused
     */
    RefusedException(String expected, Refusal refusal) {
        super(0, expected, refusal.toString());
        this.refusal = refusal;
    }

    /** @return how the meter refused */
    public Refusal refusal() {
        return refusal;
    }
}
