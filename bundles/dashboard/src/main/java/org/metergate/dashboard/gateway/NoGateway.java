package org.metergate.dashboard.gateway;

/** A dashboard that runs by itself: nothing can be scanned or made. */
public final class NoGateway implements GatewayParts {

    @Override
    public void close() {
        // nothing was asked for
    }
}
