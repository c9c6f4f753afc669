package org.metergate.emulator.meters.building;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of a building. */
@ObjectClassDefinition(
        id = BuildingConfig.PID,
        name = "Emulated building",
        description = "The physical model that the emulated meters measure")
@interface BuildingConfig {
    /** Factory PID. */
    String PID = "org.metergate.emulator.meters.building";

    @AttributeDefinition(
            name = "Seed",
            min = "0",
            max = "2147483647",
            description = "Buildings with the same seed live the same life, second by second")
    int seed() default 1;

    @AttributeDefinition(
            name = "Installed",
            description = "Day or time (UTC) from which the meters count, such as 2024-01-01 or 2024-01-01T08:00:00Z")
    String installed() default "2024-01-01T00:00:00Z";

    @AttributeDefinition(name = "Nominal voltage (V)", min = "100", max = "400", description = "Phase to neutral")
    double nominal_voltage() default 230;

    @AttributeDefinition(
            name = "Nominal frequency (Hz)",
            options = {@Option(label = "50 Hz", value = "50.0"), @Option(label = "60 Hz", value = "60.0")})
    double nominal_frequency() default 50;

    @AttributeDefinition(
            name = "Solar peak power (W)",
            min = "0",
            max = "1000000",
            description = "Peak power of the solar panels; 0 for none")
    double solar_power() default 9900;
}
