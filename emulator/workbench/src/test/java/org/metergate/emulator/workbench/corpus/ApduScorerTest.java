package org.metergate.emulator.workbench.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

class ApduScorerTest {
    private static final String DECODED =
            "{'system_title':null,'maker':'Kaifa','structure':{'apdu':'data-notification',"
                    + "'date_time':'2017-01-01T10:00:00+00:00','body':[500,{'octets':'31'}]},'values':["
                    + "{'obis':'1.0.1.7.0.255','name':'active_power_import','value':500,'unit':'W','scale':'listed'},"
                    + "{'obis':'1.0.32.7.0.255','name':'voltage_l1','value':2331,'unit':'V','scale':'unknown'}]}";

    private final ApduScorer scorer = new ApduScorer();

    private static JsonObject json(String text) {
        return JsonParser.parseString(text.replace('\'', '"')).getAsJsonObject();
    }

    private Score score(String expected) {
        return scorer.score(json(expected), new Outcome(json(DECODED)));
    }

    @Test
    void countsWhatMatches() {
        Score score = score("{'verdict':'decode','structure':{'apdu':'data-notification',"
                + "'date_time':'2017-01-01T11:00:00+01:00','body':[500,{'octets':'31'}]},"
                + "'fields':{'meter_manufacturer':'Kaifa','active_power_import':500.0},"
                + "'golden':{'active_import_W':500,'voltage_V':[233.1,0.0,0.0],'list_type':9}}");
        assertTrue(score.holds(), score::toString);
        assertEquals(4 + 2 + 4, score.expected());
    }

    @Test
    void namesWhatIsWrongOrMissing() {
        assertEquals(
                1,
                score("{'verdict':'decode','structure':{'body':[501,{'octets':'31'}]}}")
                        .wrong()
                        .size());
        assertEquals(
                1,
                score("{'verdict':'decode','structure':{'body':[500]}}").wrong().size());
        assertEquals(
                1,
                score("{'verdict':'decode','fields':{'active_power_import':501}}")
                        .wrong()
                        .size());
        assertEquals(
                1,
                score("{'verdict':'decode','golden':{'voltage_V':[234.1]}}")
                        .wrong()
                        .size());
        assertFalse(score("{'verdict':'decode','golden':{'active_export_W':3}}").holds());
        assertFalse(score("{'verdict':'decode','asserted':{'apdu':'aare'}}").holds());
    }

    @Test
    void asksThatAWrongKeyIsCalledOne() {
        JsonObject key = json("{'verdict':'reject','reason':'first byte of the encryption key inverted'}");
        JsonObject damage = json("{'verdict':'reject','reason':'one bit of the ciphertext changed'}");
        JsonObject wrongKey = json("{'kind':'wrong_key','message':'m'}");
        JsonObject malformed = json("{'kind':'malformed','message':'m'}");
        assertTrue(scorer.misnamed(key, wrongKey).isEmpty());
        assertTrue(scorer.misnamed(damage, malformed).isEmpty());
        assertTrue(scorer.misnamed(key, malformed).isPresent());
        assertTrue(scorer.misnamed(damage, wrongKey).isPresent());
    }

    @Test
    void refusalIsNoMatchWhereTheFrameOpens() {
        Outcome refused =
                new Outcome(json("{'error':{'kind':'malformed','message':'m','length_ok':true,'fcs_ok':false}}"));
        assertFalse(scorer.score(json("{'verdict':'decode','golden':{'active_import_W':1}}"), refused)
                .holds());
        assertFalse(
                scorer.score(json("{'verdict':'frame-only','framing':'hdlc','length_ok':true,'fcs_ok':true}"), refused)
                        .holds());
        assertTrue(
                scorer.score(json("{'verdict':'frame-only','framing':'hdlc','length_ok':true,'fcs_ok':false}"), refused)
                        .holds());
    }
}
