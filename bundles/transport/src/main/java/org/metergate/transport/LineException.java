package org.metergate.transport;

import java.io.IOException;

/** The line could not carry the bytes: it cannot be opened, is closed, or broke. Names the line in its message. */
public class LineException extends IOException {
    private static final long serialVersionUID = 1L;

    private final LineCondition condition;

    /** @param message what, where and what to do */
    public LineException(String message) {
        this(LineCondition.LOST, message);
    }

    /**
     * @param message what, where and what to do
     * @param cause what the system said
     */
    public LineException(String message, Throwable cause) {
        this(LineCondition.LOST, message, cause);
    }

    /**
     * @param condition what is the matter
     * @param message what, where and what to do
     */
    public LineException(LineCondition condition, String message) {
        super(message);
        this.condition = condition;
    }

    /**
     * @param condition what is the matter
     * @param message what, where and what to do
     * @param cause what the system said
     */
    public LineException(LineCondition condition, String message, Throwable cause) {
        super(message, cause);
        this.condition = condition;
    }

    /** @return what is the matter */
    public LineCondition condition() {
        return condition;
    }
}
