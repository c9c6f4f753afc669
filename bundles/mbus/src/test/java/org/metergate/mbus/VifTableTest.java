package org.metergate.mbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metergate.testkit.Hex;

/** The tables of EN 13757-3:2018, first and last code of every line. */
class VifTableTest {

    private static Meaning meaning(String vib) {
        byte[] bytes = Hex.bytes(vib);
        return Meanings.of(bytes, 0, bytes.length, "");
    }

    @ParameterizedTest(name = "{0} {1} {3} {2}")
    @CsvSource({
        "00, Energy, Wh, 0.001",
        "07, Energy, Wh, 10000",
        "08, Energy, J, 1",
        "0F, Energy, J, 10000000",
        "10, Volume, m^3, 0.000001",
        "17, Volume, m^3, 10",
        "18, Mass, kg, 0.001",
        "1F, Mass, kg, 10000",
        "20, On time, s, 1",
        "23, On time, s, 86400",
        "24, Operating time, s, 1",
        "27, Operating time, s, 86400",
        "28, Power, W, 0.001",
        "2F, Power, W, 10000",
        "30, Power, J/h, 1",
        "37, Power, J/h, 10000000",
        "38, Volume flow, m^3/h, 0.000001",
        "3F, Volume flow, m^3/h, 10",
        "40, Volume flow, m^3/h, 0.000006",
        "47, Volume flow, m^3/h, 60",
        "48, Volume flow, m^3/h, 0.0000036",
        "4F, Volume flow, m^3/h, 36",
        "50, Mass flow, kg/h, 0.001",
        "57, Mass flow, kg/h, 10000",
        "58, Flow temperature, °C, 0.001",
        "5B, Flow temperature, °C, 1",
        "5C, Return temperature, °C, 0.001",
        "5F, Return temperature, °C, 1",
        "60, Temperature difference, K, 0.001",
        "63, Temperature difference, K, 1",
        "64, External temperature, °C, 0.001",
        "67, External temperature, °C, 1",
        "68, Pressure, bar, 0.001",
        "6B, Pressure, bar, 1",
        "6E, H.C.A., Units for H.C.A., 1",
        "70, Averaging Duration, s, 1",
        "73, Averaging Duration, s, 86400",
        "74, Actuality Duration, s, 1",
        "77, Actuality Duration, s, 86400"
    })
    void primary(String vif, String quantity, String unit, BigDecimal factor) {
        assertNumber(vif, quantity, unit, factor);
    }

    @ParameterizedTest(name = "{0} {1} {3} {2}")
    @CsvSource({
        "FD 00, Credit, Currency units, 0.001",
        "FD 03, Credit, Currency units, 1",
        "FD 04, Debit, Currency units, 0.001",
        "FD 07, Debit, Currency units, 1",
        "FD 24, Storage interval, s, 1",
        "FD 27, Storage interval, s, 86400",
        "FD 28, Storage interval, months, 1",
        "FD 29, Storage interval, years, 1",
        "FD 34, Period of tariff, s, 1",
        "FD 37, Period of tariff, s, 86400",
        "FD 38, Period of tariff, months, 1",
        "FD 39, Period of tariff, years, 1",
        "FD 40, Voltage, V, 0.000000001",
        "FD 4F, Voltage, V, 1000000",
        "FD 50, Current, A, 0.000000000001",
        "FD 5F, Current, A, 1000",
        "FD 68, Duration since last cumulation, s, 3600",
        "FD 69, Duration since last cumulation, s, 86400",
        "FD 6A, Duration since last cumulation, months, 1",
        "FD 6B, Duration since last cumulation, years, 1",
        "FD 6C, Operating time battery, s, 3600",
        "FD 6F, Operating time battery, years, 1",
        "FD FD 02, Remaining battery life time, months, 1",
        "FD FD 03, Remaining battery life time, years, 1"
    })
    void afterFd(String vib, String quantity, String unit, BigDecimal factor) {
        assertNumber(vib, quantity, unit, factor);
    }

