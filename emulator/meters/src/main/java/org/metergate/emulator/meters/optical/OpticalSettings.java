package org.metergate.emulator.meters.optical;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.Wire.ByteTiming;
import org.metergate.settings.Properties;

/**
 * What the emulated meter is.
 *
 * @param manufacturer three letters
 * @param identification up to 16 characters
 * @param deviceAddress answers to this address and to none; also its serial number in 0.0.0
 * @param initial how long a byte takes at sign-on
 * @param proposedBaud 300, 600, 1200, 2400, 4800, 9600 or 19200
 * @param zone of the meter's clock
 */
public record OpticalSettings(
        String manufacturer,
        String identification,
        String deviceAddress,
        ByteTiming initial,
        int proposedBaud,
        ZoneId zone) {

    /** Start, 7 data bits, even parity, stop (IEC 62056-21, 5.3). */
    static final int BITS = 10;

    private static final Map<Integer, Character> SPEEDS =
            Map.of(300, '0', 600, '1', 1200, '2', 2400, '3', 4800, '4', 9600, '5', 19200, '6');

    /** A meter as they are delivered. */
    public static final OpticalSettings USUAL =
            new OpticalSettings("MTG", "\\@METERGATE-E1", "12345678", new ByteTiming(300, BITS), 9600, ZoneOffset.UTC);

    /** @throws IllegalArgumentException if the meter could not say this at its port */
    public OpticalSettings {
        require(
                manufacturer.matches("[A-Za-z]{3}"),
                "manufacturer is '" + manufacturer + "'; it must be three letters");
        require(
                identification.matches("[ -~&&[^/!]]{0,16}"),
                "identification is '" + identification + "'; it must be up to 16 characters without / and !");
        require(
                deviceAddress.matches("[0-9A-Za-z ]{1,32}"),
                "device address is '" + deviceAddress + "'; it must be 1 to 32 letters, digits and blanks");
        require(
                SPEEDS.containsKey(proposedBaud),
                "proposed baud is " + proposedBaud + "; it must be one of the standard");
    }

    /**
     * Reads the settings of a component; problems are noted in the properties.
     *
     * @param properties of the component
     * @param port its port and wire
     * @return the settings
     */
    static OpticalSettings from(Properties properties, PortSettings port) {
        try {
            return new OpticalSettings(
                    properties.text("manufacturer", USUAL.manufacturer),
                    properties.text("identification", USUAL.identification),
                    properties.text("device.address", USUAL.deviceAddress),
                    port.timing(),
                    properties.integer("baud.proposed", USUAL.proposedBaud, 300, 19200),
                    properties.parsed("zone", "UTC", OpticalSettings::zoneOf).orElse(USUAL.zone));
        } catch (IllegalArgumentException e) {
            properties.note("meter", e.getMessage());
            return USUAL;
        }
    }

    /** @return the character that stands for the proposed speed in mode C */
    char speedCharacter() {
        return SPEEDS.get(proposedBaud);
    }

    /**
     * @param character of an acknowledgement
     * @return the timing it asks for; the initial one if the meter cannot do it
     */
    ByteTiming timing(char character) {
        boolean can = character >= '0' && character <= speedCharacter();
        if (initial.baud() == 0 || !can) {
            return initial;
        }
        return SPEEDS.entrySet().stream()
                .filter(speed -> speed.getValue() == character)
                .map(speed -> new ByteTiming(speed.getKey(), BITS))
                .findFirst()
                .orElse(initial);
    }

    private static ZoneId zoneOf(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is '" + text + "'; expected a zone such as UTC or Europe/Vienna", e);
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
