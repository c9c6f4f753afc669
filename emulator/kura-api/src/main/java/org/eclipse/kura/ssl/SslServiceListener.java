package org.eclipse.kura.ssl;

/** Hears when keys, trust or options have changed. */
public interface SslServiceListener {
    void onConfigurationUpdated();
}
