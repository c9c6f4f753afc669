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

    @Test // Kaifa in Austria, as published: a pair, then structures that name themselves
    void pairsAndStructuresInOne() throws Exception {
        Exchange frames = new Exchange("kaifa-kundenschnittstelle.txt");
        Keys keys = new Keys(Hex.bytes("101112131415161718191A1B1C1D1E1F"), Optional.empty());
        Map<String, Object> closed = Frames.decode(frames.frame("mbus"), Optional.of(keys));
        assertEquals(HexFormat.of().withUpperCase().formatHex(frames.frame("notification")), closed.get("plain_apdu"));
        assertEquals("Kaifa", closed.get("maker"));
        Map<String, String> values = values(HexFormat.of().formatHex(frames.frame("notification")));
        assertEquals(11, values.size(), values::toString);
        assertEquals("1KFM0100000035", values.get("meter_id"));
        assertEquals("230.8 V", values.get("voltage_l1"));
        assertEquals("9108 Wh", values.get("active_power_import_total"));
        assertEquals("96 varh", values.get("reactive_power_import_total"));
    }

    /** Landis+Gyr E450 of Cyprus (esphome/esphome, pull request 16942); the last check sequence made anew, since the
     * reporter had changed the serial number. */
    private static final String CYPRUS =
            "7EA084CEFF0313128BE6E700E04000010000700F007C83D30C07EA071206103A00FF800000020D010D020412002809060009190900FF0F"
                    + "021200000204120001090600002A0000FF0F02120000020412000109060000600101FF0F02120000020412000109060000600E00FF0F02"
                    + "120000020412000309060100010801FF0F0212000008F77E7EA07DCEFF0313D045E040000200006C020412000309060100010802FF0F02"
                    + "120000020412000309060100020801FF0F02120000020412000309060100020802FF0F02120000020412000309060100010800FF0F0212"
                    + "0000020412000309060100020800FF0F02120000020412000309060100030800FF0F02120000B34E7E7EA084CEFF0313128BE0C0000300"
                    + "0073020412000309060100040800FF0F0212000002041200460906000060030AFF0F0312000009104C475A313032303738323534363337"
                    + "30090731323939363532090852415445320000000600361F58060036C67E0600018EB306002778D506006CE5D60600290788060004C70D"
                    + "0600271459160118547E";

    @Test
    void valuesBehindTheirDefinitionsInGeneralBlocks() throws Exception {
        assertEquals("Landis+Gyr", decode(CYPRUS).get("maker"));
        Map<String, String> values = values(CYPRUS);
        assertEquals("RATE2", values.get("active_tariff"), values::toString); // filled up with zeros
        assertEquals("3546968 Wh ?", values.get("active_power_import_total_t1"));
        assertEquals("2561113 varh ?", values.get("reactive_power_export_total"));
    }

    @Test // Iskraemeco in Austria (UtilitechAS/amsreader-firmware, issue 787): places that nobody has published
    void theNameOfThePushSetupIsThatOfTheList() throws Exception {
        String list = "02 0C 0906 0006190900FF 090D 31313231333738333831313939 0904 150B1100 0905 07E8050702"
                + "06 00DB4500 06 00066BE5 06 001636F8 06 002300B0 06 00000009 06 00000000 0900 0900";
        assertEquals(Map.of(), values(HEAD + list));
        assertEquals(
                Map.of("active_power_import_total", "1234 Wh ?"),
                values(HEAD + "02 03 0906 0000190900FF 0906 0100010800FF 06 000004D2"));
    }

    @Test // as after a change of the push setup (Gurux/Gurux.DLMS.Python, issue 30)
    void definitionsWithoutTheirValuesAreNoValues() throws Exception {
        assertEquals(
                Map.of(),
                values(HEAD + "02 08 0906 0001190900FF 01 02 0204 120028 0906 0001190900FF 0F00 120000"
                        + "0204 120003 0906 0100200700FF 0F02 120000"
                        + "0203 1600 0A03 313233 1600 0100 120000 1100 120000 120904"));
    }

    @Test
    void phasesOfAListByPlaces() throws Exception {
        String powers = "06 00000571 06 00000000 06 00000000 06 000002E2";
        String phases = "06 00000010 06 00000033 06 0000052D 06 00000001 06 00000002 06 00000003";
        Map<String, String> values = values(HEAD + "02 12" + text("ISK1030789375606") + text("16820005") + powers
                + "12 094B 12 094B 12 08F8 12 0067 12 007D 12 0255" + phases);
        assertEquals("1325 W", values.get("active_power_import_l3"));
        assertEquals("2 W", values.get("active_power_export_l2"));
        assertEquals("5.97 A", values.get("current_l3"));
    }

    @Test // Iskraemeco in Switzerland (scs/smartmeter-datacollector, issue 33): it says who it is, and is no Aidon
    void namesNoMakerThatTheListDoesNot() throws Exception {
        Map<String, Object> decoded = decode(HEAD + "02 02 0202 0906 0000600100FF" + text("78447008")
                + "0203 0906 0101020700FF 06 000002F5 0202 0F00 161B");
        assertEquals(null, decoded.get("maker"));
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
