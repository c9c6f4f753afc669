package org.metergate.emulator.gateway.graph;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        id = WireGraphConfig.PID,
        name = "WireGraphService",
        description = "The wires between components")
@interface WireGraphConfig {
    String PID = "org.eclipse.kura.wire.graph.WireGraphService";

    @AttributeDefinition(name = "WireGraph", description = "Components and wires as JSON")
    String WireGraph() default "{\"components\":[],\"wires\":[]}";
}
