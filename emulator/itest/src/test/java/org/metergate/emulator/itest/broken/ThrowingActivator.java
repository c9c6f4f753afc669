package org.metergate.emulator.itest.broken;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** What a package must not bring: put into one by the tests. */
public final class ThrowingActivator implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        throw new IllegalStateException("this activator always throws");
    }

    @Override
    public void stop(BundleContext context) {}
}
