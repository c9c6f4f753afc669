package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.metergate.testkit.Hex;
import org.metergate.transport.MalformedFrameException;

/** APDUs that no corpus has, worked out by hand from IEC 62056-5-3, annex A. */
class FurtherApdusTest {
    private static final Keys KEYS = new Keys(
            Hex.bytes("000102030405060708090A0B0C0D0E0F"), Optional.of(Hex.bytes("D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF")));
    private static final byte[] TITLE = Hex.bytes("4D4D4D0000BC614E");

    private static Map<?, ?> structure(String digits) throws MalformedFrameException {
        return (Map<?, ?>) Frames.decode(Hex.bytes(digits), Optional.empty()).get("structure");
    }

    @Nested
    class ByLogicalName {
        @Test
        void readsAnAccessResponseWithAndWithoutItsSpecification() throws Exception {
            Map<?, ?> bare = structure("DA 40000001 00 00 01 06 00000001 01 01 00");
            assertEquals("access-response", bare.get("apdu"));
            assertEquals(List.of(BigDecimal.ONE), bare.get("data"));
            assertEquals(List.of("success"), bare.get("results"));
            Map<?, ?> told = structure(
                    "DA 40000001 0C 07E60A1F010B1B00FF800000 01 01 01 0003 0100010800FF 02 01 06 00000001 01 01 00");
            assertEquals("get", ((Map<?, ?>) ((List<?>) told.get("accesses")).get(0)).get("access"));
            assertEquals(List.of("success"), told.get("results"));
        }

        @Test
        void namesTheReasonOfARefusal() throws Exception {
            assertEquals("object-undefined", structure("C4 01 C1 01 04").get("error"));
            Map<?, ?> error = structure("0E 05 05 02");
            assertEquals(
                    List.of("read", "access", "object-access-violated"),
                    List.of(error.get("service"), error.get("error_class"), error.get("error")));
            assertEquals("pdu-size-too-long", structure("0E 06 03 01").get("error"));
            assertEquals(43L, structure("D8 01 06 0000002B").get("invocation_counter"));
        }
    }

    @Nested
    class ByShortName {
        @Test
        void readsBlocksOfBothDirections() throws Exception {
            assertEquals(
                    List.of(Map.of("last_block", true, "block_number", 2, "data_length", 3)),
                    structure("05 01 06 01 0002 03 AABBCC").get("variables"));
            assertEquals(
                    List.of(Map.of("block_number", 7)),
                    structure("0C 01 03 0007").get("results"));
            assertEquals(
                    List.of(Map.of("block_number", 1)),
                    structure("0D 01 02 0001").get("results"));
        }

        @Test
        void readsAnUnconfirmedWriteAndAReport() throws Exception {
            Map<?, ?> write = structure("16 01 02 0110 01 12 0005");
            assertEquals("unconfirmed-write-request", write.get("apdu"));
            assertEquals(List.of(BigDecimal.valueOf(5)), write.get("data"));
            Map<?, ?> report = structure("18 00 01 02 0110 01 12 0005");
            assertEquals("information-report-request", report.get("apdu"));
            assertEquals(List.of(BigDecimal.valueOf(5)), report.get("data"));
        }

        @Test
        void takesAnEnumerationForAValue() throws Exception {
            assertEquals(
                    "data", Frames.decode(Hex.bytes("16 1B"), Optional.empty()).get("framing"));
        }
    }

    @Nested
    class Protected {
        @Test // the worked example of the standard: glo-get-request of the clock
        void opensACipheredServiceOfAKnownSender() throws Exception {
            byte[] apdu = Hex.bytes("C8 1E 30 01234567 411312FF935A47566827C467BC7D825C3BE4A77C3FCC056B6B");
            Map<String, Object> opened = Frames.decode(apdu, Optional.of(KEYS), Optional.of(TITLE));
            assertEquals("C0010000080000010000FF0200", opened.get("plain_apdu"));
            assertEquals("get-request-normal", ((Map<?, ?>) opened.get("structure")).get("apdu"));
            assertFalse(Frames.decode(apdu, Optional.of(KEYS)).containsKey("plain_apdu"));
        }

        @Test
        void readsASignedApdu() throws Exception {
            Map<?, ?> signed = structure("DF 01 07 08 4D4D4D0000BC614E 08 4D47543030303031 00 00"
                    + " 0B 0F 00000001 00 06 00000001 04 01020304");
            assertEquals("general-signing", signed.get("apdu"));
            assertEquals("01020304", signed.get("signature"));
            assertEquals("data-notification", ((Map<?, ?>) signed.get("content")).get("apdu"));
        }

