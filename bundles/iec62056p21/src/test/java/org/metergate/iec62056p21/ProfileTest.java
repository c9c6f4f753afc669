package org.metergate.iec62056p21;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.metergate.transport.MalformedFrameException;

/** The texts are answers of real meters as people have published them, shortened. */
class ProfileTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static List<ProfileRow> rows(String text) throws MalformedFrameException {
        byte[] characters = text.getBytes(StandardCharsets.ISO_8859_1);
        return Profile.rows(DataLines.of(characters, 0, characters.length).sets(), BERLIN);
    }

    @Test // EMH LZQJ-XC, R5 P.01
    void givesEachPeriodOfALoadProfileItsOwnTime() throws Exception {
        List<ProfileRow> rows = rows("P.01(1220823161500)(00000000)(15)(2)(1.5)(kW)(2.5)(kW)\r\n"
                + "(0.18374)(0.00078)\r\n(0.16832)(0.00000)\r\n");
        assertEquals(2, rows.size());
        assertEquals(Instant.parse("2022-08-23T14:15:00Z"), rows.get(0).time());
        assertEquals(Instant.parse("2022-08-23T14:30:00Z"), rows.get(1).time());
        assertEquals("00000000", rows.get(0).status());
        DataSet cell = rows.get(1).values().get(0);
        assertEquals(new DataSet("1.5", List.of(new DataSet.Value("0.16832*kW"))), cell);
        assertEquals(
                "168.32 W",
                ((org.metergate.model.Value.Measured) Registers.value(cell).orElseThrow())
                        .quantity()
                        .toString());
    }

    @Test
    void startsANewHeaderWhereTheMeterDoes() throws Exception {
        List<ProfileRow> rows = rows("P.01(0170318001500)(00)(15)(1)(1.5)(kW)\r\n(0.1)\r\n"
                + "P.01(0170318010000)(40)(15)(1)(1.5)(kW)\r\n(0.2)\r\n(0.3)\r\n");
        assertEquals(
                List.of("2017-03-17T23:15:00Z", "2017-03-18T00:00:00Z", "2017-03-18T00:15:00Z"),
                rows.stream().map(row -> row.time().toString()).toList());
        assertEquals("40", rows.get(2).status());
    }

    @Test // the night of 2022-10-30: 03:00 summer time is 02:00 normal time
    void tellsTheTwoHoursApartThatTheClockShowsTwice() throws Exception {
        List<ProfileRow> rows = rows("P.01(1221030020000)(00)(60)(1)(1.5)(kW)\r\n(1)\r\n(2)\r\n"
                + "P.01(0221030030000)(00)(60)(1)(1.5)(kW)\r\n(3)\r\n");
        assertEquals(
                List.of("2022-10-30T00:00:00Z", "2022-10-30T01:00:00Z", "2022-10-30T02:00:00Z"),
                rows.stream().map(row -> row.time().toString()).toList());
    }

    @Test // Metcom, R5 P.98: each entry has a header of its own; EMH: events without channels
    void readsALog() throws Exception {
        List<ProfileRow> rows = rows("P.98(1220906234904)(00)()(2)(0-0:C.11.0)()(0-0:C.11.10)()(4)(0)\r\n"
                + "P.98(1041007095703)(00002000)()(0)\r\n");
        assertEquals(2, rows.size());
        assertEquals("4", rows.get(0).values().get(0).main().raw());
        assertEquals(Instant.parse("2004-10-07T07:57:03Z"), rows.get(1).time());
        assertEquals("00002000", rows.get(1).status());
        assertEquals(List.of(), rows.get(1).values());
    }

    @Test // DSMR 2.2, the gas meter
    void readsTheHourlyValueOfAnOldTelegram() throws Exception {
        List<ProfileRow> rows = rows("0-1:24.3.0(161107190000)(00)(60)(1)(0-1:24.2.1)(m3)\r\n(00001.001)\r\n");
        assertEquals(
                new DataSet("0-1:24.2.1", List.of(new DataSet.Value("00001.001*m3"))),
                rows.get(0).values().get(0));
        assertEquals(Instant.parse("2016-11-07T18:00:00Z"), rows.get(0).time());
    }

    @Test // e-MUCS, monthly peaks; a row that never was
    void readsTheBuffersOfATelegram() throws Exception {
        List<ProfileRow> peaks = rows("0-0:98.1.0(2)(1-0:1.6.0)(1-0:1.6.0)(230801000000S)(632525252525W)(00.000*kW)"
                + "(230901000000S)(230831181500S)(01.862*kW)\r\n");
        assertEquals(2, peaks.size());
        assertEquals(Instant.parse("2023-08-31T22:00:00Z"), peaks.get(1).time());
        assertEquals("01.862*kW", peaks.get(1).values().get(1).main().raw());
        List<ProfileRow> failures =
                rows("1-0:99.97.0(2)(0-0:96.7.19)(101208152415W)(0000000240*s)(101208151004W)(0000000301*s)\r\n");
        assertEquals("0000000301*s", failures.get(1).values().get(0).main().raw());
        assertEquals("0-0:96.7.19", failures.get(1).values().get(0).address());
        assertEquals(List.of(), rows("1-0:99.97.0(0)(0-0:96.7.19)\r\n0-0:98.1.0(0)(1-0:1.6.0)(1-0:1.6.0)()\r\n"));
    }

    @Test
    void leavesOtherDataSetsAlone() throws Exception {
        assertEquals(List.of(), rows("1.8.0(1*kWh)\r\n1.6.0(02.468*kW)(1703100930)\r\nP.01(ERROR)\r\nP.01()\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P.01(0170318001500)(00)(15)(2)(1.5)(kW)(2.5)(kW)(0.1)(0.2)(0.3)",
                "P.01(0171318001500)(00)(15)(1)(1.5)(kW)(0.1)",
                "P.01(0170318001500)(00)(0)(1)(1.5)(kW)(0.1)",
                "P.01(0170318001500)(00)(15)(2)(1.5)(kW)",
                "P.01(0170318001500)(00)(15)(999)(1.5)(kW)(0.1)",
                "1-0:99.97.0(2)(0-0:96.7.19)(101208152415W)(0000000240*s)(101208151004W)"
            })
    void refusesARowThatIsCut(String text) {
        assertThrows(MalformedFrameException.class, () -> rows(text));
    }

    @Test
    void asksForARangeInTheMetersTime() {
        assertEquals(
                "01703180000;12208231615",
                Profile.range(Instant.parse("2017-03-17T23:00:00Z"), Instant.parse("2022-08-23T14:15:00Z"), BERLIN));
    }
}
