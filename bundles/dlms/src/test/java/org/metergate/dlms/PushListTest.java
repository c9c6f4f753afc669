package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.metergate.testkit.Hex;

/** One list of each style, worked out by hand: type tags 06 and 12 for numbers, 09 and 0A for strings. */
class PushListTest {
    private static final String HEAD = "0F 40000000 00 ";

    private static Map<String, Object> decode(String hex) throws Exception {
        return Frames.decode(Hex.bytes(hex), Optional.empty());
    }

    private static Map<String, String> values(String hex) throws Exception {
        Map<String, String> named = new LinkedHashMap<>();
        for (Object value : (List<?>) decode(hex).getOrDefault("values", List.of())) {
            Map<?, ?> one = (Map<?, ?>) value;
            Object number = one.get("value");
            String text = number instanceof BigDecimal decimal ? decimal.toPlainString() : String.valueOf(number);
            String unit = one.get("unit") == null || one.get("unit").equals("") ? "" : " " + one.get("unit");
            String scale = "unknown".equals(one.get("scale")) ? " ?" : "";
            named.put(String.valueOf(one.get("name")), text + unit + scale);
        }
        return named;
    }

    private static String text(String characters) {
        byte[] bytes = characters.getBytes(StandardCharsets.US_ASCII);
        return "09" + Bytes.hex(bytes.length) + HexFormat.of().formatHex(bytes);
    }

    @Test
    void structuresThatNameThemselvesWithScalerAndUnit() throws Exception {
        Map<String, String> values = values(HEAD + "01 03"
                + "0202 0906 0100000281FF 0A0B 4149444F4E5F5630303031"
                + "0203 0906 0100010700FF 06 00000118 0202 0F00 161B"
                + "0203 0906 0100200700FF 12 08E4 0202 0FFF 1623");
        assertEquals(
                Map.of("list_ver_id", "AIDON_V0001", "active_power_import", "280 W", "voltage_l1", "227.6 V"), values);
        assertEquals(
                "Aidon",
                decode(HEAD + "01 01 0203 0906 0100010700FF 06 00000118 0202 0F00 161B")
                        .get("maker"));
    }

    @Test
    void structuresWithClassAndAttribute() throws Exception {
        assertEquals(
                Map.of("active_power_import_total", "1234 Wh ?"),
                values(HEAD + "01 01 0204 120003 0906 0100010800FF 0F02 06 000004D2"));
    }

    @Test // pairs with null-data between them; energy in 10 Wh, current in 0.01 A
    void pairsOfLogicalNameAndValueWithTheMakersScale() throws Exception {
        Map<String, String> values = values(HEAD + "02 08 0A0E 4B616D73747275705F5630303031"
                + "0906 0101010800FF 06 0000000A 00 0906 01011F0700FF 06 000000BD 00 00");
        assertEquals("100 Wh", values.get("active_power_import_total"));
        assertEquals("1.89 A", values.get("current_l1"));
        assertEquals("Kamstrup_V0001", values.get("list_ver_id"));
    }

    @Test // the type of a meter for current transformers starts with 685
    void currentsBehindTransformersHaveOneDigitMore() throws Exception {
        assertEquals(
                "0.189 A",
                values(HEAD + "02 05 0A0E 4B616D73747275705F5630303031" + "0906 0101600101FF 0A07 36383531313031"
                                + "0906 01011F0700FF 06 000000BD")
                        .get("current_l1"));
    }

    @Test // Austrian lists: a time, then logical name, value, scaler and unit in one flat structure, the number last
    void flatTriplesBetweenTimeAndNumber() throws Exception {
        Map<String, String> values = values(HEAD + "02 08 090C 07E60A1F010B1B00FF800000"
                + "0906 0100010800FF 06 00003039 0202 0F00 161E"
                + "0906 0100200700FF 12 092E 0202 0FFF 1623"
                + text("1KFM0200000001"));
        assertEquals("2022-10-31T11:27:00", values.get("meter_datetime"));
        assertEquals("12345 Wh", values.get("active_power_import_total"));
        assertEquals("235.0 V", values.get("voltage_l1"));
        assertEquals("1KFM0200000001", values.get("meter_id"));
    }

