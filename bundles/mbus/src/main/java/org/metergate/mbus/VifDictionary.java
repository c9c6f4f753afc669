package org.metergate.mbus;

import static org.metergate.mbus.Meaning.Kind.IDENTIFICATION;
import static org.metergate.mbus.Meaning.Kind.TIME;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.openmuc.jmbus.DataRecord.Description;
import org.openmuc.jmbus.DecodingException;
import org.openmuc.jmbus.DlmsUnit;
import org.openmuc.jmbus.VariableDataStructure;

/**
 * The VIF tables of jMBus (EN 13757-3, tables 10, 12 and 14), asked for one value information block at a time.
 *
 * <p>jMBus is handed a telegram without header (CI 78) with one record that has no data field (DIF 00), so that its
 * reading of data never runs; without an address it remembers nothing.
 */
final class VifDictionary {

    private static final int NO_HEADER = 0x78;
    /** jMBus takes the last two bytes for a link CRC. */
    private static final int LINK_CRC = 2;

    private static final BigDecimal SECONDS_A_MINUTE = BigDecimal.valueOf(60);
    private static final BigDecimal SECONDS_AN_HOUR = BigDecimal.valueOf(3600);
    private static final BigDecimal SECONDS_A_DAY = BigDecimal.valueOf(86_400);

