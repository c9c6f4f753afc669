package org.metergate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "12345, 0, 12345, 1",
        "12345, -3, 12.345, 0.001",
        "12345, 3, 12345000, 1",
        "2300, -1, 230.0, 0.1",
        "-7, -2, -0.07, 0.01"
    })
    void movesThePointAndRoundsNothing(BigDecimal register, int scaler, String value, BigDecimal resolution) {
        Quantity quantity = Quantity.scaled(register, scaler, Unit.WATT_HOUR);
        assertEquals(value + " Wh", quantity.toString());
        assertEquals(resolution, quantity.resolution());
    }

    @ParameterizedTest
    @EnumSource(Unit.class)
    void everyUnitIsFoundByItsSymbol(Unit unit) {
        assertEquals(Optional.of(unit), Unit.ofSymbol(unit.symbol()));
    }

    @Test
    void aReadingHasAValueExactlyIfItIsGood() {
        Value text = new Value.Text("A");
        assertEquals(Optional.of(text), Reading.good(text, Instant.EPOCH).value());
        assertEquals(
                Optional.empty(),
                Reading.failed(Quality.NO_ANSWER, "silent", Instant.EPOCH).value());
        assertThrows(
                IllegalArgumentException.class,
                () -> new Reading(Optional.of(text), Instant.EPOCH, Quality.CORRUPT, "bad checksum"));
        assertThrows(IllegalArgumentException.class, () -> Reading.failed(Quality.GOOD, "all is well", Instant.EPOCH));
    }
}
