package org.metergate.emulator.gateway.wire;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.configuration.metatype.OCDService;
import org.eclipse.kura.wire.WireComponent;
import org.eclipse.kura.wire.WireEmitter;
import org.eclipse.kura.wire.WireReceiver;
import org.eclipse.kura.wire.graph.WireComponentDefinition;
import org.eclipse.kura.wire.graph.WireComponentDefinitionService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * The wire components one can make. A component counts by what it declares to SCR; its name is taken for the factory PID,
 * and its form is the one known under that name.
 */
@Component(
        name = "org.eclipse.kura.wire.graph.WireComponentDefinitionService",
        service = WireComponentDefinitionService.class)
public final class Palette implements WireComponentDefinitionService {
    private static final String[] KINDS = {
        WireComponent.class.getName(), WireEmitter.class.getName(), WireReceiver.class.getName()
    };

    private final ServiceComponentRuntime components;
    private final OCDService forms;

    @Activate
    public Palette(@Reference ServiceComponentRuntime components, @Reference OCDService forms) {
        this.components = components;
        this.forms = forms;
    }

    /** @throws ClassCastException if a declared cardinality is no Integer; NullPointerException if one of six lacks */
    @Override
    public List<WireComponentDefinition> getComponentDefinitions() {
        Map<String, ComponentConfiguration> formByName = new HashMap<>();
        forms.getServiceProviderOCDs(KINDS).forEach(form -> formByName.put(form.getPid(), form));
        Map<String, WireComponentDefinition> definitions = new LinkedHashMap<>();
        for (ComponentDescriptionDTO component : components.getComponentDescriptionDTOs()) {
            if (isWireComponent(component)) {
                definitions.put(component.name, definition(component, formByName.get(component.name)));
            }
        }
        return List.copyOf(definitions.values());
    }

    private static WireComponentDefinition definition(ComponentDescriptionDTO component, ComponentConfiguration form) {
        WireComponentDefinition definition = new WireComponentDefinition();
        definition.setFactoryPid(component.name);
        definition.setComponentOCD(form);
        Map<String, Object> declared = component.properties;
        if (declared.get("input.cardinality.minimum") != null) {
            definition.setMinInputPorts((Integer) declared.get("input.cardinality.minimum"));
            definition.setMaxInputPorts((Integer) declared.get("input.cardinality.maximum"));
            definition.setDefaultInputPorts((Integer) declared.get("input.cardinality.default"));
            definition.setMinOutputPorts((Integer) declared.get("output.cardinality.minimum"));
            definition.setMaxOutputPorts((Integer) declared.get("output.cardinality.maximum"));
            definition.setDefaultOutputPorts((Integer) declared.get("output.cardinality.default"));
            definition.setInputPortNames(PortNames.in(declared.get("input.port.names"), definition.getMaxInputPorts()));
            definition.setOutputPortNames(
                    PortNames.in(declared.get("output.port.names"), definition.getMaxOutputPorts()));
            return definition;
        }
        int inputs = provides(component, WireReceiver.class) ? 1 : 0;
        definition.setMinInputPorts(inputs);
        definition.setMaxInputPorts(inputs);
        definition.setDefaultInputPorts(inputs);
        int outputs = provides(component, WireEmitter.class) ? 1 : 0;
        definition.setMinOutputPorts(outputs);
        definition.setMaxOutputPorts(outputs);
        definition.setDefaultOutputPorts(outputs);
        return definition;
    }

    private static boolean isWireComponent(ComponentDescriptionDTO component) {
        return provides(component, WireComponent.class)
                || provides(component, WireEmitter.class)
                || provides(component, WireReceiver.class);
    }

    private static boolean provides(ComponentDescriptionDTO component, Class<?> service) {
        return component.serviceInterfaces != null
                && List.of(component.serviceInterfaces).contains(service.getName());
    }
}