    /** Quantities under their usual English names; what is not listed has no meaning that could be relied on. */
    private static final Map<Description, String> NAMES = Map.ofEntries(
            Map.entry(Description.ENERGY, "Energy"),
            Map.entry(Description.REACTIVE_ENERGY, "Reactive energy"),
            Map.entry(Description.APPARENT_ENERGY, "Apparent energy"),
            Map.entry(Description.VOLUME, "Volume"),
            Map.entry(Description.MASS, "Mass"),
            Map.entry(Description.ON_TIME, "On time"),
            Map.entry(Description.OPERATING_TIME, "Operating time"),
            Map.entry(Description.POWER, "Power"),
            Map.entry(Description.REACTIVE_POWER, "Reactive power"),
            Map.entry(Description.MAX_POWER, "Cumul count max power"),
            Map.entry(Description.VOLUME_FLOW, "Volume flow"),
            Map.entry(Description.VOLUME_FLOW_EXT, "Volume flow"),
            Map.entry(Description.MASS_FLOW, "Mass flow"),
            Map.entry(Description.FLOW_TEMPERATURE, "Flow temperature"),
            Map.entry(Description.RETURN_TEMPERATURE, "Return temperature"),
            Map.entry(Description.TEMPERATURE_DIFFERENCE, "Temperature difference"),
            Map.entry(Description.EXTERNAL_TEMPERATURE, "External temperature"),
            Map.entry(Description.TEMPERATURE_LIMIT, "Cold / Warm Temperature Limit"),
            Map.entry(Description.PRESSURE, "Pressure"),
            Map.entry(Description.REL_HUMIDITY, "Relative humidity"),
            Map.entry(Description.FREQUENCY, "Frequency"),
            Map.entry(Description.PHASE, "Phase"),
            Map.entry(Description.VOLTAGE, "Voltage"),
            Map.entry(Description.CURRENT, "Current"),
            Map.entry(Description.DATE, "Time point (date)"),
            Map.entry(Description.DATE_TIME, "Time point (date & time)"),
            Map.entry(Description.AVERAGING_DURATION, "Averaging Duration"),
            Map.entry(Description.ACTUALITY_DURATION, "Actuality Duration"),
            Map.entry(Description.FABRICATION_NO, "Fabrication No"),
            Map.entry(Description.EXTENDED_IDENTIFICATION, "(Enhanced) Identification"),
            Map.entry(Description.ADDRESS, "Bus Address"),
            Map.entry(Description.MODEL_VERSION, "Model / Version"),
            Map.entry(Description.PARAMETER_SET_ID, "Parameter set identification"),
            Map.entry(Description.HARDWARE_VERSION, "Hardware version"),
            Map.entry(Description.FIRMWARE_VERSION, "Firmware version"),
            Map.entry(Description.OTHER_SOFTWARE_VERSION, "Software version"),
            Map.entry(Description.CUSTOMER_LOCATION, "Customer location"),
            Map.entry(Description.CUSTOMER, "Customer"),
            Map.entry(Description.ACCSESS_CODE_USER, "Access Code User"),
            Map.entry(Description.ACCSESS_CODE_OPERATOR, "Access Code Operator"),
            Map.entry(Description.ACCSESS_CODE_SYSTEM_OPERATOR, "Access Code System Operator"),
            Map.entry(Description.ACCSESS_CODE_SYSTEM_DEVELOPER, "Access Code Developer"),
            Map.entry(Description.PASSWORD, "Password"),
            Map.entry(Description.TIME_POINT_DAY_CHANGE, "Time point of day change"),
            Map.entry(Description.ERROR_FLAGS, "Error flags"),
            Map.entry(Description.ERROR_MASK, "Error mask"),
            Map.entry(Description.DIGITAL_INPUT, "Digital Input"),
            Map.entry(Description.DIGITAL_OUTPUT, "Digital Output"),
            Map.entry(Description.BAUDRATE, "Baudrate"),
            Map.entry(Description.RESPONSE_DELAY_TIME, "Response delay time"),
            Map.entry(Description.RETRY, "Retry"),
            Map.entry(Description.FIRST_STORAGE_NUMBER_CYCLIC, "First storage # for cyclic storage"),
            Map.entry(Description.LAST_STORAGE_NUMBER_CYCLIC, "Last storage # for cyclic storage"),
            Map.entry(Description.SIZE_STORAGE_BLOCK, "Size of storage block"),
            Map.entry(Description.STORAGE_INTERVALL, "Storage interval"),
            Map.entry(Description.DURATION_LAST_READOUT, "Duration since last readout"),
            Map.entry(Description.TARIF_DURATION, "Duration of tariff"),
            Map.entry(Description.TARIF_PERIOD, "Period of tariff"),
            Map.entry(Description.LAST_CUMULATION_DURATION, "Duration since last cumulation"),
            Map.entry(Description.OPERATING_TIME_BATTERY, "Operating time battery"),
            Map.entry(Description.REMAINING_BATTERY_LIFE_TIME, "Remaining battery life time"),
            Map.entry(Description.RESET_COUNTER, "Reset counter"),
            Map.entry(Description.CUMULATION_COUNTER, "Cumulation counter"),
            Map.entry(Description.CONTROL_SIGNAL, "Control signal"),
            Map.entry(Description.DAY_OF_WEEK, "Day of week"),
            Map.entry(Description.WEEK_NUMBER, "Week number"),
            Map.entry(Description.PARAMETER_ACTIVATION_STATE, "State of parameter activation"),
            Map.entry(Description.SPECIAL_SUPPLIER_INFORMATION, "Special supplier information"),
            Map.entry(Description.RF_LEVEL, "Received signal strength"),
            Map.entry(Description.NUMBER_STOPS, "Number of times the meter was stopped"),
            Map.entry(Description.MANUFACTURER_SPECIFIC, "Manufacturer specific"));

    private VifDictionary() {}

    /**
     * Looks a VIF up.
     *
     * @param vib the VIF, with one VIFE after FB or FD; no further VIFE
     * @return its meaning, empty if jMBus knows none
     */
    static Optional<Meaning> lookUp(byte... vib) {
        byte[] telegram = new byte[2 + vib.length + LINK_CRC];
        telegram[0] = NO_HEADER;
        System.arraycopy(vib, 0, telegram, 2, vib.length);
        var structure = new VariableDataStructure(telegram, 0, telegram.length, null, Map.of());
        try {
            structure.decode();
        } catch (DecodingException e) {
            return Optional.empty(); // a code that jMBus has no entry for
        }
        var entry = structure.getDataRecords().get(0);
        String name = NAMES.get(entry.getDescription());
        if (name == null) {
            return Optional.empty();
        }
        return switch (entry.getDescription()) {
            case DATE, DATE_TIME -> Optional.of(Meaning.of(name, "-", TIME));
            case FABRICATION_NO -> Optional.of(Meaning.of(name, "", IDENTIFICATION));
            default -> scaled(name, entry.getUnit(), entry.getMultiplierExponent());
        };
    }

