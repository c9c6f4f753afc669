package org.metergate.emulator.gateway.wire;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

@ObjectClassDefinition(
        id = CloudPublisherConfig.PID,
        name = "Publisher",
        description = "Hands received records to a cloud publisher, one message for each")
@interface CloudPublisherConfig {
    String PID = "org.eclipse.kura.wire.CloudPublisher";

    @AttributeDefinition(
            name = "CloudPublisher Target Filter",
            description = "OSGi filter that selects the cloud publisher by its kura.service.pid")
    String CloudPublisher_target() default "(kura.service.pid=changeme)";

    @AttributeDefinition(
            name = "Publish Position",
            options = {@Option(label = "None", value = "none")},
            description = "The small gateway has no position and publishes none")
    String publish_position() default "none";

    @AttributeDefinition(
            name = "Set body from envelope property",
            required = false,
            description =
                    "Name of a STRING or BYTE_ARRAY property that becomes the body of the message; empty for none")
    String set_body_from_property() default "";

    @AttributeDefinition(
            name = "Remove body envelope property from metrics",
            description = "Leave the property that became the body out of metrics and message properties")
    boolean remove_body_from_metrics() default false;
}
