package org.eclipse.kura.configuration.metatype;

import org.osgi.annotation.versioning.ProviderType;

/** Ties a PID or a factory PID to a definition. */
@ProviderType
public interface Designate {
    TObject getObject();

    String getPid();

    String getFactoryPid();

    String getBundle();

    boolean isOptional();

    boolean isMerge();
}
