package org.metergate.testkit;

import java.lang.reflect.Proxy;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** A framework with one service that is always there, for what tracks it. */
public final class OneService {

    private OneService() {}

    /**
     * Makes the context of a bundle there.
     *
     * @param service the one
     * @return the context; it can be used for tracking and for nothing else
     */
    public static BundleContext holding(Object service) {
        ServiceReference<?> reference = (ServiceReference<?>) Proxy.newProxyInstance(
                OneService.class.getClassLoader(),
                new Class<?>[] {ServiceReference.class},
                (self, method, given) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == given[0];
                    case "compareTo" -> 0;
                    case "getPropertyKeys" -> new String[0];
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        return (BundleContext) Proxy.newProxyInstance(
                OneService.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (self, method, given) -> switch (method.getName()) {
                    case "getServiceReferences" -> new ServiceReference<?>[] {reference};
                    case "getService" -> service;
                    case "ungetService" -> true;
                    case "addServiceListener", "removeServiceListener" -> Void.TYPE.cast(null);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
