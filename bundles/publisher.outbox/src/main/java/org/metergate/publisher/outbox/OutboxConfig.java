package org.metergate.publisher.outbox;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Icon;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The form of the outbox. */
@ObjectClassDefinition(
        id = OutboxConfig.PID,
        name = "Metergate outbox",
        description = "Keeps readings on the disk until every publisher has delivered them",
        icon = @Icon(resource = "OSGI-INF/icon.png", size = 32))
@interface OutboxConfig {
    /** PID; there is one outbox. */
    String PID = "org.metergate.publisher.outbox";

    @AttributeDefinition(
            name = "Folder",
            required = false,
            description = "Where readings are kept; empty for metergate/outbox in the gateway's data folder")
    String folder() default "";

    @AttributeDefinition(
            name = "Longest retention (days)",
            min = "1",
            max = "366",
            description = "Readings that no publisher could deliver for so long are dropped, the oldest first; time in"
                    + " which the gateway is off does not count")
    int retention_age() default 30;

    @AttributeDefinition(
            name = "Largest size (MB)",
            min = "1",
            max = "100000",
            description = "Most room on the disk; beyond it the oldest readings are dropped and counted")
    int retention_size() default 256;

    @AttributeDefinition(
            name = "Reserve (MB)",
            min = "0",
            max = "1000",
            description = "Room held back for the time when the disk is full; 0 for none")
    int reserve() default 4;

    @AttributeDefinition(
            name = "Computed channels",
            description = "Names of channels that are results of an analysis, separated by blanks; * stands for any"
                    + " characters")
    String analysis_channels() default OutboxSettings.COMPUTED;
}
