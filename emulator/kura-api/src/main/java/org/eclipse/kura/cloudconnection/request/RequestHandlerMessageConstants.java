package org.eclipse.kura.cloudconnection.request;

/** Keys of the properties of a request message. */
public enum RequestHandlerMessageConstants {
    /** The parts of the path after the method, a list of strings. */
    ARGS_KEY("args");

    private final String value;

    RequestHandlerMessageConstants(String value) {
        this.value = value;
    }

    public String value() {
        return value;
    }
}
