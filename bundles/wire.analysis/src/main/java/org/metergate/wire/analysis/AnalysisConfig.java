package org.metergate.wire.analysis;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Icon;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of the wire component. */
@ObjectClassDefinition(
        id = AnalysisConfig.PID,
        name = "Meter analysis",
        description = "Power, power factor and its class from the readings of an electricity meter",
        icon = @Icon(resource = "OSGI-INF/icon.png", size = 32))
@interface AnalysisConfig {
    /** Factory PID. */
    String PID = "org.metergate.wire.analysis";

    @AttributeDefinition(
            name = "Phases",
            options = {@Option(label = "one", value = "1"), @Option(label = "three", value = "3")},
            description = "How many phases the meter measures")
    int phases() default 3;

    @AttributeDefinition(
            name = "Voltage channels",
            description = "Channel names of the voltages; {n} stands for the number of the phase")
    String channel_voltage() default "U{n}";

    @AttributeDefinition(
            name = "Current channels",
            description = "Channel names of the currents; {n} stands for the number of the phase")
    String channel_current() default "I{n}";

    @AttributeDefinition(
            name = "Active power channels",
            description = "Channel names of the active powers, positive from the grid; {n} stands for the phase")
    String channel_active() default "P{n}";

    @AttributeDefinition(
            name = "Reactive power channels",
            description = "Channel names of the reactive powers, positive inductive; {n} stands for the phase")
    String channel_reactive() default "Q{n}";

    @AttributeDefinition(
            name = "Total active power channel",
            description = "Computed from the phases if the meter has no such channel")
    String channel_active_total() default "P";

    @AttributeDefinition(
            name = "Total reactive power channel",
            description = "Computed from the phases if the meter has no such channel")
    String channel_reactive_total() default "Q";

    @AttributeDefinition(
            name = "Emit the input",
            description = "Whether the readings received go on with the results, or the results alone")
    boolean emit_input() default true;

    @AttributeDefinition(
            name = "Emit errors",
            description = "Whether a result that cannot be computed is emitted as <result>_error with the reason")
    boolean emit_errors() default true;
}
