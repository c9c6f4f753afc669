package org.metergate.publisher.mqtt;

/** A request that cannot be fulfilled; the message goes to who asked. */
final class RequestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * @param code of the answer, 400 or 404
     * @param message what is wrong and what would be right
     */
    RequestException(int code, String message) {
        super(message);
        this.code = code;
    }

    int code() {
        return code;
    }
}
