package org.metergate.dashboard;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Icon;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The form of the wire component. */
@ObjectClassDefinition(
        id = ReceiverConfig.PID,
        name = "Dashboard",
        description = "Shows what comes in on the Metergate dashboard",
        icon = @Icon(resource = "OSGI-INF/icon.png", size = 32))
@interface ReceiverConfig {
    /** Factory PID. */
    String PID = "org.metergate.dashboard.wire";

    @AttributeDefinition(
            name = "Shown",
            description =
                    "Whether what comes in is shown; a wire that is left in the graph for later can be switched off")
    boolean shown() default true;
}
