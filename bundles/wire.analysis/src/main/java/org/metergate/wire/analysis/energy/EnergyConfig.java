package org.metergate.wire.analysis.energy;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Icon;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The form of the wire component. */
@ObjectClassDefinition(
        id = EnergyConfig.PID,
        name = "Meter energy",
        description = "Consumption, demand, load factor, tariffs and self-consumption from the counters of meters",
        icon = @Icon(resource = "OSGI-INF/icon.png", size = 32))
@interface EnergyConfig {
    /** Factory PID. */
    String PID = "org.metergate.wire.analysis.energy";

    @AttributeDefinition(
            name = "Import channel",
            description = "Channel name of the counter of energy taken from the grid, or of any other that only rises")
    String channel_import() default "import";

    @AttributeDefinition(
            name = "Export channel",
            description = "Channel name of the counter of energy given to the grid; a meter may have none")
    String channel_export() default "export";

    @AttributeDefinition(
            name = "Production channel",
            description = "Channel name of the counter of the site's own production; a meter may have none")
    String channel_production() default "production";

    @AttributeDefinition(
            name = "Tariff channels",
            description = "Channel names of tariff registers (1.8.1, 1.8.2, ...), with commas between",
            required = false)
    String channel_tariffs() default "";

    @AttributeDefinition(
            name = "Unit of the counters (unit)",
            description = "Base unit, such as Wh, varh or m³; k and M before it are understood")
    String unit() default "Wh";

    @AttributeDefinition(
            name = "Modulus (units)",
            min = "0",
            max = "1000000000000000",
            description = "Where the counters begin at 0 again, in the base unit; 0 if not known")
    long modulus() default 0;

    @AttributeDefinition(
            name = "Greatest power (W)",
            min = "0",
            max = "1000000000",
            description = "The most that the supply can give; a faster counter is not believed. 0 if not known")
    long power_max() default 0;

    @AttributeDefinition(
            name = "Gap (min)",
            min = "1",
            max = "10080",
            description = "Longest time between two readings whose course counts as known")
    int gap() default 30;

    @AttributeDefinition(
            name = "Block of the demand (min)",
            min = "1",
            max = "1440",
            description = "Length of the blocks that the demand is the mean of")
    int block() default 15;

    @AttributeDefinition(name = "Time zone", description = "Of months and tariffs, such as Europe/Paris")
    String zone() default "UTC";

    @AttributeDefinition(
            name = "Off-peak hours",
            description = "Hours of the low tariff (HC) of each day, such as 22:30-06:30, several with commas between",
            required = false)
    String tariff_off_peak() default "";

    @AttributeDefinition(
            name = "Emit the input",
            description = "Whether the readings received go on with the results, or the results alone")
    boolean emit_input() default true;

    @AttributeDefinition(
            name = "Emit errors",
            description = "Whether a reading that is not counted is emitted as <result>_error with the reason")
    boolean emit_errors() default true;
}
