package org.metergate.driver.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.listener.ChannelListener;
import org.junit.jupiter.api.Test;
import org.metergate.model.Quantity;
import org.metergate.model.Reading;
import org.metergate.model.Unit;
import org.metergate.model.Value;

class ListenersTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Reading ENERGY =
            Reading.good(new Value.Measured(new Quantity(new BigDecimal("1234567"), Unit.WATT_HOUR)), NOW);

    private final Listeners listeners = new Listeners();
    private final List<ChannelRecord> heard = new ArrayList<>();
    private final ChannelListener listener = event -> heard.add(event.getChannelRecord());

    private static Map<String, Object> channel(String name, String unit) {
        return Map.of("+name", name, "+value.type", "DOUBLE", "unit", unit);
    }

    @Test
    void tellsEveryChannelInItsOwnUnit() {
        listeners.add(channel("a", "kWh"), listener);
        listeners.add(channel("b", ""), listener);
        listeners.deliver(channel -> Optional.of(ENERGY));
        assertEquals(1234.567, heard.get(0).getValue().getValue());
        assertEquals("kWh", heard.get(0).getUnit());
        assertEquals(1234567.0, heard.get(1).getValue().getValue());
        assertEquals("Wh", heard.get(1).getUnit());
        assertEquals(NOW.toEpochMilli(), heard.get(1).getTimestamp());
    }

    @Test
    void tellsNobodyWhoIsNotConcernedOrHasGone() {
        listeners.add(channel("a", ""), listener);
        listeners.deliver(channel -> Optional.empty());
        listeners.remove(listener);
        listeners.deliver(channel -> Optional.of(ENERGY));
        assertTrue(heard.isEmpty());
        assertTrue(listeners.isEmpty());
    }

    @Test
    void goesOnWhenOneListenerFails() {
        listeners.add(channel("a", ""), event -> {
            throw new IllegalStateException("the consumer is broken");
        });
        listeners.add(channel("b", ""), listener);
        listeners.deliver(channel -> Optional.of(ENERGY));
        assertEquals("b", heard.get(0).getChannelName());
    }

    @Test
    void refusesAChannelWithoutName() {
        assertThrows(IllegalArgumentException.class, () -> listeners.add(Map.of("+value.type", "DOUBLE"), listener));
    }
}
