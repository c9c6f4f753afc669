package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.metergate.dlms.DlmsSettings.Authentication;
import org.metergate.dlms.DlmsSettings.Transport;
import org.metergate.dlms.EmulatedMeters.Way;
import org.metergate.emulator.meters.dlms.MeterTraits;
import org.metergate.model.ObisCode;
import org.metergate.testkit.Hex;
import org.metergate.transport.MalformedFrameException;

@Timeout(60)
class NamedValuesTest {

    private static NamedValues.Named named(int classId, int attribute, String digits) throws MalformedFrameException {
        CosemAttribute any = new CosemAttribute(classId, ObisCode.parse("0-0:1.0.0*255"), attribute);
        return NamedValues.of(any, Axdr.read(new Bytes(Hex.bytes(digits)))).orElseThrow();
    }

    @Test // worked out by hand from the attributes of the classes in IEC 62056-6-2
    void namesStructuresEnumerationsAndSchedules() throws Exception {
        assertEquals(new NamedValues.Named("control_state", "ready-for-reconnection"), named(70, 3, "16 02"));
        assertEquals(new NamedValues.Named("output_state", true), named(70, 2, "03 01"));
        assertEquals(
                new NamedValues.Named(
                        "executed_script",
                        Map.of("script_logical_name", "0.0.10.0.106.255", "script_selector", BigDecimal.ONE)),
                named(22, 2, "02 02 09 06 00000A006AFF 12 0001"));
        assertEquals(
                new NamedValues.Named("execution_time", List.of(Map.of("time", "00:15:00", "date", "*-*-01"))),
                named(22, 4, "01 01 02 02 09 04 000F0000 09 05 FFFFFF01FF"));
        assertEquals(
                new NamedValues.Named(
                        "season_profile_active",
                        List.of(Map.of(
                                "season_profile_name",
                                "summer",
                                "season_start",
                                "*-03-lastT02:00:00",
                                "week_name",
                                "w"))),
                named(20, 3, "01 01 02 03 09 06 73756D6D6572 09 0C FFFF03FE070200000080 00FF 09 01 77"));
        assertEquals(new NamedValues.Named("comm_speed", "9600"), named(23, 2, "16 05"));
        assertEquals(
                new NamedValues.Named("server_system_title", "4D54473030303031"),
                named(64, 5, "09 08 4D54473030303031"));
        assertEquals(new NamedValues.Named("association_status", "associated"), named(15, 8, "16 02"));
    }

    @Test
    void saysNothingOfWhatIsBuiltOtherwise() throws Exception {
        CosemAttribute script = new CosemAttribute(22, ObisCode.parse("0-0:15.0.0*255"), 2);
        assertEquals(Optional.empty(), NamedValues.of(script, Axdr.read(new Bytes(Hex.bytes("02 01 12 0001")))));
        assertEquals(Optional.empty(), NamedValues.of(EmulatedMeters.register("1.8.0"), new Data.Nothing()));
    }

    @Test // every structured attribute of every class that the emulated meter has
    void namesAllAttributesOfAMeter() throws Exception {
        EmulatedMeters meters = new EmulatedMeters();
        try {
            Way way = Way.plain(Transport.WRAPPER, Authentication.LOW);
            DlmsSession session = meters.session(meters.meter(way, MeterTraits.USUAL, 1024), way);
            Map<Integer, Integer> attributes = Map.ofEntries(
                    Map.entry(6, 4),
                    Map.entry(9, 2),
                    Map.entry(17, 2),
                    Map.entry(20, 10),
                    Map.entry(21, 4),
                    Map.entry(22, 4),
                    Map.entry(23, 9),
                    Map.entry(40, 7),
                    Map.entry(64, 6),
                    Map.entry(70, 4),
                    Map.entry(71, 11));
            int named = 0;
            for (CosemObject object : session.objects()) {
                for (int index = 2; index <= attributes.getOrDefault(object.classId(), 0); index++) {
                    CosemAttribute attribute = new CosemAttribute(object.classId(), object.object(), index);
                    DlmsSession.Fetched.Value value = assertInstanceOf(
                            DlmsSession.Fetched.Value.class, session.fetch(attribute, Optional.empty()));
                    assertTrue(NamedValues.of(attribute, value.data()).isPresent(), attribute::toString);
                    named++;
                }
            }
            assertEquals(53, named);
            CosemAttribute view = new CosemAttribute(15, ObisCode.parse("0-0:40.0.0*255"), 2);
            DlmsSession.Fetched.Value list =
                    assertInstanceOf(DlmsSession.Fetched.Value.class, session.fetch(view, Optional.empty()));
            assertTrue(NamedValues.of(view, list.data()).isPresent());
        } finally {
            meters.close();
        }
    }
}