    private static Optional<Meaning> scaled(String name, DlmsUnit unit, int exponent) {
        BigDecimal ten = BigDecimal.ONE.scaleByPowerOfTen(exponent);
        if (unit == null) {
            return Optional.of(Meaning.number(name, "", ten));
        }
        return switch (unit) {
            case SECOND -> Optional.of(Meaning.number(name, "s", ten));
            case MIN -> Optional.of(Meaning.number(name, "s", ten.multiply(SECONDS_A_MINUTE)));
            case HOUR -> Optional.of(Meaning.number(name, "s", ten.multiply(SECONDS_AN_HOUR)));
            case DAY -> Optional.of(Meaning.number(name, "s", ten.multiply(SECONDS_A_DAY)));
            case MONTH -> Optional.of(Meaning.number(name, "months", ten));
            case YEAR -> Optional.of(Meaning.number(name, "years", ten));
            case WATT_HOUR -> Optional.of(Meaning.number(name, "Wh", ten));
            case VAR_HOUR -> Optional.of(Meaning.number(name, "varh", ten));
            case VOLT_AMPERE_HOUR -> Optional.of(Meaning.number(name, "VAh", ten));
            case JOULE -> Optional.of(Meaning.number(name, "J", ten));
            case WATT -> Optional.of(Meaning.number(name, "W", ten));
            case VAR -> Optional.of(Meaning.number(name, "var", ten));
            case VOLT_AMPERE -> Optional.of(Meaning.number("Apparent power", "VA", ten)); // jMBus says energy
            case JOULE_PER_HOUR -> Optional.of(Meaning.number(name, "J/h", ten));
            case CUBIC_METRE -> Optional.of(Meaning.number(name, "m^3", ten));
            case CUBIC_METRE_PER_HOUR -> Optional.of(Meaning.number(name, "m^3/h", ten));
            case CUBIC_METRE_PER_MINUTE -> Optional.of(Meaning.number(name, "m^3/h", ten.multiply(SECONDS_A_MINUTE)));
            case CUBIC_METRE_PER_SECOND -> Optional.of(Meaning.number(name, "m^3/h", ten.multiply(SECONDS_AN_HOUR)));
            case KILOGRAM -> Optional.of(Meaning.number(name, "kg", ten));
            case KILOGRAM_PER_HOUR -> Optional.of(Meaning.number(name, "kg/h", ten));
            case DEGREE_CELSIUS -> Optional.of(Meaning.number(name, "°C", ten));
            case DEGREE_FAHRENHEIT -> Optional.of(Meaning.number(name, "°F", ten));
            case KELVIN -> Optional.of(Meaning.number(name, "K", ten));
            case BAR -> Optional.of(Meaning.number(name, "bar", ten));
            case VOLT -> Optional.of(Meaning.number(name, "V", ten));
            case AMPERE -> Optional.of(Meaning.number(name, "A", ten));
            case HERTZ -> Optional.of(Meaning.number(name, "Hz", ten));
            case DEGREE -> Optional.of(Meaning.number(name, "°", ten));
            case PERCENTAGE -> Optional.of(Meaning.number(name, "%", ten));
            case SIGNAL_STRENGTH -> Optional.of(Meaning.number(name, "dBm", ten));
            default -> Optional.empty(); // feet, gallons, calories: VifSupplement has them
        };
    }
}
