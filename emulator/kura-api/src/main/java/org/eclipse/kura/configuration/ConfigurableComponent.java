package org.eclipse.kura.configuration;

import org.osgi.annotation.versioning.ConsumerType;

/** Marks a service whose configuration Kura manages. */
@ConsumerType
public interface ConfigurableComponent {}
