package org.metergate.driver.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.metergate.model.Quality;
import org.metergate.model.Quantity;
import org.metergate.model.Reading;
import org.metergate.model.Unit;
import org.metergate.model.Value;
import org.metergate.settings.Properties;

class MeterStateTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final MeterState state = new MeterState("meter 7 on tcp://meter:1");

    private static String text(Reading reading) {
        return ((Value.Text) reading.value().orElseThrow()).text();
    }

    @Test
    void saysThatNobodyAskedYet() {
        assertEquals(
                "meter 7 on tcp://meter:1: the meter was not asked yet; wait for the first reading",
                text(state.reading(ChannelKind.DIAGNOSIS)));
        assertEquals("NO_ANSWER", text(state.reading(ChannelKind.QUALITY)));
    }

    @Test
    void givesTheDriftWithItsSign() {
        state.answered(NOW, Optional.of(NOW.minusMillis(2_500)));
        Reading drift = state.reading(ChannelKind.DRIFT);
        assertEquals(
                Optional.of(new Value.Measured(new Quantity(new BigDecimal("-2.500"), Unit.SECOND))), drift.value());
        assertEquals(NOW, drift.time());
        assertEquals("GOOD", text(state.reading(ChannelKind.QUALITY)));
    }

    @Test
    void forgetsTheClockOfAMeterThatNoLongerAnswers() {
        state.answered(NOW, Optional.of(NOW));
        state.failed(new Diagnosis(Quality.NO_ANSWER, "no byte came", "look at the head"), NOW.plusSeconds(5));
        Reading drift = state.reading(ChannelKind.DRIFT);
        assertEquals(Quality.NO_ANSWER, drift.quality());
        assertEquals("meter 7 on tcp://meter:1: no byte came; look at the head", drift.reason());
        assertEquals(drift.reason(), text(state.reading(ChannelKind.DIAGNOSIS)));
    }

    @Test
    void tellsAMeterWithoutClockFromOneThatIsSilent() {
        state.answered(NOW, Optional.empty());
        assertEquals(Quality.REFUSED, state.reading(ChannelKind.CLOCK).quality());
    }

    @Nested
    class Clock {
        private static final Instant SHOWN = Instant.parse("2026-03-01T12:00:07Z");

        @Test
        void believesTheMeterOrTheGatewayOrCorrects() {
            assertEquals(SHOWN, clock(Map.of()).time(Optional.of(SHOWN), NOW));
            assertEquals(NOW, clock(Map.of("clock.policy", "gateway")).time(Optional.of(SHOWN), NOW));
            assertEquals(
                    NOW,
                    clock(Map.of("clock.policy", "OFFSET", "clock.offset", "-7"))
                            .time(Optional.of(SHOWN), NOW));
        }

        @Test
        void takesTheGatewaysTimeIfTheMeterHasNone() {
            assertEquals(
                    NOW,
                    clock(Map.of("clock.policy", "OFFSET", "clock.offset", 9)).time(Optional.empty(), NOW));
        }

        @Test
        void neverPutsTheGatewaysTimeOnARowOfThePast() {
            assertEquals(SHOWN, clock(Map.of("clock.policy", "GATEWAY")).ofRow(SHOWN));
            assertEquals(
                    SHOWN.plusMillis(1_500),
                    clock(Map.of("clock.policy", "OFFSET", "clock.offset", 1.5)).ofRow(SHOWN));
        }

        @Test
        void readsItsSettings() {
            assertEquals(
                    new MeterClock(MeterClock.Policy.OFFSET, ZoneId.of("Europe/Vienna"), Duration.ofMillis(-250)),
                    clock(Map.of("zone", "Europe/Vienna", "clock.policy", "OFFSET", "clock.offset", "-0.25")));
            Properties wrong = new Properties(Map.of("zone", "Mars", "clock.policy", "SUN"));
            assertEquals(ZoneOffset.UTC, MeterClock.from(wrong).zone());
            assertEquals(2, wrong.problems().size());
        }

        private MeterClock clock(Map<String, Object> values) {
            return MeterClock.from(new Properties(values));
        }
    }

    @Nested
    class Units {
        private Value.Measured converted(String number, Unit unit, Map<String, Object> settings) {
            Properties channel = new Properties(settings);
            Conversion conversion = Conversion.from(channel);
            assertEquals(0, channel.problems().size(), channel.problems().toString());
            return (Value.Measured) conversion.apply(new Value.Measured(new Quantity(new BigDecimal(number), unit)));
        }

        @Test
        void movesTheDecimalPointExactly() {
            assertEquals(
                    new BigDecimal("1234.567"),
                    converted("1234567", Unit.WATT_HOUR, Map.of("unit", "kWh"))
                            .quantity()
                            .value());
            assertEquals(
                    new BigDecimal("4444.44120"),
                    converted("1234567.000", Unit.WATT_HOUR, Map.of("unit", "MJ"))
                            .quantity()
                            .value()
                            .setScale(5));
        }

        @Test
        void multipliesByAFactor() {
            assertEquals(
                    new BigDecimal("4.0"),
                    converted("0.1", Unit.AMPERE, Map.of("factor", "40"))
                            .quantity()
                            .value());
        }

        @Test
        void takesTheChannelsWordWhereTheMeterGivesNoUnit() {
            assertEquals(
                    Unit.VOLT,
                    converted("230.1", Unit.ONE, Map.of("unit", "V")).quantity().unit());
        }

        @Test
        void refusesToMakeVoltsOfWatts() {
            Conversion volts = Conversion.from(new Properties(Map.of("unit", "V")));
            Value watts = new Value.Measured(new Quantity(BigDecimal.ONE, Unit.WATT));
            assertEquals(
                    "the meter gives W, which cannot become V; correct the unit",
                    assertThrows(IllegalArgumentException.class, () -> volts.apply(watts))
                            .getMessage());
        }

        @Test
        void namesWrongSettings() {
            Properties channel = new Properties(Map.of("unit", "furlong", "factor", "0"));
            Conversion.from(channel);
            assertEquals(2, channel.problems().size());
        }
    }
}
