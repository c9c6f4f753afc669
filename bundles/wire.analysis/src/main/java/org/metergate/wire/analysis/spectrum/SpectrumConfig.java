package org.metergate.wire.analysis.spectrum;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Icon;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of the wire component. */
@ObjectClassDefinition(
        id = SpectrumConfig.PID,
        name = "Meter spectrum",
        description = "Dominant periods of one channel: day, week, and the cycles of machines",
        icon = @Icon(resource = "OSGI-INF/icon.png", size = 32))
@interface SpectrumConfig {
    /** Factory PID. */
    String PID = "org.metergate.wire.analysis.spectrum";

    @AttributeDefinition(name = "Channel", description = "Channel name of the readings")
    String channel() default "P";

    @AttributeDefinition(
            name = "Aggregation",
            options = {
                @Option(label = "mean of the readings (powers)", value = "MEAN"),
                @Option(label = "sum of the readings (amounts)", value = "SUM"),
                @Option(label = "rise of the readings (counters)", value = "RISE")
            },
            description = "What the readings of a step become")
    String aggregation() default "MEAN";

    @AttributeDefinition(
            name = "Step (s)",
            min = "10",
            max = "86400",
            description =
                    "Step of the series: a whole part of a day; the shortest period that can be seen is two steps")
    int step() default 300;

    @AttributeDefinition(name = "Time zone", description = "Of days and weeks, such as Europe/Paris")
    String zone() default "UTC";

    @AttributeDefinition(
            name = "History (days)",
            min = "1",
            max = "1100",
            description = "How long the series is kept and analysed; the week can be told from 21 on")
    int history() default 42;

    @AttributeDefinition(
            name = "Interval (min)",
            min = "1",
            max = "10080",
            description = "Time from one spectrum to the next")
    int interval() default 360;

    @AttributeDefinition(
            name = "Emit the input",
            description = "Whether the readings received go on, too, in their own envelopes")
    boolean emit_input() default true;
}
