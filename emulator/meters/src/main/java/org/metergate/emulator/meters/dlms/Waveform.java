package org.metergate.emulator.meters.dlms;

import java.nio.ByteBuffer;
import org.metergate.emulator.meters.Building.Phase;
import org.metergate.emulator.meters.Building.State;

/**
 * What the meter's converter samples of one phase: 220 ms at 12.8 kHz, two bytes each, signed, high byte first. All
 * phases begin at the same moment.
 */
final class Waveform {
    /** Samples a second. */
    static final double RATE = 12_800;

    /** One step of a voltage, in V. */
    static final double VOLT = 0.02;

    /** One step of a current, in A; 46 A are the most that two bytes hold. */
    static final double AMPERE = 0.002;

    private static final int SAMPLES = 2_816;

    private Waveform() {}

    static byte[] voltage(State state, int phase) {
        double amplitude = Math.sqrt(2) * state.phases().get(phase).voltage();
        ByteBuffer block = ByteBuffer.allocate(2 * SAMPLES);
        for (int i = 0; i < SAMPLES; i++) {
            put(block, amplitude * Math.cos(turn(state, phase, i)) / VOLT);
        }
        return block.array();
    }

    static byte[] current(State state, int phase) {
        Phase of = state.phases().get(phase);
        double fundamental = Math.sqrt(2) * Math.hypot(of.activePower(), of.reactivePower()) / of.voltage();
        double lag = Math.atan2(of.reactivePower(), of.activePower());
        ByteBuffer block = ByteBuffer.allocate(2 * SAMPLES);
        for (int i = 0; i < SAMPLES; i++) {
            double turn = turn(state, phase, i);
            double value = fundamental * Math.cos(turn - lag);
            for (int order = 2; order < of.currentHarmonics().size() + 2; order++) {
                value += Math.sqrt(2) * of.currentHarmonics().get(order - 2) * Math.cos(order * turn);
            }
            put(block, value / AMPERE);
        }
        return block.array();
    }

    private static double turn(State state, int phase, int sample) {
        return 2 * Math.PI * (state.frequency() * sample / RATE - phase / 3.0);
    }

    /** A converter that is driven too far stays at its end. */
    private static void put(ByteBuffer block, double steps) {
        block.putShort((short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(steps))));
    }
}
