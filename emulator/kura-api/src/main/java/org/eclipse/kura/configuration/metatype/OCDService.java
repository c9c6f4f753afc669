package org.eclipse.kura.configuration.metatype;

import java.util.List;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.osgi.annotation.versioning.ProviderType;

/** Finds the definitions of the components that can be created. */
@ProviderType
public interface OCDService {
    List<ComponentConfiguration> getFactoryComponentOCDs();

    ComponentConfiguration getFactoryComponentOCD(String factoryPid);

    /** The definitions of the components that provide one of the named services. */
    List<ComponentConfiguration> getServiceProviderOCDs(String... classNames);

    /** The definitions of the components that provide one of the services. */
    List<ComponentConfiguration> getServiceProviderOCDs(Class<?>... classes);
}