    @Test
    void definitionsAtTheHeadThatListThemselves() throws Exception {
        Map<String, String> values = values(HEAD + "02 03 01 03"
                + "0204 120028 0906 0008190900FF 0F02 120000"
                + "0204 120001 0906 0000600100FF 0F02 120000"
                + "0204 120003 0906 0100010700FF 0F02 120000"
                + text("63316890") + "06 0000014B");
        assertEquals(Map.of("meter_id", "63316890", "active_power_import", "331 W ?"), values);
    }

    @Test
    void definitionsAtTheHeadThatLeaveThemselvesOut() throws Exception {
        assertEquals(
                Map.of("active_power_import", "331 W ?"),
                values(HEAD + "02 02 01 01 0204 120003 0906 0100010700FF 0F02 120000 06 0000014B"));
    }

    @Test // lists 1, 2 and 3 of one and three phases
    void kaifaByPlace() throws Exception {
        assertEquals(Map.of("active_power_import", "1313 W"), values(HEAD + "02 01 06 00000521"));
        String head = text("KFM_001") + text("6970631401753985") + text("MA304H3E") + "06 00000521 06 00000000"
                + "06 00000001 06 00000002";
        String one = head + "06 00000E02 06 0000091C";
        String three = head + "06 00000E02 06 00000E03 06 00000E04 06 0000091C 06 0000091D 06 0000091E";
        String counters = "090C 07E10101000A0000FF800000 06 00000BB8 06 00000001 06 00000002 06 00000003";
        assertEquals("3.586 A", values(HEAD + "02 09" + one).get("current_l1"));
        assertEquals("233.2 V", values(HEAD + "02 09" + one).get("voltage_l1"));
        assertEquals("233.4 V", values(HEAD + "02 0D" + three).get("voltage_l3"));
        assertEquals("3000 Wh", values(HEAD + "02 0E" + one + counters).get("active_power_import_total"));
        Map<String, String> all = values(HEAD + "02 12" + three + counters);
        assertEquals("6970631401753985", all.get("meter_id"));
        assertEquals("MA304H3E", all.get("meter_type"));
        assertEquals("KFM_001", all.get("list_ver_id"));
        assertEquals(18, all.size());
    }

    @Test // a date-time with the tag of an octet string before its length, as this maker sends it
    void readsTheTimeWithATagBeforeIt() throws Exception {
        Map<?, ?> structure = (Map<?, ?>) decode("0F 40000000 09 0C 07E10101000A0000FF800000 02 01 06 00000521")
                .get("structure");
        assertEquals("2017-01-01T10:00:00", structure.get("date_time"));
        Map<?, ?> tagged = (Map<?, ?>) decode("0F 40000000 19 07E10101000A0000FF800000 02 01 06 00000521")
                .get("structure");
        assertEquals("2017-01-01T10:00:00", tagged.get("date_time"));
    }

    @Test
    void iskraByPlaceAndType() throws Exception {
        String name = text("ISK1030775213859") + text("12345678");
        Map<String, String> phases = values(HEAD + "02 0C" + name + "12 0931 12 0932 12 0933 12 0064 12 0065 12 0066"
                + "06 00000001 06 00000002 06 00000003 06 00000004");
        assertEquals("235.3 V", phases.get("voltage_l1"));
        assertEquals("1.02 A", phases.get("current_l3"));
        assertEquals("1 W", phases.get("active_power_import"));
        Map<String, String> energy = values(HEAD + "02 0C" + name + "03 01 11 01"
                + "06 00000001 06 00000002 06 00000003 06 00000004 06 00000005 06 00000006 06 00000007 06 00000008");
        assertEquals("1 Wh", energy.get("active_power_import_total"));
        assertEquals("3 Wh", energy.get("active_power_import_total_t2"));
        assertEquals("8 varh", energy.get("reactive_power_export_total"));
    }

    @Test
    void anEventNotificationNamesItsAttribute() throws Exception {
        assertEquals(Map.of("active_power_import", "500 W ?"), values("C2 00 0003 0100010700FF 02 06 000001F4"));
    }

    @Test
    void aListNobodyKnowsGivesNoName() throws Exception {
        assertTrue(values(HEAD + "02 02 06 00000521 06 00000522").isEmpty());
    }
}
