package org.eclipse.kura.configuration.metatype;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The definition of one attribute. */
@ProviderType
public interface AD {
    /** The values to choose from; empty if any will do. */
    List<Option> getOption();

    String getName();

    String getDescription();

    String getId();

    Scalar getType();

    /** 0 for one value, otherwise how many an array may hold. */
    int getCardinality();

    String getMin();

    String getMax();

    String getDefault();

    boolean isRequired();
}
