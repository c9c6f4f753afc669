package org.metergate.emulator.meters.faults;

import java.util.List;

/** Kinds of emulated meters, and the channels they have. */
public enum MeterType {
    /** Three phases of a small business: V, A, W, power factor, THD of the current in percent, kWh. */
    ELECTRICITY(List.of("U1", "U2", "U3", "I1", "I2", "I3", "P1", "P2", "P3", "P", "PF", "THDI", "E")),
    /** Cold water of a family house, m3. */
    WATER(List.of("volume")),
    /** Heat of a house: temperatures in degrees Celsius, m3, kWh. */
    HEAT(List.of("T_flow", "T_return", "volume", "E"));

    private final List<String> channels;

    MeterType(List<String> channels) {
        this.channels = channels;
    }

    /** @return names of the channels */
    public List<String> channels() {
        return channels;
    }
}
