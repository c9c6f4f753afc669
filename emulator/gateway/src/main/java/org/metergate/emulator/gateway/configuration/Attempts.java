package org.metergate.emulator.gateway.configuration;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.KuraPartialSuccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parts of one change, of which each is made whether or not the others fail. */
final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private final List<Throwable> failures = new ArrayList<>();

    void make(Attempt attempt) {
        try {
            attempt.run();
        } catch (KuraException e) {
            LOG.warn("part of a change of configuration failed", e);
            failures.add(e);
        }
    }

    /** @throws KuraPartialSuccessException with all failures, if there were any */
    void throwIfAnyFailed(String what) throws KuraPartialSuccessException {
        if (!failures.isEmpty()) {
            throw new KuraPartialSuccessException(what, failures);
        }
    }

    interface Attempt {
        void run() throws KuraException;
    }
}
