package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metergate.dlms.DlmsSettings.Authentication;
import org.metergate.dlms.DlmsSettings.Services;
import org.metergate.dlms.DlmsSettings.Transport;
import org.metergate.dlms.EmulatedMeters.Way;
import org.metergate.emulator.meters.Fault;
import org.metergate.emulator.meters.TcpStation;
import org.metergate.emulator.meters.dlms.MeterTraits;
import org.metergate.model.ObisCode;
import org.metergate.testkit.Hex;
import org.metergate.testkit.ScriptedLine;
import org.metergate.testkit.ScriptedLines;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.SerialSettings;

@Timeout(60)
class GeneralTransferTest {
    private static final CosemAttribute TEXT = new CosemAttribute(1, ObisCode.parse("0-0:96.1.9*255"), 2);

    /** Worked out by hand from DLMS UA 1000-2, 9.4.6.13: blocks of 55 bytes for a meter that takes APDUs of 64. */
    @Nested
    class ByteByByte {
        private static final String AARQ =
                "60 1D A1 09 06 07 60857405080101 BE 10 04 0E 01 00 00 00 06 5F1F04 00 201E1D FFFF";
        /** Accepted: GET, SET, lists and general blocks; PDU 64. */
        private static final String AARE = "61 29 A1 09 06 07 60857405080101 A2 03 02 01 00 A3 05 A1 03 02 01 00"
                + "BE 10 04 0E 08 00 06 5F1F04 00 200218 0040 0007";

        private static final String SET = "C1 01 C1 0001 0000600109FF 02 00";
        private static final String X = "78";

        private final ScriptedLine line = new ScriptedLine();
        private final DlmsSession session = new DlmsSession(
                new ScriptedLines(line)
                        .claim(line.address(), new SerialSettings(9600, 8, SerialSettings.Parity.NONE, 1)),
                new DlmsSettings(
                        new DlmsSettings.Addressing(Transport.WRAPPER, 16, 1, 0, 0),
                        DlmsSettings.Access.PUBLIC,
                        new DlmsSettings.Hdlc(128, 1, 0),
                        new Services(false, 5),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5)));

        private ByteByByte sends(String apdu) {
            line.expect(WrapperFrames.framed(true, apdu));
            return this;
        }

        private ByteByByte answers(String apdu) {
            line.reply(WrapperFrames.framed(false, apdu));
            return this;
        }

        private List<DataAccessResult> writes(int length) throws Exception {
            byte[] value = new byte[length];
            Arrays.fill(value, (byte) 'x');
            return session.write(Map.of(TEXT, Data.octets(value))).results();
        }

        @Test
        void sendsOneBlockUntilTheMeterTellsItsWindow() throws Exception {
            sends(AARQ).answers(AARE);
            sends("E0 05 0001 0000 37" + SET + "09 50" + X.repeat(40)).answers("E0 03 0001 0001 00");
            sends("E0 85 0002 0001 28" + X.repeat(40)).answers("E0 83 0002 0002 04 C5 01 C1 00");
            assertEquals(List.of(DataAccessResult.SUCCESS), writes(80));
            line.assertPlayedOut();
        }

        @Test // 216 bytes in 55, 55, 55 and 51; of the window of three the second is lost
        void streamsTheWindowAndRepeatsWhatTheMeterMisses() throws Exception {
            sends(AARQ).answers(AARE);
            sends("E0 05 0001 0000 37" + SET + "09 81 C8" + X.repeat(39)).answers("E0 03 0001 0001 00");
            sends("E0 45 0002 0001 37" + X.repeat(55));
            sends("E0 45 0003 0001 37" + X.repeat(55));
            sends("E0 85 0004 0001 33" + X.repeat(51)).answers("E0 03 0002 0002 00");
            sends("E0 45 0003 0002 37" + X.repeat(55));
            sends("E0 85 0004 0002 33" + X.repeat(51)).answers("E0 83 0003 0004 04 C5 01 C1 00");
            assertEquals(List.of(DataAccessResult.SUCCESS), writes(200));
            line.assertPlayedOut();
        }

