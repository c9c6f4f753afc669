package org.metergate.driver.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.metergate.model.Quality;

class SaidReasonTest {

    private static final String METER = "main on rfc2217://192.0.2.7:4001: ";

    private static SaidReason plain(Reason reason, String... particulars) {
        return new SaidReason(reason, List.of(particulars), Optional.empty(), Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REFUSES_SOME", "LAST_MESSAGE_LOST", "NOT_HEARD_BECAUSE"})
    void eachReasonIsFoundInItsOwnWords(Reason reason) {
        int places = reason.wrong().contains("{1}") ? 2 : reason.wrong().contains("{0}") ? 1 : 0;
        String[] particulars = places == 2 ? new String[] {"client 16", "a (b); c: d"} : new String[] {"a (b); c: d"};
        Diagnosis said = reason.diagnosis(Quality.REFUSED, (Object[]) particulars);
        SaidReason found = SaidReason.in(METER + said.sentence()).orElseThrow();
        assertEquals(reason, found.reason());
        // without literal words before it, what stands before a colon may be the meter's name
        if (!reason.wrong().startsWith("{")) {
            assertEquals(List.of(particulars).subList(0, places), found.particulars());
        }
        assertEquals(Optional.empty(), found.advice());
    }

    @Test
    void whatTheLineSaysIsFoundBehindWordsOfTheDriver() {
        assertEquals(
                Optional.of(plain(Reason.UNREACHABLE, " (Connection refused)")),
                SaidReason.in(METER + "unreachable: the line cannot be opened (Connection refused); plug the adapter in"
                        + " or switch the device on, or correct the address"));
        assertEquals(
                Optional.of(new SaidReason(
                        Reason.BUSY, List.of(" (held by minicom)"), Optional.of("close minicom"), Optional.empty())),
                SaidReason.in(METER + "the line is held by another (held by minicom); close minicom"));
    }

    @Test
    void aReasonMayHaveAnotherBehindIt() {
        Diagnosis refused = Reason.NOT_AUTHORISED.diagnosis(Quality.REFUSED, "access denied");
        Diagnosis some = Reason.REFUSES_SOME.diagnosis(Quality.GOOD, 3, 9, refused.wrong(), refused.advice());
        assertEquals(
                Optional.of(new SaidReason(
                        Reason.REFUSES_SOME,
                        List.of("3", "9", "not authorised: access denied"),
                        Optional.empty(),
                        Optional.of(plain(Reason.NOT_AUTHORISED, "access denied")))),
                SaidReason.in(METER + some.sentence()));
        Diagnosis unknown = Reason.LAST_MESSAGE_LOST.diagnosis(Quality.GOOD, "the moon is full", "wait");
        assertEquals(
                Optional.of(new SaidReason(
                        Reason.LAST_MESSAGE_LOST, List.of("the moon is full"), Optional.of("wait"), Optional.empty())),
                SaidReason.in(METER + unknown.sentence()));
        Diagnosis deaf = Reason.NOT_HEARD_BECAUSE.diagnosis(
                Quality.NO_ANSWER,
                Reason.LOST.diagnosis(Quality.NO_ANSWER, " (unplugged)").sentence());
        assertEquals(
                Optional.of(plain(Reason.LOST, " (unplugged)")),
                SaidReason.in(METER + deaf.sentence()).orElseThrow().cause());
    }

    @Test
    void otherTextsHaveNone() {
        assertEquals(Optional.empty(), SaidReason.in("all is well"));
        assertEquals(Optional.empty(), SaidReason.in(METER + "the moon is full; wait"));
        assertEquals(Optional.empty(), SaidReason.in(""));
    }
}
