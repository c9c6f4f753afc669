package org.metergate.emulator.gateway.wire;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

@ObjectClassDefinition(id = TimerConfig.PID, name = "Timer", description = "Emits a record at a fixed interval")
@interface TimerConfig {
    String PID = "org.eclipse.kura.wire.Timer";

    @AttributeDefinition(
            name = "type",
            options = {@Option(label = "SIMPLE", value = "SIMPLE"), @Option(label = "CRON", value = "CRON")},
            description = "SIMPLE ticks at a fixed interval; CRON is refused by the small gateway")
    String type() default "SIMPLE";

    @AttributeDefinition(
            name = "simple.interval",
            min = "1",
            max = "2147483647",
            description = "Time between two ticks, in the unit of simple.time.unit")
    int simple_interval() default 10;

    @AttributeDefinition(
            name = "simple.time.unit",
            options = {
                @Option(label = "MILLISECONDS", value = "MILLISECONDS"),
                @Option(label = "SECONDS", value = "SECONDS"),
                @Option(label = "MINUTES", value = "MINUTES"),
                @Option(label = "HOURS", value = "HOURS"),
                @Option(label = "DAYS", value = "DAYS")
            },
            description = "Unit of the intervals")
    String simple_time_unit() default "SECONDS";

    @AttributeDefinition(
            name = "simple.first.tick.policy",
            options = {@Option(label = "DEFAULT", value = "DEFAULT"), @Option(label = "CUSTOM", value = "CUSTOM")},
            description = "DEFAULT: the first tick comes after one interval. CUSTOM: after "
                    + "simple.custom.first.tick.interval")
    String simple_first_tick_policy() default "DEFAULT";

    @AttributeDefinition(
            name = "simple.custom.first.tick.interval",
            required = false,
            min = "0",
            max = "2147483647",
            description = "Time before the first tick with the policy CUSTOM, in the unit of simple.time.unit")
    int simple_custom_first_tick_interval() default 0;

    @AttributeDefinition(name = "cron.interval", description = "Kept for a real Kura; not used by the small gateway")
    String cron_interval() default "0/10 * * * * ?";
}
