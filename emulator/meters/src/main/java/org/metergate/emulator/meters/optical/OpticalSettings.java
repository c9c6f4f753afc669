package org.metergate.emulator.meters.optical;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
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
 * @param traits in what it differs from others
 */
public record OpticalSettings(
        String manufacturer,
        String identification,
        String deviceAddress,
        ByteTiming initial,
        int proposedBaud,
        ZoneId zone,
        Traits traits) {

    /** Start, 7 data bits, even parity, stop (IEC 62056-21, 5.3). */
    static final int BITS = 10;

    private static final Map<Integer, Character> SPEEDS =
            Map.of(300, '0', 600, '1', 1200, '2', 2400, '3', 4800, '4', 9600, '5', 19200, '6');

    /** The day that every meter counts from: there is no row of a load profile before. */
    static final Instant INSTALLED = Instant.parse("2024-01-01T00:00:00Z");

    /** A meter as they are delivered. */
    public static final OpticalSettings USUAL =
            new OpticalSettings("MTG", "\\@METERGATE-E1", "12345678", new ByteTiming(300, BITS), 9600, ZoneOffset.UTC);

    /** A meter in mode C with a supply. */
    public OpticalSettings(
            String manufacturer,
            String identification,
            String deviceAddress,
            ByteTiming initial,
            int proposedBaud,
            ZoneId zone) {
        this(manufacturer, identification, deviceAddress, initial, proposedBaud, zone, Traits.USUAL);
    }

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
                    properties.parsed("zone", "UTC", OpticalSettings::zoneOf).orElse(USUAL.zone),
                    traits(properties));
        } catch (IllegalArgumentException e) {
            properties.note("meter", e.getMessage());
            return USUAL;
        }
    }

    /** @return these settings with other traits */
    public OpticalSettings with(Traits other) {
        return new OpticalSettings(manufacturer, identification, deviceAddress, initial, proposedBaud, zone, other);
    }

    /** @return these settings of a meter with another address */
    public OpticalSettings at(String address) {
        return new OpticalSettings(manufacturer, identification, address, initial, proposedBaud, zone, traits);
    }

    /** @return the character that stands for the proposed speed; in mode A one that stands for none, in mode D always 3 */
    char speedCharacter() {
        char character = SPEEDS.get(proposedBaud);
        return switch (traits.mode()) {
            case A -> 'X';
            case B -> (char) (Math.max(character, '1') - '1' + 'A');
            case C, E -> character;
            case D -> '3';
        };
    }

    /** @return the speed that the identification proposes, in bits a second */
    int offeredBaud() {
        return traits.mode() == Traits.Mode.B ? Math.max(proposedBaud, 600) : proposedBaud;
    }

    /**
     * @param character of an option select
     * @return the speed it asks for; 300, or the fixed speed of the wire, if the meter cannot do it
     */
    int agreedBaud(char character) {
        boolean can = character >= '0' && character <= SPEEDS.get(proposedBaud);
        return SPEEDS.entrySet().stream()
                .filter(speed -> can && speed.getValue() == character)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(initial.baud() == 0 ? 300 : initial.baud());
    }

    private static Traits traits(Properties properties) {
        Traits usual = Traits.USUAL;
        return new Traits(
                properties.choice("mode", usual.mode()),
                properties
                        .parsed("format", "7E1", OpticalSettings::charactersOf)
                        .orElse(usual.characters()),
                Duration.ofMillis(properties.integer("wakeup", 0, 0, 9_999)),
                properties.text("password.p1", usual.password1()),
                properties.text("password.p2", usual.password2()),
                properties.integer("baud.working", 0, 0, 19_200),
                properties.flag("busy", false),
                properties.integer("history", 0, 0, 99),
                Duration.ofMinutes(properties.integer("profile.period", 15, 1, 60)),
                Duration.ofMillis(Math.round(properties.decimal("clock.offset", 0, -1e8, 1e8) * 1000)));
    }

    private static Traits.Characters charactersOf(String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "7E1" -> Traits.Characters.F7E1;
            case "7E1-PARITY" -> Traits.Characters.F7E1_WITH_PARITY;
            case "8N1" -> Traits.Characters.F8N1;
            default -> throw new IllegalArgumentException("is '" + text + "'; expected 7E1, 7E1-PARITY or 8N1");
        };
    }

    static ZoneId zoneOf(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is '" + text + "'; expected a zone such as UTC or Europe/Vienna", e);
        }
    }

    static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
