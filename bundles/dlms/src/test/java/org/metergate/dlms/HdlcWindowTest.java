package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.metergate.dlms.DlmsSettings.Transport;
import org.metergate.testkit.Hex;
import org.metergate.testkit.ScriptedLine;

/** Windows and longer information fields, as SNRM and UA agree on them (IEC 62056-46, 6.4.4.4.3.2). */
class HdlcWindowTest {
    private static final HdlcAddress CLIENT = HdlcAddress.client(16);
    private static final HdlcAddress SERVER = new HdlcAddress(1, 0, 1);
    private static final byte[] REQUEST = Hex.bytes("C0 01 C1 0001 0000600100FF 02 00");

    private final ScriptedLine line = new ScriptedLine();
    private final HdlcLink link = new HdlcLink(new DlmsSettings(
            new DlmsSettings.Addressing(Transport.HDLC, 16, 1, 0, 0),
            DlmsSettings.Access.PUBLIC,
            new DlmsSettings.Hdlc(256, 3, 1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1)));

    private static byte[] fromMeter(int control, boolean segmented, String information) {
        return new HdlcFrame(CLIENT, SERVER, control, segmented, Hex.bytes(information)).encode();
    }

    private void connects() throws Exception {
        // 256 bytes each way, one frame from here, three from there
        byte[] offer = Hex.bytes("81 80 14 05 02 0100 06 02 0100 07 04 00000001 08 04 00000003");
        line.expect(new HdlcFrame(SERVER, CLIENT, HdlcFrame.SNRM, false, offer).encode())
                .reply(fromMeter(HdlcFrame.UA, false, "81 80 14 05 02 0100 06 02 0100 07 04 00000003 08 04 00000001"));
        link.connect(line);
    }

    private byte[] asks() throws Exception {
        return link.exchange(line, REQUEST, apdu -> true);
    }

    @Test // control fields: N(S) in bits 1 to 3, N(R) in 5 to 7, final in 4
    void takesThreeFramesInARowThenAcknowledges() throws Exception {
        connects();
        byte[] data = Bytes.concat(Hex.bytes("E6E600"), REQUEST);
        line.expect(HdlcFrame.information(SERVER, CLIENT, 0, 0, false, data).encode())
                .reply(fromMeter(0x20, true, "E6E700 C4 01"))
                .reply(fromMeter(0x22, true, "C1 00"))
                .reply(fromMeter(0x34, true, "09 02"))
                .expect(HdlcFrame.receiveReady(SERVER, CLIENT, 3).encode())
                .reply(fromMeter(0x36, false, "31 32"));
        assertArrayEquals(Hex.bytes("C4 01 C1 00 09 02 31 32"), asks());
        line.assertPlayedOut();
    }

    @Test
    void asksAgainFromTheFrameThatWasDamaged() throws Exception {
        connects();
        byte[] data = Bytes.concat(Hex.bytes("E6E600"), REQUEST);
        byte[] damaged = fromMeter(0x22, true, "C1 00");
        damaged[9] ^= 1;
        line.expect(HdlcFrame.information(SERVER, CLIENT, 0, 0, false, data).encode())
                .reply(fromMeter(0x20, true, "E6E700 C4 01"))
                .reply(damaged)
                .expect(HdlcFrame.receiveReady(SERVER, CLIENT, 1).encode())
                .reply(fromMeter(0x32, true, "C1 00"))
                .expect(HdlcFrame.receiveReady(SERVER, CLIENT, 2).encode())
                .reply(fromMeter(0x34, false, "09 01 31"));
        assertArrayEquals(Hex.bytes("C4 01 C1 00 09 01 31"), asks());
        line.assertPlayedOut();
    }

    @Test // 1000 to 10999: serial number modulo 10000 plus 1000, in the lower of two addresses of two bytes each
    void addressesAMeterByItsSerialNumber() throws Exception {
        int physical = DlmsSettings.physicalOfSerialNumber(20_123_456);
        HdlcAddress address = new HdlcAddress(1, physical, 4);
        assertArrayEquals(Hex.bytes("00 02 44 D1"), Arrays.copyOf(address.encode(), 4));
    }
}
