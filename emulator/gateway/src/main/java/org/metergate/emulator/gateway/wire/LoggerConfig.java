package org.metergate.emulator.gateway.wire;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

@ObjectClassDefinition(id = LoggerConfig.PID, name = "Logger", description = "Writes received envelopes to the log")
@interface LoggerConfig {
    String PID = "org.eclipse.kura.wire.Logger";

    @AttributeDefinition(
            name = "log.verbosity",
            options = {@Option(label = "VERBOSE", value = "VERBOSE"), @Option(label = "QUIET", value = "QUIET")},
            description = "QUIET: one line for each envelope. VERBOSE: the properties of each record as well")
    String log_verbosity() default "QUIET";
}
