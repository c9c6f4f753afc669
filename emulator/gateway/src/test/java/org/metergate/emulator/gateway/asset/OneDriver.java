package org.metergate.emulator.gateway.asset;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.eclipse.kura.driver.Driver;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/** A service registry that holds one driver, {@code d1}, or none. */
final class OneDriver {
    private OneDriver() {}

    static BundleContext registryWith(Driver driver) {
        return registryWith(driver, Map.of("kura.service.pid", "d1"));
    }

    static BundleContext registryWith(Driver driver, Map<String, Object> serviceProperties) {
        ServiceReference<?> reference = (ServiceReference<?>) Proxy.newProxyInstance(
                OneDriver.class.getClassLoader(),
                new Class<?>[] {ServiceReference.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getProperty" -> serviceProperties.get(arguments[0]);
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> null;
                });
        return (BundleContext) Proxy.newProxyInstance(
                OneDriver.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "createFilter" -> FrameworkUtil.createFilter((String) arguments[0]);
                    case "getServiceReferences" -> driver == null ? null : new ServiceReference<?>[] {reference};
                    case "getService" -> driver;
                    case "ungetService" -> true;
                    default -> null;
                });
    }
}
