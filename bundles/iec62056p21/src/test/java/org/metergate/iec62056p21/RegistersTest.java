package org.metergate.iec62056p21;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.metergate.model.Quantity;
import org.metergate.model.Unit;
import org.metergate.model.Value;

class RegistersTest {
    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");

    private static DataSet set(String address, String... values) {
        return new DataSet(
                address, List.of(values).stream().map(DataSet.Value::new).toList());
    }

    private static Optional<Value> valueOf(String raw) {
        return Registers.value(set("1.8.0", raw));
    }

    private static Optional<Value> measured(String number, Unit unit) {
        return Optional.of(new Value.Measured(new Quantity(new BigDecimal(number), unit)));
    }

    @Nested
    class Finding {
        private final Registers registers = new Registers(List.of(
                set("1-0:1.8.0*255", "1"),
                set("F.F", "2"),
                set("2.8.0", "3"),
                set("0-0:C.1.0*255", "4"),
                set("1.8.0*01", "5")));

        private String found(String address) {
            return registers.find(address).map(set -> set.main().raw()).orElse("none");
        }

        @Test
        void takesReducedAndFullCodesForTheSame() {
            assertEquals("1", found("1.8.0"));
            assertEquals("1", found("1-0:1.8.0"));
            assertEquals("1", found("1.0.1.8.0.255"));
            assertEquals("3", found("1-0:2.8.0*255"));
        }

        @Test
        void findsTheMakersOwnAddresses() {
            assertEquals("2", found("F.F"));
        }

        @Test
        void findsAbstractRegistersByTheirReducedCode() {
            assertEquals("4", found("C.1.0"));
        }

        @Test
        void findsLettersInWhateverFormTheMeterUses() {
            assertEquals("2", found("0-0:F.F.0*255"));
            assertEquals("4", found("C.1"));
            Registers full = new Registers(List.of(set("0-0:F.F.0*255", "6"), set("C.1", "7"), set("0.9.1", "8")));
            assertEquals("6", full.find("F.F").orElseThrow().main().raw());
            assertEquals("7", full.find("C.1.0").orElseThrow().main().raw());
            assertEquals("8", full.find("1-0:0.9.1*255").orElseThrow().main().raw());
        }

        @Test
        void takesEverySeparatorOfABillingPeriod() {
            Registers history = new Registers(List.of(set("1.8.0&03", "3"), set("1.8.0/04", "4")));
            assertEquals("3", history.find("1-0:1.8.0*3").orElseThrow().main().raw());
            assertEquals("4", history.find("1.8.0*04").orElseThrow().main().raw());
        }

        @Test
        void keepsBillingPeriodsApart() {
            assertEquals("5", found("1.8.0*01"));
            assertEquals("none", found("1.8.0*02"));
            assertEquals("none", found("8.0:1.8.0"));
        }
    }

    @Nested
    class Converting {
        @Test
        void movesThePointExactly() {
            assertEquals(measured("12345678", Unit.WATT_HOUR), valueOf("12345.678*kWh"));
            assertEquals(measured("326062", Unit.WATT_HOUR), valueOf("0.326062*MWh"));
            assertEquals(measured("0.015", Unit.AMPERE), valueOf("15*mA"));
            assertEquals(measured("27954", Unit.VAR_HOUR), valueOf("00027.954*kVArh"));
            assertEquals(measured("328871000000", Unit.JOULE), valueOf("328.871*GJ"));
            assertEquals(measured("0.300", Unit.CUBIC_METRE_PER_HOUR), valueOf("000.300*m3ph"));
            assertEquals(measured("-115.94", Unit.WATT), valueOf("-000115.94*W"));
            assertEquals(measured("3600", Unit.SECOND), valueOf("1*h"));
        }

        @Test
        void knowsTheUnitsOfWaterAndTheCommaOfSomeMakers() {
            assertEquals(measured("0.01250", Unit.CUBIC_METRE), valueOf("12.50*l"));
            assertEquals(measured("0.090", Unit.CUBIC_METRE_PER_HOUR), valueOf("90*l/h"));
            assertEquals(measured("12500", Unit.WATT_HOUR), valueOf("12,5*kWh"));
            assertEquals(measured("0.7", Unit.AMPERE), valueOf("+000.7*A"));
        }

