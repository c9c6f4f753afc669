package org.metergate.emulator.meters.optical;

import java.io.IOException;
import org.metergate.emulator.meters.CharacterFormat;
import org.metergate.emulator.meters.Uart;
import org.metergate.emulator.meters.Wire;
import org.metergate.emulator.meters.Wire.ByteTiming;

/** How a meter speaks on its wire: at which speed, in which characters, and how well. One thread at a time. */
final class Voice {
    private final Wire wire;
    private final OpticalSettings settings;
    private int expected;
    private int spoken;

    /**
     * @param wire to the reader, at the initial speed
     * @param settings of the meter
     */
    Voice(Wire wire, OpticalSettings settings) {
        this.wire = wire;
        this.settings = settings;
    }

    /** Changes to the speed of the sign-on. */
    void backToInitial() {
        expected = 0;
        spoken = 0;
        wire.change(settings.initial());
    }

    /**
     * Changes to a speed that was agreed on; one that is too high for the meter it does not reach.
     *
     * @param baud that the reader listens at
     */
    void changeTo(int baud) {
        int working = settings.traits().workingBaud();
        expected = baud;
        spoken = working == 0 ? baud : Math.min(working, baud);
        wire.change(settings.initial().baud() == 0 ? settings.initial() : new ByteTiming(spoken, OpticalSettings.BITS));
    }

    /**
     * Sends characters.
     *
     * @param characters of 7 bits
     * @throws IOException if the other side has gone
     */
    void say(byte[] characters) throws IOException {
        Traits.Characters kind = settings.traits().characters();
        if (expected == spoken) {
            wire.write(kind.onTheWire(characters));
            return;
        }
        CharacterFormat port = kind == Traits.Characters.F7E1 ? CharacterFormat.F7E1 : CharacterFormat.F8N1;
        byte[] heard = Uart.heard(
                characters, new Uart.Settings(spoken, CharacterFormat.F7E1), new Uart.Settings(expected, port));
        wire.write(heard);
    }
}
