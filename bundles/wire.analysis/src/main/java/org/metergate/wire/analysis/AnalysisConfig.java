package org.metergate.wire.analysis;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Icon;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of the wire component. */
@ObjectClassDefinition(
        id = AnalysisConfig.PID,
        name = "Meter analysis",
        description = "Power, power factor, power quality and harmonics from the readings of an electricity meter",
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
            name = "Power quality",
            description = "Whether levels, THD, unbalance, capacitors and contradictions are judged, too")
    boolean quality() default true;

    @AttributeDefinition(
            name = "Apparent power channels",
            description = "Channel names of the apparent powers; {n} stands for the phase")
    String channel_apparent() default "S{n}";

    @AttributeDefinition(
            name = "Power factor channels",
            description = "Channel names of the power factors, -1 to 1; {n} stands for the phase")
    String channel_factor() default "PF{n}";

    @AttributeDefinition(
            name = "Phase angle channels",
            description =
                    "Channel names of the angles by which the currents lag their voltages; {n} stands for the phase")
    String channel_angle() default "phi{n}";

    @AttributeDefinition(
            name = "Voltage angle channels",
            description = "Channel names of the angles of the voltages behind that of L1; {n} stands for the phase")
    String channel_voltage_angle() default "delta{n}";

    @AttributeDefinition(
            name = "Voltage THD channels",
            description = "Channel names of the THD registers of the voltages, in %; {n} stands for the phase")
    String channel_thd_voltage() default "THDU{n}";

    @AttributeDefinition(
            name = "Current THD channels",
            description = "Channel names of the THD registers of the currents, in %; {n} stands for the phase")
    String channel_thd_current() default "THDI{n}";

    @AttributeDefinition(
            name = "Voltage waveform channels",
            description =
                    "Channel names of the blocks of voltage samples, of type BYTE_ARRAY; {n} stands for the phase")
    String channel_waveform_voltage() default "wave.U{n}";

    @AttributeDefinition(
            name = "Current waveform channels",
            description =
                    "Channel names of the blocks of current samples, of type BYTE_ARRAY; {n} stands for the phase")
    String channel_waveform_current() default "wave.I{n}";

    @AttributeDefinition(
            name = "Waveform samples",
            options = {
                @Option(label = "two bytes, signed, low byte first", value = "INT16_LE"),
                @Option(label = "two bytes, signed, high byte first", value = "INT16_BE"),
                @Option(label = "four bytes, signed, low byte first", value = "INT32_LE"),
                @Option(label = "four bytes, signed, high byte first", value = "INT32_BE"),
                @Option(label = "four bytes, IEEE 754, low byte first", value = "FLOAT32_LE"),
                @Option(label = "four bytes, IEEE 754, high byte first", value = "FLOAT32_BE")
            },
            description = "How the samples of waveforms are packed")
    String waveform_format() default "INT16_BE";

    @AttributeDefinition(
            name = "Waveform rate (Hz)",
            min = "960",
            max = "1000000",
            description = "Samples a second of each waveform; 16 or more to a cycle")
    int waveform_rate() default 12_800;

    @AttributeDefinition(
            name = "Voltage step of a waveform (V)",
            min = "0.000000001",
            max = "1000000",
            description = "What one step of a voltage sample is worth")
    double waveform_step_voltage() default 0.02;

    @AttributeDefinition(
            name = "Current step of a waveform (A)",
            min = "0.000000001",
            max = "1000000",
            description = "What one step of a current sample is worth")
    double waveform_step_current() default 0.002;

    @AttributeDefinition(
            name = "Harmonics to emit",
            min = "0",
            max = "50",
            description = "Highest order of each waveform that is emitted by itself; 0 for none")
    int harmonics_orders_count() default 0;

    @AttributeDefinition(
            name = "Nominal voltage (V)",
            min = "1",
            max = "1000000",
            description = "Phase to neutral; levels are parts of it")
    double nominal_voltage() default 230;

    @AttributeDefinition(
            name = "Nominal frequency (Hz)",
            options = {@Option(label = "50", value = "50"), @Option(label = "60", value = "60")},
            description = "Of the supply")
    int nominal_frequency() default 50;

    @AttributeDefinition(
            name = "Statistics of the week",
            description =
                    "Whether the means of 10 minutes are counted over each week, as EN 50160 asks; with power quality only")
    boolean week() default false;

    @AttributeDefinition(
            name = "Accuracy class, active (%)",
            min = "0.05",
            max = "10",
            description = "Of the meter; readings that differ by more contradict each other")
    double accuracy_active() default 1;

    @AttributeDefinition(
            name = "Accuracy class, reactive (%)",
            min = "0.05",
            max = "10",
            description = "Of the meter, for reactive power")
    double accuracy_reactive() default 2;

    @AttributeDefinition(
            name = "Power factor: ideal from (0 to 1)",
            min = "0",
            max = "1",
            description = "Least size of an ideal power factor")
    double power_factor_ideal() default 0.995;

    @AttributeDefinition(
            name = "Power factor: acceptable above (0 to 1)",
            min = "0",
            max = "1",
            description = "What an acceptable power factor is above")
    double power_factor_acceptable() default 0.9;

    @AttributeDefinition(
            name = "Power factor: critical below (0 to 1)",
            min = "0",
            max = "1",
            description = "What a critical power factor is below; between the two it is degraded")
    double power_factor_critical() default 0.8;

    @AttributeDefinition(
            name = "Power factor of the capacitor bank (0 to 1)",
            min = "0.5",
            max = "1",
            description = "Displacement factor that the capacitor bank is to bring")
    double power_factor_target() default 0.95;

    @AttributeDefinition(
            name = "THD: normal below (%)",
            min = "0.1",
            max = "1000",
            description = "What a normal THD is below")
    double thd_normal() default 5;

    @AttributeDefinition(
            name = "THD: acceptable below (%)",
            min = "0.1",
            max = "1000",
            description = "What an acceptable THD is below")
    double thd_acceptable() default 8;

    @AttributeDefinition(
            name = "THD: critical above (%)",
            min = "0.1",
            max = "1000",
            description = "What a critical THD is above; between the two it is degraded")
    double thd_critical() default 10;

    @AttributeDefinition(
            name = "Emit the input",
            description = "Whether the readings received go on with the results, or the results alone")
    boolean emit_input() default true;

    @AttributeDefinition(
            name = "Emit errors",
            description = "Whether a result that cannot be computed is emitted as <result>_error with the reason")
    boolean emit_errors() default true;
}