        @Test
        void keepsIdentificationsAsText() {
            assertEquals(Optional.of(new Value.Text("00073600")), valueOf("00073600"));
            assertEquals(Optional.of(new Value.Text("7*furlong")), valueOf("7*furlong"));
        }

        @Test
        void takesADecimalWithoutUnitForARatio() {
            assertEquals(measured("0.98", Unit.ONE), valueOf("0.98"));
        }

        @Test
        void givesNoValueForDigitsThatAreNone() {
            assertEquals(Optional.empty(), valueOf("032A.062*MWh"));
        }

        @Test
        void prefersTheValueWithAUnit() {
            assertEquals(
                    measured("92.287", Unit.CUBIC_METRE),
                    Registers.value(set("0-1:24.2.3", "231102121002W", "00092.287*m3")));
        }
    }

    @Nested
    class TellingTheTimeOfOneSet {
        @Test
        void readsTheFormsOfMaximaAndOfMetersBehind() {
            ZoneId berlin = ZoneId.of("Europe/Berlin");
            for (String text :
                    List.of("1703182015", "0170318201500", "01703182015", "170318201500W", "2017-03-18 20:15:00")) {
                assertEquals(
                        Optional.of(Instant.parse("2017-03-18T19:15:00Z")),
                        Registers.time(set("1.6.0", "02.468*kW", text), berlin),
                        text);
            }
            assertEquals(Optional.empty(), Registers.time(set("1.6.0", "02.468*kW", "632525252525W"), berlin));
            assertEquals(Optional.empty(), Registers.time(set("1.6.0", "02.468*kW"), berlin));
        }

        @Test // VDEW: 0 normal time, also in summer where the meter does not change its clock; 2 UTC
        void believesTheSeasonThatTheMeterGives() {
            ZoneId berlin = ZoneId.of("Europe/Berlin");
            Instant expected = Instant.parse("2022-07-01T10:00:00Z");
            assertEquals(Optional.of(expected), Registers.time(set("1.6.0", "1*kW", "1220701120000"), berlin));
            assertEquals(Optional.of(expected), Registers.time(set("1.6.0", "1*kW", "0220701110000"), berlin));
            assertEquals(Optional.of(expected), Registers.time(set("1.6.0", "1*kW", "2220701100000"), berlin));
        }
    }

    @Nested
    class TellingTime {
        private Optional<Instant> time(String time, String date, ZoneId zone) {
            return new Registers(List.of(set("0.9.1", time), set("0.9.2", date))).time(zone);
        }

        @Test
        void readsTheFormsThatMetersUse() {
            Instant expected = Instant.parse("2026-11-23T21:00:03Z");
            assertEquals(Optional.of(expected), time("210003", "261123", ZoneOffset.UTC));
            assertEquals(Optional.of(expected), time("21:00:03", "26-11-23", ZoneOffset.UTC));
            assertEquals(Optional.of(expected), time("21:00:03", "2026-11-23", ZoneOffset.UTC));
            assertEquals(Optional.of(expected), time("220003", "0261123", VIENNA));
            assertEquals(Optional.of(expected), time("2210003", "261123", VIENNA));
        }

        @Test
        void obeysTheSeasonInTheHourThatComesTwice() {
            assertEquals(Optional.of(Instant.parse("2026-10-25T00:30:00Z")), time("1023000", "1261025", VIENNA));
            assertEquals(Optional.of(Instant.parse("2026-10-25T01:30:00Z")), time("0023000", "0261025", VIENNA));
        }

        @Test
        void readsTheTimestampOfATelegram() {
            Registers telegram = new Registers(List.of(set("0-0:1.0.0", "170102192002W")));
            assertEquals(Optional.of(Instant.parse("2017-01-02T18:20:02Z")), telegram.time(VIENNA));
        }

        @Test
        void givesNoneForAClockThatWasNeverSet() {
            assertEquals(Optional.empty(), time("000000", "000000", VIENNA));
            assertEquals(Optional.empty(), new Registers(List.of()).time(VIENNA));
        }
    }
}