    @ParameterizedTest(name = "{0} {1} {3} {2}")
    @CsvSource({
        "FB 00, Energy, Wh, 100000",
        "FB 01, Energy, Wh, 1000000",
        "FB 02, Reactive energy, varh, 1000",
        "FB 03, Reactive energy, varh, 10000",
        "FB 04, Apparent energy, VAh, 1000",
        "FB 05, Apparent energy, VAh, 10000",
        "FB 08, Energy, J, 100000000",
        "FB 09, Energy, J, 1000000000",
        "FB 0C, Energy, cal, 100000",
        "FB 0F, Energy, cal, 100000000",
        "FB 10, Volume, m^3, 100",
        "FB 11, Volume, m^3, 1000",
        "FB 14, Reactive power, var, 1",
        "FB 17, Reactive power, var, 1000",
        "FB 20, Volume, feet^3, 1",
        "FB 21, Volume, feet^3, 0.1",
        "FB 28, Power, W, 100000",
        "FB 29, Power, W, 1000000",
        "FB 2A, Phase U-U, °, 0.1",
        "FB 2B, Phase U-I, °, 0.1",
        "FB 2C, Frequency, Hz, 0.001",
        "FB 2F, Frequency, Hz, 1",
        "FB 30, Power, J/h, 100000000",
        "FB 31, Power, J/h, 1000000000",
        "FB 34, Apparent power, VA, 1",
        "FB 37, Apparent power, VA, 1000",
        "FB 58, Flow temperature, °F, 0.001",
        "FB 5F, Return temperature, °F, 1",
        "FB 63, Temperature difference, °F, 1",
        "FB 67, External temperature, °F, 1",
        "FB 6E, Display output scaling factor KD, '', 0.000244140625",
        "FB 74, Cold / Warm Temperature Limit, °C, 0.001",
        "FB 77, Cold / Warm Temperature Limit, °C, 1",
        "FB 78, Cumul count max power, W, 0.001",
        "FB 7F, Cumul count max power, W, 10000"
    })
    void afterFb(String vib, String quantity, String unit, BigDecimal factor) {
        assertNumber(vib, quantity, unit, factor);
    }

    @ParameterizedTest(name = "{0} {1} {3} {2}") // remark k of table 12, d of table 14
    @CsvSource({
        "FD 1C, Baudrate, Baud, 1",
        "FD 1D, Response delay time, Bittimes, 1",
        "FD 2C, Duration since last readout, s, 1",
        "FD 2F, Duration since last readout, s, 86400",
        "FD 31, Duration of tariff, s, 60",
        "FD 33, Duration of tariff, s, 86400",
        "FD 3C, Period of nominal data transmissions, s, 1",
        "FD 3F, Period of nominal data transmissions, s, 86400",
        "FD 74, Remaining battery life time, s, 86400",
        "FB 18, Mass, kg, 100000",
        "FB 19, Mass, kg, 1000000",
        "FB 1A, Relative humidity, %, 0.1",
        "FB 1B, Relative humidity, %, 1",
        "FB 68, Resulting rating factor K, '', 0.000244140625",
        "FB 69, Thermal output rating factor Kq, '', 1"
    })
    void dataTypeC(String vib, String quantity, String unit, BigDecimal factor) {
        assertNumber(vib, quantity, unit, factor, Meaning.Kind.UNSIGNED);
    }

    private static void assertNumber(String vib, String quantity, String unit, BigDecimal factor) {
        assertNumber(vib, quantity, unit, factor, Meaning.Kind.NUMBER);
    }

    private static void assertNumber(String vib, String quantity, String unit, BigDecimal factor, Meaning.Kind kind) {
        Meaning meaning = meaning(vib);
        assertEquals(quantity, meaning.quantity());
        assertEquals(unit, meaning.unit());
        assertEquals(0, factor.compareTo(meaning.factor()), () -> vib + ": " + meaning.factor());
        assertEquals(kind, meaning.kind());
    }

    @ParameterizedTest
    @CsvSource({
        "FD 08, Access Number (transmission count)",
        "FD 09, Medium",
        "FD 0A, Manufacturer",
        "FD 0E, Firmware version",
        "FD 75, Number of times the meter was stopped",
        "7A, Bus Address",
        "FD FD 00, Currently selected application"
    })
    void binaryDigitsWithoutASign(String vib, String quantity) {
        assertEquals(quantity, meaning(vib).quantity());
        assertEquals(Meaning.Kind.UNSIGNED, meaning(vib).kind());
    }

