package org.metergate.wire.analysis.anomaly;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Icon;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The form of the wire component. */
@ObjectClassDefinition(
        id = AnomalyConfig.PID,
        name = "Meter anomalies",
        description = "How unusual each reading is, and what is wrong with the meter or behind it",
        icon = @Icon(resource = "OSGI-INF/icon.png", size = 32))
@interface AnomalyConfig {
    /** Factory PID. */
    String PID = "org.metergate.wire.analysis.anomaly";

    @AttributeDefinition(
            name = "Channels",
            description =
                    "Names of the channels to watch, with commas between; empty: every channel that holds a number",
            required = false)
    String channels() default "";

    @AttributeDefinition(
            name = "Kinds of channels",
            description =
                    "What a channel measures where its name does not tell, such as room=gauge,gas=volume: voltage,"
                            + " current, active_power, reactive_power, power_factor, thd, energy, volume, gauge",
            required = false)
    String kinds() default "";

    @AttributeDefinition(
            name = "Emit scores",
            description = "Whether <channel>.anomaly, 0 (usual) to 1, is emitted for every channel")
    boolean scores() default true;

    @AttributeDefinition(
            name = "Least score (%)",
            min = "0",
            max = "100",
            description = "Scores below this are not emitted; 50 and more call for attention, 0 emits all")
    int score_least() default 0;

    @AttributeDefinition(
            name = "Emit findings",
            description =
                    "Whether causes are named, such as PHASE_LOSS: finding.cause, finding.check and more, once for each"
                            + " event")
    boolean findings() default true;

    @AttributeDefinition(
            name = "Accuracy class, active (%)",
            min = "0.05",
            max = "10",
            description = "Class of the meters; figures that contradict each other by more are a finding")
    double accuracy_active() default 1;

    @AttributeDefinition(
            name = "Accuracy class, reactive (%)",
            min = "0.05",
            max = "10",
            description = "Class of the meters for reactive power")
    double accuracy_reactive() default 2;

    @AttributeDefinition(
            name = "Emit the input",
            description = "Whether the readings received go on with the results, or the results alone")
    boolean emit_input() default true;
}
