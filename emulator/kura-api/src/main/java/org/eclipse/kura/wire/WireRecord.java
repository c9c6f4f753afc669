package org.eclipse.kura.wire;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import org.eclipse.kura.type.TypedValue;
import org.osgi.annotation.versioning.ProviderType;

/** Named values that go over a wire together. */
@ProviderType
public class WireRecord {
    private final Map<String, TypedValue<?>> properties;

    public WireRecord(Map<String, TypedValue<?>> properties) {
        this.properties = Collections.unmodifiableMap(Objects.requireNonNull(properties, "properties"));
    }

    /** The values by name; cannot be modified. */
    public Map<String, TypedValue<?>> getProperties() {
        return properties;
    }
}
