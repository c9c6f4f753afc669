package org.metergate.dashboard.access;

import java.time.Duration;
import java.util.Optional;

/** Somebody is not let in. The message may be shown: it tells nothing that helps to guess. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why, as far as a client may know. */
    public enum Reason {
        /** User or password is wrong. */
        CREDENTIALS,
        /** Too many failures; tells how long to wait. */
        LOCKED,
        /** There is no token, or it is not ours, or it has ended. */
        TOKEN
    }

    private final Reason reason;
    private final transient Optional<Duration> wait;

    RefusedException(Reason reason, String message) {
        this(reason, message, Optional.empty());
    }

    RefusedException(Reason reason, String message, Optional<Duration> wait) {
        super(message);
        this.reason = reason;
        this.wait = wait;
    }

    public Reason reason() {
        return reason;
    }

    /** @return how long to wait before trying again; empty unless locked */
    public Optional<Duration> waitFor() {
        return wait;
    }
}
