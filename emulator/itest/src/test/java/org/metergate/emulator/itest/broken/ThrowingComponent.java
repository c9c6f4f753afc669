package org.metergate.emulator.itest.broken;

/** What a package must not bring: its bundle is active and does nothing. */
public final class ThrowingComponent {

    public ThrowingComponent() {
        throw new IllegalStateException("this component always throws");
    }
}
