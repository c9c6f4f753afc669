package org.eclipse.kura.configuration.metatype;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The object of a designate: a definition and values for it. */
@ProviderType
public interface TObject {
    List<Attribute> getAttribute();

    /** The id of the definition. */
    String getOcdref();
}
