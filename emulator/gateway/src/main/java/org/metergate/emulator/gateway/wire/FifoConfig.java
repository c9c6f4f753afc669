package org.metergate.emulator.gateway.wire;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        id = FifoConfig.PID,
        name = "Fifo",
        description = "Queues received envelopes and emits them on a thread of its own")
@interface FifoConfig {
    String PID = "org.eclipse.kura.wire.Fifo";

    @AttributeDefinition(
            name = "queue.capacity",
            min = "1",
            max = "2147483647",
            description = "How many envelopes the queue holds")
    int queue_capacity() default 50;

    @AttributeDefinition(
            name = "discard.envelopes",
            description = "With a full queue: true drops the new envelope, false makes its sender wait")
    boolean discard_envelopes() default false;
}
