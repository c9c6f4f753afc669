package org.eclipse.kura.configuration;

import org.eclipse.kura.KuraException;
import org.osgi.annotation.versioning.ConsumerType;

/** Marks a service that brings its own configuration and definition. */
@ConsumerType
public interface SelfConfiguringComponent {
    ComponentConfiguration getConfiguration() throws KuraException;
}
