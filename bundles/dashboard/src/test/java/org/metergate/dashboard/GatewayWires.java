package org.metergate.dashboard;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.type.TypedValues;
import org.eclipse.kura.wire.WireEnvelope;
import org.eclipse.kura.wire.WireHelperService;
import org.eclipse.kura.wire.WireReceiver;
import org.eclipse.kura.wire.WireRecord;
import org.eclipse.kura.wire.WireSupport;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.ComponentContext;

/** A gateway's wires, and the real wire components on them, started as SCR starts them. */
final class GatewayWires {

    private final BlockingQueue<List<WireRecord>> emitted = new LinkedBlockingQueue<>();
    private final WireSupport support = proxy(WireSupport.class, (method, arguments) -> {
        if (method.equals("emit")) {
            emitted.add(((List<?>) arguments[0])
                    .stream().map(WireRecord.class::cast).toList());
        }
        return null;
    });
    final WireHelperService service =
            proxy(WireHelperService.class, (method, arguments) -> method.equals("newWireSupport") ? support : null);

    private interface Answers {
        Object to(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.to(method.getName(), arguments)));
    }

    /**
     * @param type of the component
     * @param data the gateway's folder for data
     */
    <T extends WireReceiver> T start(Class<T> type, Path data, Map<String, Object> settings)
            throws ReflectiveOperationException {
        BundleContext context = proxy(
                BundleContext.class,
                (method, arguments) ->
                        method.equals("getProperty") && "kura.data".equals(arguments[0]) ? data.toString() : null);
        Constructor<?> made = type.getConstructors()[0];
        Object component =
                made.getParameterCount() == 1 ? made.newInstance(service) : made.newInstance(context, service);
        Map<String, Object> properties = new HashMap<>(settings);
        properties.putIfAbsent("kura.service.pid", type.getSimpleName());
        Method activate = type.getDeclaredMethod("activate", ComponentContext.class, Map.class);
        activate.setAccessible(true);
        activate.invoke(component, proxy(ComponentContext.class, (method, arguments) -> null), properties);
        return type.cast(component);
    }

    void end(Object component) throws ReflectiveOperationException {
        Method deactivate = component.getClass().getDeclaredMethod("deactivate");
        deactivate.setAccessible(true);
        deactivate.invoke(component);
    }

    /** @return the wire component of the dashboard, with that dashboard */
    WireToDashboard toDashboard(Dashboard dashboard) throws ReflectiveOperationException {
        WireToDashboard wire = start(WireToDashboard.class, Path.of("."), Map.of());
        Field reference = WireToDashboard.class.getDeclaredField("dashboard");
        reference.setAccessible(true);
        reference.set(wire, dashboard);
        return wire;
    }

    /** @return the next envelope that was emitted, awaited */
    List<WireRecord> next() throws InterruptedException {
        List<WireRecord> next = emitted.poll(60, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was emitted within 60 s");
        }
        return next;
    }

    static WireEnvelope envelope(List<WireRecord> records) {
        return new WireEnvelope("test", records);
    }

    /** A record of an asset. */
    static WireRecord record(String meter, long millis, Map<String, Object> values) {
        Map<String, TypedValue<?>> record = new HashMap<>();
        record.put("assetName", TypedValues.newStringValue(meter));
        values.forEach((name, value) -> {
            record.put(name, TypedValues.newTypedValue(value));
            if (!name.endsWith("_unit")) {
                record.put(name + "_timestamp", TypedValues.newLongValue(millis));
            }
        });
        return new WireRecord(record);
    }
}
