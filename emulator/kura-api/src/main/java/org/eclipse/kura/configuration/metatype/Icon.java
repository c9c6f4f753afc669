package org.eclipse.kura.configuration.metatype;

import java.math.BigInteger;
import org.osgi.annotation.versioning.ProviderType;

/** The icon of a definition. */
@ProviderType
public interface Icon {
    /** The path in the bundle. */
    String getResource();

    /** The width in pixels. */
    BigInteger getSize();
}