        @Test // what a key that nobody has was used for is no wrong key
        void leavesAnApduClosedWhoseKeyIsWrappedOrAgreedUpon() throws Exception {
            String front = "DD 01 01 08 4D4D4D0000BC614E 08 4D47543030303031 00 00 01";
            for (String key : List.of("01 00 02 AABB", "02 01 02 00")) {
                Map<String, Object> closed =
                        Frames.decode(Hex.bytes(front + key + " 08 30 00000001 112233"), Optional.of(KEYS));
                assertFalse(closed.containsKey("plain_apdu"));
                assertEquals("30", closed.get("security_control"));
            }
        }

        @Test
        void opensGeneralCipheringWithTheNamedKey() throws Exception {
            byte[] plain = Hex.bytes("0F 00000001 00 06 00000001");
            byte[] header = Hex.bytes("01 07 08 4D4D4D0000BC614E 08 4D47543030303031 00 00");
            byte[] apdu = new CipheredApdu(
                            CipheredApdu.GENERAL,
                            Optional.of(TITLE),
                            header,
                            Optional.of(CipheredApdu.KeyInfo.GLOBAL),
                            0x30,
                            5,
                            Ciphering.seal(KEYS, TITLE, 0x30, 5, plain, header))
                    .encode();
            Map<String, Object> opened = Frames.decode(apdu, Optional.of(KEYS));
            assertEquals("0F00000001000600000001", opened.get("plain_apdu"));
            apdu[apdu.length - 1] ^= 1;
            assertThrows(MalformedFrameException.class, () -> Frames.decode(apdu, Optional.of(KEYS)));
        }

        @Test
        void opensWhatAnAssociationAgreesOnBehindClosedDoors() throws Exception {
            byte[] initiate = Aarq.initiate(new byte[0], 0x001E1D, 1200);
            byte[] sealed = new CipheredApdu(
                            0x21,
                            Optional.empty(),
                            new byte[0],
                            Optional.empty(),
                            0x30,
                            9,
                            Ciphering.seal(KEYS, TITLE, 0x30, 9, initiate, new byte[0]))
                    .encode();
            byte[] aarq = Aarq.field(
                    0x60,
                    Bytes.concat(
                            Aarq.field(0xA1, Hex.bytes("06 07 60857405080103")),
                            Aarq.field(0xA6, Aarq.field(0x04, TITLE)),
                            Aarq.field(0xBE, Aarq.field(0x04, sealed))));
            Map<String, Object> opened = Frames.decode(aarq, Optional.of(KEYS));
            Map<?, ?> structure = (Map<?, ?>) opened.get("structure");
            assertEquals("aarq", structure.get("apdu"));
            assertEquals(1200, structure.get("max_pdu"));
            assertEquals(true, opened.get("encrypted"));
            Keys wrong = new Keys(Arrays.copyOf(TITLE, 16), Optional.of(Arrays.copyOf(TITLE, 16)));
            assertThrows(WrongKeyException.class, () -> Frames.decode(aarq, Optional.of(wrong)));
        }
    }

    @Nested
    class OverHdlc {
        private Map<String, Object> decode(HdlcFrame frame) throws MalformedFrameException {
            return Frames.decode(frame.encode(), Optional.empty());
        }

        @Test
        void tellsWhoIsWhoWhereNothingElseSaysIt() throws Exception {
            HdlcAddress meter = new HdlcAddress(1, 17, 2);
            Map<String, Object> asked = decode(HdlcFrame.receiveReady(meter, HdlcAddress.client(16), 3));
            Map<String, Object> answered = decode(HdlcFrame.receiveReady(HdlcAddress.client(16), meter, 3));
            for (Map<String, Object> frame : List.of(asked, answered)) {
                assertEquals("RR", frame.get("frame"));
                assertEquals(3, frame.get("receive_seq"));
                assertEquals(16, frame.get("client"));
                assertEquals(17, frame.get("server_physical"));
            }
        }

        @Test
        void readsWhatTheTwoSidesOffer() throws Exception {
            Map<String, Object> ua = decode(new HdlcFrame(
                    HdlcAddress.client(16),
                    new HdlcAddress(1, 17, 2),
                    0x73,
                    false,
                    HdlcParameters.of(512, 3).encode()));
            assertEquals("UA", ua.get("frame"));
            assertEquals(512, ua.get("max_information_receive"));
            assertEquals(3, ua.get("window_receive"));
        }
    }
}