        @Test // nobody knows whether it was done
        void doesNotRepeatTheLastBlockAfterASilence() throws Exception {
            sends(AARQ).answers(AARE);
            sends("E0 05 0001 0000 37" + SET + "09 50" + X.repeat(40)).answers("E0 01 0001 0001 00");
            sends("E0 85 0002 0001 28" + X.repeat(40));
            line.silence();
            assertThrows(LineSilentException.class, () -> writes(80));
            line.assertPlayedOut();
        }

        @Test
        void givesUpAMeterThatAcknowledgesNothing() {
            sends(AARQ).answers(AARE);
            String first = "E0 05 0001 0000 37" + SET + "09 50" + X.repeat(40);
            sends(first).answers("E0 01 0001 0000 00");
            for (int number = 2; number <= 4; number++) {
                sends("E0 05 0001 000" + (number - 1) + " 37" + SET + "09 50" + X.repeat(40))
                        .answers("E0 01 000" + number + " 0000 00");
            }
            assertThrows(org.metergate.transport.MalformedFrameException.class, () -> writes(80));
            line.assertPlayedOut();
        }

        @Test // of the window of five, block 3 is lost
        void asksForTheBlocksBehindTheLastThatCame() throws Exception {
            sends(AARQ).answers(AARE);
            sends("C0 01 C1 0001 0000600109FF 02 00").answers("E0 01 0001 0000 05 C4 01 C1 00 09");
            sends("E0 85 0001 0001 00");
            answers("E0 41 0002 0001 02 06 61");
            answers("E0 41 0004 0001 02 64 65");
            answers("E0 81 0005 0001 01 66");
            sends("E0 85 0002 0002 00");
            answers("E0 41 0003 0002 02 62 63");
            answers("E0 41 0004 0002 02 64 65");
            answers("E0 81 0005 0002 01 66");
            DlmsSession.Fetched fetched = session.fetch(TEXT, Optional.empty());
            Data data =
                    assertInstanceOf(DlmsSession.Fetched.Value.class, fetched).data();
            assertArrayEquals(
                    Hex.bytes("616263646566"),
                    assertInstanceOf(Data.Octets.class, data).bytes());
            line.assertPlayedOut();
        }
    }

    private final EmulatedMeters meters = new EmulatedMeters();

    @org.junit.jupiter.api.AfterEach
    void close() throws Exception {
        meters.close();
    }

    private DlmsSession session(Way way, TcpStation station, int window) {
        return meters.session(
                station.address(),
                way,
                EmulatedMeters.security(way, EmulatedMeters.keys(way.suite(), 7)),
                EmulatedMeters.SECRET,
                Plan.forOneAssociation(),
                new Services(true, window));
    }

    @ParameterizedTest
    @CsvSource({"WRAPPER, 1", "WRAPPER, 6", "HDLC, 1", "HDLC, 6"})
    void readsAndWritesLongValuesInWindows(Transport transport, int window) throws Exception {
        for (Way way : List.of(Way.plain(transport, Authentication.LOW), Way.secured(transport))) {
            TcpStation station = meters.meter(way, MeterTraits.USUAL.withGeneralBlocks(), 160);
            DlmsSession session = session(way, station, window);
            byte[] longer = new byte[1500];
            Arrays.fill(longer, (byte) 'x');
            for (int round = 0; round < 2; round++) {
                assertEquals(
                        List.of(DataAccessResult.SUCCESS),
                        session.write(Map.of(TEXT, Data.octets(longer))).results());
                assertEquals(
                        new Answer.Text("x".repeat(1500)),
                        session.read(List.of(TEXT)).get(0).answer());
            }
            assertTrue(session.objects().size() > 30);
        }
    }

    @ParameterizedTest // as over UDP: one answer in seven is lost, but none of the association
    @ValueSource(ints = {1, 5})
    void recoversBlocksThatAreLost(int window) throws Exception {
        Way way = Way.secured(Transport.WRAPPER);
        int[] answers = {0};
        Fault lost = Fault.silence().when(() -> ++answers[0] > 8 && answers[0] % 7 == 0);
        TcpStation station = meters.meter(
                way,
                MeterTraits.USUAL.withGeneralBlocks(),
                160,
                lost,
                Clock.fixed(EmulatedMeters.NOON, ZoneOffset.UTC),
                "UTC");
        DlmsSession session = session(way, station, window);
        int first = session.objects().size();
        assertTrue(first > 30);
        assertTrue(answers[0] > 14, "nothing was lost");
        assertEquals(first, session.objects().size());
    }
}
