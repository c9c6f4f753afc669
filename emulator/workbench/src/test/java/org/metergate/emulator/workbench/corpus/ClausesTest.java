package org.metergate.emulator.workbench.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClausesTest {
    private static JsonObject json(String text) {
        return JsonParser.parseString(text.replace('\'', '"')).getAsJsonObject();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|{'invalid': 'the meter says: data error'}|table 18",
                "{}|{'invalid': 'the digits are FFFF, which is no number'}|annex A type A",
                "{}|{'invalid': 'the integer is the least of its length'}|annex A type B",
                "{}|{'invalid': 'the date or time is none'}|annex A",
                "{'quantity': 'Reserved'}|{'quantity': 'Signal'}|tables 12 to 14",
                "{'quantity': 'Power', 'unit': 'J'}|{'unit': 'J/h'}|table 14",
                "{'value_text': '-1.000000'}|{'value_text': '65535'}|tables 10 and 12",
                "{}|{'qualifiers': ['last', 'duration of exceeding the lower limit']}|table 15"
            })
    void namesTheClauseThatDecides(String wanted, String found, String clause) {
        String given = Clauses.of(json(wanted), json(found)).orElseThrow();
        assertTrue(given.startsWith(clause), given);
    }

    @Test
    void namesNoneForAnotherValue() {
        assertEquals(
                java.util.Optional.empty(),
                Clauses.of(json("{'value_text': '-1'}"), json("{'value_text': '5', 'qualifiers': ['L1']}")));
    }
}
