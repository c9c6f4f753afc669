package org.metergate.emulator.meters;

import java.util.Optional;
import java.util.function.Function;

/**
 * What a component runs with its settings. A gateway tells a component its settings more than once, for instance after it
 * has added the defaults; only settings that differ stop what runs and start it anew. Any thread may call.
 *
 * @param <S> the settings and their problems, compared by {@code equals}
 */
public final class Operation<S> {
    private final Function<S, Runnable> start;
    private Optional<S> settings = Optional.empty();
    private Runnable stop = () -> {};

    /** @param start starts what is to run with the settings given, and returns how to stop it */
    public Operation(Function<S, Runnable> start) {
        this.start = start;
    }

    /** @param wanted the settings to run with from now on */
    public synchronized void runWith(S wanted) {
        if (settings.equals(Optional.of(wanted))) {
            return;
        }
        stop();
        stop = start.apply(wanted);
        settings = Optional.of(wanted);
    }

    /** Stops what runs. Stopping twice does nothing. */
    public synchronized void stop() {
        Runnable running = stop;
        stop = () -> {};
        settings = Optional.empty();
        running.run();
    }
}
