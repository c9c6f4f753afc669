package org.metergate.emulator.meters.building;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.metergate.emulator.meters.Building;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class BuildingComponentTest {
    private final List<Building> offered = new ArrayList<>();

    @Test
    void offersTheBuildingThatWasAskedFor() {
        BuildingComponent component =
                new BuildingComponent(context(), Map.of("seed", "7", "installed", "2025-02-03", "solar.power", 0));
        Instant time = Instant.parse("2025-03-01T12:00:00Z");
        Site asked = new Site(7, Instant.parse("2025-02-03T00:00:00Z"), 230, 50, 0);
        assertEquals(new SiteBuilding(asked).at(time), offered.get(0).at(time));
        component.stop();
        assertTrue(offered.isEmpty());
    }

    @Test
    void needsNoSettings() {
        new BuildingComponent(context(), Map.of());
        assertEquals(1, offered.size());
    }

    @Test
    void keepsTheBuildingUntilOtherSettingsCome() {
        BuildingComponent component = new BuildingComponent(context(), Map.of());
        Building first = offered.get(0);
        component.modified(Map.of("seed", 1, "nominal.voltage", 230.0, "kura.service.pid", "building"));
        assertEquals(List.of(first), offered);
        component.modified(Map.of("seed", 2));
        assertEquals(1, offered.size());
        assertNotSame(first, offered.get(0));
        component.modified(Map.of("seed", "many"));
        assertEquals(1, component.problems().size());
        assertTrue(offered.isEmpty());
        component.stop();
    }

    @Test
    void withWrongSettingsStaysAliveAndOffersNothing() {
        BuildingComponent component =
                new BuildingComponent(context(), Map.of("seed", "many", "installed", "yesterday"));
        assertTrue(offered.isEmpty());
        assertEquals(
                List.of("seed", "installed"),
                component.problems().stream().map(problem -> problem.key()).toList());
        component.stop();
    }

    /** Only what the component may use: registering one service and taking it back. */
    private BundleContext context() {
        Object registration = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ServiceRegistration.class}, (proxy, method, arguments) -> {
                    assertEquals("unregister", method.getName());
                    offered.clear();
                    return null;
                });
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                    assertEquals("registerService", method.getName());
                    assertEquals(Building.class, arguments[0]);
                    offered.add((Building) arguments[1]);
                    return registration;
                });
    }
}
