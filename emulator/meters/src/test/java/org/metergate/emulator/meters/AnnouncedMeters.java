package org.metergate.emulator.meters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.lang.reflect.Proxy;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** A bundle's context that knows only how to announce a meter and to withdraw it. */
public final class AnnouncedMeters {
    private final BlockingQueue<EmulatedMeter> announced = new LinkedBlockingQueue<>();
    private final BlockingQueue<Object> withdrawn = new LinkedBlockingQueue<>();

    public BundleContext context() {
        return proxy(BundleContext.class, "registerService", arguments -> {
            EmulatedMeter meter = (EmulatedMeter) arguments[1];
            announced.add(meter);
            return proxy(ServiceRegistration.class, "unregister", none -> withdrawn.add(meter) ? null : meter);
        });
    }

    /** @return the next meter announced, within ten seconds */
    public EmulatedMeter next() throws InterruptedException {
        EmulatedMeter meter = announced.poll(10, TimeUnit.SECONDS);
        assertNotNull(meter, "no meter was announced");
        return meter;
    }

    public int withdrawn() {
        return withdrawn.size();
    }

    private interface Answer {
        Object to(Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, String only, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                AnnouncedMeters.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    assertEquals(only, method.getName());
                    return answer.to(arguments);
                }));
    }
}
