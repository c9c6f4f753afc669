package org.metergate.emulator.gateway.metatype;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.kura.configuration.metatype.AD;
import org.eclipse.kura.core.configuration.metatype.Tmetadata;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.metergate.emulator.gateway.crypto.AesCryptoService;

class DefaultsTest {
    private final AesCryptoService crypto = AesCryptoService.withPublishedKey(Path.of("unused"));

    @Nested
    class Values {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "String|a|a",
                    "String|' a b '|a b",
                    "String|a,b|a",
                    "String|'a\\,b'|'a,b'",
                    "String|'\\ a'|' a'",
                    "String|'{\"a\":[]\\,\"b\":1}'|'{\"a\":[],\"b\":1}'"
                })
        void areSplitAtCommasAndTheFirstPieceCounts(String type, String text, String value) throws Exception {
            assertEquals(value, of(field(type, text, 0)));
        }

        @Test
        void haveTheTypeOfTheField() throws Exception {
            assertEquals(1, of(field("Integer", "1", 0)));
            assertEquals(1L, of(field("Long", "1", 0)));
            assertEquals(1.5, of(field("Double", "1.5", 0)));
            assertEquals(1.5f, of(field("Float", "1.5", 0)));
            assertEquals((short) 1, of(field("Short", "1", 0)));
            assertEquals((byte) 1, of(field("Byte", "1", 0)));
            assertEquals('c', of(field("Char", "c", 0)));
            assertEquals(true, of(field("Boolean", "true", 0)));
        }

        @ParameterizedTest
        @CsvSource({"0,false", "1,false", "-1,false", "2,true", "-2,true", "100,true"})
        void areArraysByCardinality(int cardinality, boolean array) throws Exception {
            assertEquals(array, of(field("Integer", "1,2", cardinality)) instanceof Integer[]);
        }

        @Test
        void ofAnArrayAreAllPieces() throws Exception {
            assertArrayEquals(new Integer[] {1, 2}, (Integer[]) of(field("Integer", "1, 2", 5)));
        }

        @Test
        void areAbsentIfEmpty() throws Exception {
            assertEquals(Map.of(), defaults(field("String", "", 0)));
        }

        @Test
        void ofPasswordsAreEncrypted() throws Exception {
            assertEquals(
                    "open",
                    new String(crypto.decryptAes(
                            of(field("Password", "open", 0)).toString().toCharArray())));
        }

        @Test
        void thatAreNoNumbersFail() {
            assertThrows(NumberFormatException.class, () -> of(field("Integer", "many", 0)));
        }
    }

    @Nested
    class Forms {
        @Test
        void areReadWithAndWithoutAPrefix() throws Exception {
            String plain = "<MetaData xmlns=\"http://www.osgi.org/xmlns/metatype/v1.4.0\"><OCD id=\"p\" name=\"P\">"
                    + "<AD id=\"a\" type=\"String\"/></OCD><Designate factoryPid=\"p\"><Object ocdref=\"p\"/></Designate>"
                    + "</MetaData>";
            String prefixed = plain.replace("xmlns=", "xmlns:m=")
                    .replace("<MetaData", "<m:MetaData")
                    .replace("</MetaData", "</m:MetaData");
            for (String text : List.of(plain, prefixed)) {
                Tmetadata metadata = read(text);
                AD field = metadata.getOCD().get(0).getAD().get(0);
                assertEquals("p", metadata.getDesignate().get(0).getFactoryPid());
                assertEquals("a", field.getId());
                assertTrue(field.isRequired(), "required unless said otherwise");
                assertEquals(0, field.getCardinality());
            }
        }

        @Test
        void haveOptionsAndBounds() throws Exception {
            AD field =
                    read("<MetaData><OCD id=\"p\"><AD id=\"a\" type=\"Integer\" min=\"1\" max=\"9\" required=\"false\">"
                                    + "<Option label=\"one\" value=\"1\"/></AD></OCD></MetaData>")
                            .getOCD()
                            .get(0)
                            .getAD()
                            .get(0);

            assertEquals("1", field.getMin());
            assertEquals("9", field.getMax());
            assertFalse(field.isRequired());
            assertEquals("one", field.getOption().get(0).getLabel());
            assertEquals("1", field.getOption().get(0).getValue());
        }
    }

    private Object of(String field) throws Exception {
        return defaults(field).get("a");
    }

    private Map<String, Object> defaults(String field) throws Exception {
        return new Defaults(crypto)
                .of(read("<MetaData><OCD id=\"p\">" + field + "</OCD></MetaData>")
                        .getOCD()
                        .get(0));
    }

    private static String field(String type, String byDefault, int cardinality) {
        return "<AD id=\"a\" type=\"" + type + "\" cardinality=\"" + cardinality + "\" default=\""
                + byDefault.replace("\"", "&quot;") + "\"/>";
    }

    private static Tmetadata read(String xml) throws Exception {
        return MetatypeXml.read(new ByteArrayInputStream(xml.getBytes(UTF_8)));
    }
}
