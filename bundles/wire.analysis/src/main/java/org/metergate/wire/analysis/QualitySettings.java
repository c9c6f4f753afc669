package org.metergate.wire.analysis;

import org.metergate.analysis.electricity.MeterAccuracy;
import org.metergate.analysis.electricity.PowerFactorLimits;
import org.metergate.analysis.harmonics.Nominal;
import org.metergate.analysis.harmonics.Samples;
import org.metergate.analysis.harmonics.ThdLimits;
import org.metergate.settings.Properties;

/**
 * What power quality is judged by, and from which channels.
 *
 * @param on whether it is judged at all
 * @param apparent channel name, {n} for the phase
 * @param factor likewise
 * @param angle likewise
 * @param voltageAngle likewise
 * @param thdVoltage likewise
 * @param thdCurrent likewise
 * @param waveformVoltage likewise
 * @param waveformCurrent likewise
 * @param samples how waveforms are packed
 * @param rate of their samples, in Hz
 * @param voltageStep what one step of theirs is worth, in V
 * @param currentStep likewise, in A
 * @param orders highest harmonic order to emit, 0 for none
 * @param nominalVoltage phase to neutral, in V
 * @param nominal frequency
 * @param accuracy beyond which a contradiction is one
 * @param week whether the statistics of weeks are kept
 * @param factorLimits classes of the power factor
 * @param target power factor of the capacitor bank
 * @param thdLimits classes of the THD
 */
record QualitySettings(
        boolean on,
        String apparent,
        String factor,
        String angle,
        String voltageAngle,
        String thdVoltage,
        String thdCurrent,
        String waveformVoltage,
        String waveformCurrent,
        Samples samples,
        double rate,
        double voltageStep,
        double currentStep,
        int orders,
        double nominalVoltage,
        Nominal nominal,
        MeterAccuracy accuracy,
        boolean week,
        PowerFactorLimits factorLimits,
        double target,
        ThdLimits thdLimits) {

    static QualitySettings from(Properties properties, int phases) {
        int hertz = properties.integer("nominal.frequency", 50, 50, 60);
        if (hertz != 50 && hertz != 60) {
            properties.note("nominal.frequency", "is '" + hertz + "'; expected 50 or 60");
            hertz = 50;
        }
        return new QualitySettings(
                properties.flag("quality", true),
                AnalysisSettings.perPhase(properties, "channel.apparent", "S{n}", phases),
                AnalysisSettings.perPhase(properties, "channel.factor", "PF{n}", phases),
                AnalysisSettings.perPhase(properties, "channel.angle", "phi{n}", phases),
                AnalysisSettings.perPhase(properties, "channel.voltage.angle", "delta{n}", phases),
                AnalysisSettings.perPhase(properties, "channel.thd.voltage", "THDU{n}", phases),
                AnalysisSettings.perPhase(properties, "channel.thd.current", "THDI{n}", phases),
                AnalysisSettings.perPhase(properties, "channel.waveform.voltage", "wave.U{n}", phases),
                AnalysisSettings.perPhase(properties, "channel.waveform.current", "wave.I{n}", phases),
                properties.choice("waveform.format", Samples.INT16_BE),
                properties.integer("waveform.rate", 12_800, 960, 1_000_000),
                properties.decimal("waveform.step.voltage", 0.02, 1e-9, 1e6),
                properties.decimal("waveform.step.current", 0.002, 1e-9, 1e6),
                properties.integer("harmonics.orders.count", 0, 0, 50),
                properties.decimal("nominal.voltage", 230, 1, 1_000_000),
                Nominal.of(hertz),
                MeterAccuracy.of(
                        properties.decimal("accuracy.active", 1, 0.05, 10),
                        properties.decimal("accuracy.reactive", 2, 0.05, 10)),
                properties.flag("week", false),
                factorLimits(properties),
                properties.decimal("power.factor.target", 0.95, 0.5, 1),
                thdLimits(properties));
    }

    private static PowerFactorLimits factorLimits(Properties properties) {
        double ideal = properties.decimal("power.factor.ideal", 0.995, 0, 1);
        double acceptable = properties.decimal("power.factor.acceptable", 0.9, 0, 1);
        double critical = properties.decimal("power.factor.critical", 0.8, 0, 1);
        if (critical <= acceptable && acceptable <= ideal) {
            return new PowerFactorLimits(ideal, acceptable, critical);
        }
        properties.note(
                "power.factor.acceptable",
                "is " + acceptable + "; expected no more than power.factor.ideal, " + ideal
                        + ", and no less than power.factor.critical, " + critical);
        return PowerFactorLimits.GLOSSARY;
    }

    private static ThdLimits thdLimits(Properties properties) {
        double normal = properties.decimal("thd.normal", 5, 0.1, 1_000);
        double acceptable = properties.decimal("thd.acceptable", 8, 0.1, 1_000);
        double critical = properties.decimal("thd.critical", 10, 0.1, 1_000);
        if (normal <= acceptable && acceptable <= critical) {
            return new ThdLimits(normal, acceptable, critical);
        }
        properties.note(
                "thd.acceptable",
                "is " + acceptable + "; expected no less than thd.normal, " + normal
                        + ", and no more than thd.critical, " + critical);
        return ThdLimits.GLOSSARY;
    }
}
