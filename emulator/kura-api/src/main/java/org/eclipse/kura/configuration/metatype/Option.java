package org.eclipse.kura.configuration.metatype;

import org.osgi.annotation.versioning.ProviderType;

/** One of the values that an attribute may have. */
@ProviderType
public interface Option {
    /** The text to show. */
    String getLabel();

    /** The value to store. */
    String getValue();
}
