package org.metergate.publisher.influxdb;

/** How the connection stands; a change is one line in the log. */
enum State {
    /** Nothing was tried yet. */
    NOT_TRIED,
    /** The server takes points. */
    CONNECTED,
    /** A person disconnected it. */
    DISCONNECTED,
    /** The settings are wrong. */
    MISCONFIGURED,
    /** Nobody answers at that address. */
    UNREACHABLE,
    /** The server's certificate is not trusted, or it speaks no TLS. */
    TLS_FAILED,
    /** Wrong token, user or password, or no right to write. */
    CREDENTIALS,
    /** There is no such database or bucket. */
    NO_DATABASE,
    /** The server wants to be left alone for a while. */
    BUSY,
    /** The server refuses the request for another reason. */
    REFUSED
}
