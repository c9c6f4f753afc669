package org.metergate.emulator.gateway.toy;

import java.util.Map;
import org.eclipse.kura.configuration.ConfigurableComponent;

/** Its component declares a service.pid with DS 1.3, which one should not. */
public final class Trap implements ConfigurableComponent {
    public void updated(Map<String, Object> properties) {
        // anything will do
    }
}