    @ParameterizedTest
    @CsvSource({
        "FD 17, Error flags",
        "FD 18, Error mask",
        "FD 1A, Digital Output",
        "FD 1B, Digital Input",
        "FD 1F, Remote control"
    })
    void bits(String vib, String quantity) {
        assertEquals(quantity, meaning(vib).quantity());
        assertEquals(Meaning.Kind.BITS, meaning(vib).kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"6C", "6D", "FD 30", "FD 65", "FD 70", "93 39", "93 42", "93 4F", "93 6A", "93 6F"})
    void times(String vib) {
        assertEquals(Meaning.Kind.TIME, meaning(vib).kind());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"6F", "EF 01", "FD 77", "FD 7C", "FB 06", "FB 27", "FB 40", "FB 6F", "FD FD 01", "FD FD 7F"})
    void reservedCodesAreNamedUnknown(String vib) {
        assertTrue(
                meaning(vib).quantity().startsWith("Unknown (VIF="),
                meaning(vib).quantity());
        assertEquals(Meaning.Kind.UNKNOWN, meaning(vib).kind());
    }

    @ParameterizedTest
    @CsvSource({
        "93 12, average",
        "93 20, per second",
        "93 26, per year",
        "93 2B, increment per output pulse 1",
        "93 38, times s/A",
        "93 3A, uncorrected",
        "93 3B, positive contributions only",
        "93 3C, negative contributions only",
        "93 3E, at base conditions",
        "93 3F, OBIS declaration",
        "93 40, lower limit",
        "93 48, upper limit",
        "93 69, leakage",
        "93 6D, overflow",
        "93 7E, future value",
        "93 FC 01, L1",
        "93 FC 07, L3-L1",
        "93 FC 08, Q1",
        "93 FC 0B, Q4",
        "93 FC 0C, delta between import and export",
        "93 FC 10, absolute value of both directions",
        "93 FC 15, from meter to communication partner"
    })
    void qualifiers(String vib, String qualifier) {
        assertTrue(
                meaning(vib).qualifiers().contains(qualifier),
                () -> meaning(vib).qualifiers().toString());
        assertEquals("m^3", meaning(vib).unit());
    }

    @ParameterizedTest // the duration of a limit is counted in seconds, whatever the VIF counts
    @CsvSource({"BB 50, 1", "BB 56, 3600", "BB 5B, 86400", "BB 60, 1", "BB 67, 86400"})
    void durations(String vib, BigDecimal factor) {
        assertEquals("s", meaning(vib).unit());
        assertEquals(0, factor.compareTo(meaning(vib).factor()));
    }

    @ParameterizedTest
    @CsvSource({"93 70, 0.000000001", "93 77, 0.01", "93 7D, 1"})
    void corrections(String vib, BigDecimal factor) {
        assertEquals(0, factor.compareTo(meaning(vib).factor()));
    }

    @ParameterizedTest // table 18: 01 to 0F but the reserved, 15 to 18, 1C
    @CsvSource({
        "93 01, too many DIFEs",
        "93 07, data size not implemented",
        "93 0B, too many VIFEs",
        "93 0F, unimplemented action",
        "93 15, no data available",
        "93 16, data overflow",
        "93 17, data underflow",
        "93 18, data error",
        "93 1C, premature end of record"
    })
    void recordErrors(String vib, String error) {
        assertEquals(error, meaning(vib).recordError().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"93 00", "93 12", "93 13", "93 14", "93 1D", "93 1E", "93 1F", "93 3B"})
    void noErrors(String vib) {
        assertFalse(meaning(vib).recordError().isPresent());
    }

    @ParameterizedTest // m^3 an hour is no m^3
    @ValueSource(strings = {"93 22", "93 2D", "93 36", "93 28", "93 3D", "93 14"})
    void aVifeThatChangesTheUnitLeavesNoUnitOfTheGateway(String vib) {
        assertTrue(meaning(vib).modelUnit().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"FF 01 02", "93 FF 05"})
    void afterFfAllIsTheManufacturers(String vib) {
        assertTrue(meaning(vib).qualifiers().stream().anyMatch(q -> q.startsWith("manufacturer ")));
    }
}
