package org.metergate.emulator.itest.rules;

import static org.metergate.emulator.itest.rules.FinishedBundle.all;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/** What a component description must be for Kura to keep its configuration: {@code contract.md}, 0, 2.3, 4.1 and 6.2. */
final class ComponentRules {

    private static final Pattern NAMESPACE = Pattern.compile("http://www\\.osgi\\.org/xmlns/scr/v1\\.(\\d)\\.\\d");
    private static final String CONFIGURABLE = "org.eclipse.kura.configuration.ConfigurableComponent";
    private static final String DRIVER = "org.eclipse.kura.driver.Driver";
    private static final Set<String> CLOUD_CLIENTS = Set.of(
            "org.eclipse.kura.cloudconnection.publisher.CloudPublisher",
            "org.eclipse.kura.cloudconnection.subscriber.CloudSubscriber");

    /** Kura's own components of this kind describe themselves and have no metatype file. */
    private static final String DESCRIBES_ITSELF = "org.eclipse.kura.configuration.SelfConfiguringComponent";

    private ComponentRules() {}

    /** @return what is wrong with a component, in words; empty if nothing */
    static List<String> violations(Element component, Set<String> metatypeFiles) {
        List<String> wrong = new ArrayList<>();
        String name = component.getAttribute("name");
        Set<String> services = all(component, "provide").stream()
                .map(provide -> provide.getAttribute("interface"))
                .collect(Collectors.toSet());
        boolean declaresPid = declaresPid(component);
        int level = level(component);

        if (level < 1 || level > 4) {
            wrong.add("its namespace is " + component.getNamespaceURI() + ": Kura 5.6 knows DS 1.1 to 1.4");
        }
        if (declaresPid && level > 2) {
            wrong.add("it declares service.pid at DS 1." + level
                    + ", where SCR makes a list of it: write its XML by hand at v1.2.0, or declare none");
        }
        if (services.stream().anyMatch(CLOUD_CLIENTS::contains) && !declaresPid) {
            wrong.add("a cloud publisher or subscriber must declare service.pid");
        }
        if (services.contains(DRIVER) && !services.contains(CONFIGURABLE)) {
            wrong.add("a driver must be a ConfigurableComponent too, or no asset finds it");
        }
        if (services.contains(CONFIGURABLE) || services.contains(DESCRIBES_ITSELF)) {
            if (!"require".equals(component.getAttribute("configuration-policy"))) {
                wrong.add("a ConfigurableComponent must require its configuration");
            }
            if (component.getAttribute("modified").isEmpty()) {
                wrong.add("without a modified method every update restarts it");
            }
        }
        if (services.contains(CONFIGURABLE) && !metatypeFiles.contains(name + ".xml")) {
            wrong.add("Kura looks for OSGI-INF/metatype/" + name + ".xml, which is not there");
        }
        return wrong;
    }

    private static boolean declaresPid(Element component) {
        return all(component, "property").stream()
                .anyMatch(property -> property.getAttribute("name").equals("service.pid"));
    }

    /** No namespace means DS 1.0. */
    private static int level(Element component) {
        String namespace = component.getNamespaceURI();
        Matcher version = NAMESPACE.matcher(namespace == null ? "" : namespace);
        return version.matches() ? Integer.parseInt(version.group(1)) : 0;
    }
}
