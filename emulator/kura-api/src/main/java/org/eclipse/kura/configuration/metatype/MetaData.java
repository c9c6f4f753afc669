package org.eclipse.kura.configuration.metatype;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The contents of a metatype file. */
@ProviderType
public interface MetaData {
    List<OCD> getOCD();

    List<Designate> getDesignate();

    String getLocalization();
}
