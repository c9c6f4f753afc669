package org.metergate.dashboard.gateway;

import java.util.Map;

/** The assets that run, also those whose configuration the gateway cannot show. */
@FunctionalInterface
public interface AssetRegister {

    /** @return PID of the driver by PID of the asset */
    Map<String, String> drivers();
}
