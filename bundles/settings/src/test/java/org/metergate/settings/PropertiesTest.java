package org.metergate.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertiesTest {

    private enum Parity {
        NONE,
        EVEN
    }

    @Test
    void missingNullAndEmptyValuesTakeTheirDefault() {
        Map<String, Object> values = new HashMap<>();
        values.put("baud", null);
        values.put("line", "  ");
        Properties properties = new Properties(values);
        assertEquals(2400, properties.integer("baud", 2400, 300, 38_400));
        assertEquals("none", properties.text("line", "none"));
        assertEquals(0.5, properties.decimal("scale", 0.5, 0, 1));
        assertTrue(properties.flag("enabled", true));
        assertEquals(Parity.EVEN, properties.choice("parity", Parity.EVEN));
        assertEquals(List.of(), properties.problems());
    }

    @Test
    void typesMayBeTheFormsOrText() {
        Properties properties = new Properties(Map.of("a", 7, "b", "7", "c", 7L, "d", true, "e", "TRUE", "p", "even"));
        assertEquals(7, properties.integer("a", 0, 0, 10));
        assertEquals(7, properties.integer("b", 0, 0, 10));
        assertEquals(7, properties.integer("c", 0, 0, 10));
        assertTrue(properties.flag("d", false));
        assertTrue(properties.flag("e", false));
        assertEquals(Parity.EVEN, properties.choice("p", Parity.NONE));
        assertEquals(List.of(), properties.problems());
    }

    @ParameterizedTest
    @ValueSource(strings = {"11", "-1", "3.5", "seven", "99999999999"})
    void aWrongNumberIsNamedAndTakesItsDefault(String wrong) {
        Properties properties = new Properties(Map.of("retries", wrong));
        assertEquals(3, properties.integer("retries", 3, 0, 10));
        assertEquals(
                "retries: is '" + wrong + "'; expected a number from 0 to 10",
                properties.problems().get(0).toString());
    }

    @Test
    void onePassFindsEveryProblem() {
        Properties properties = new Properties(Map.of("parity", "space", "enabled", "yes", "number", "x"));
        properties.choice("parity", Parity.NONE);
        properties.flag("enabled", true);
        properties.required("line", "tcp://host:port");
        assertEquals(Optional.empty(), properties.parsed("number", null, text -> {
            throw new IllegalArgumentException("'" + text + "' is no number");
        }));
        assertEquals(
                List.of(
                        "parity: is 'space'; expected one of NONE, EVEN",
                        "enabled: is 'yes'; expected true or false",
                        "line: is missing; expected a value like tcp://host:port",
                        "number: 'x' is no number"),
                properties.problems().stream().map(Object::toString).toList());
    }
}
