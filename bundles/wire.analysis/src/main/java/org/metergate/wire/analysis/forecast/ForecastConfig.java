package org.metergate.wire.analysis.forecast;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Icon;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of the wire component. */
@ObjectClassDefinition(
        id = ForecastConfig.PID,
        name = "Meter forecast",
        description = "Forecasts one channel for the next hours and days, with intervals and how good it was",
        icon = @Icon(resource = "OSGI-INF/icon.png", size = 32))
@interface ForecastConfig {
    /** Factory PID. */
    String PID = "org.metergate.wire.analysis.forecast";

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
            min = "300",
            max = "86400",
            description = "Step of the series and of its forecast: a whole part of a day")
    int step() default 900;

    @AttributeDefinition(name = "Horizon (h)", min = "1", max = "144", description = "How far to forecast")
    int horizon() default 24;

    @AttributeDefinition(name = "Time zone", description = "Of days and weeks, such as Europe/Paris")
    String zone() default "UTC";

    @AttributeDefinition(
            name = "History (days)",
            min = "21",
            max = "1100",
            description = "How long the series is kept and learned from; it takes 20 bytes a step on disk")
    int history() default 400;

    @AttributeDefinition(
            name = "Interval (min)",
            min = "1",
            max = "10080",
            description = "Time from one forecast, and training, to the next")
    int interval() default 60;

    @AttributeDefinition(
            name = "Emit the input",
            description = "Whether the readings received go on, too, in their own envelopes")
    boolean emit_input() default true;
}
