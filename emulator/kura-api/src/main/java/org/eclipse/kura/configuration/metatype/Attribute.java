package org.eclipse.kura.configuration.metatype;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The value of an attribute inside a designate. */
@ProviderType
public interface Attribute {
    List<String> getValue();

    /** The id of the attribute's definition. */
    String getAdref();

    String getContent();
}
