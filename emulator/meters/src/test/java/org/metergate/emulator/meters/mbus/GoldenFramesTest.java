package org.metergate.emulator.meters.mbus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.metergate.testkit.Hex;
import org.metergate.testkit.MovedClock;

/** The emulated meters write what others worked out. */
class GoldenFramesTest {

    private static String frame(Registers meter, int access) {
        byte[] body = meter.telegrams(access).get(0).clone();
        body[1] = 5;
        return Hex.text(Frames.longFrame(body));
    }

    @Test
    void theFixedStructureIsThatOfThePublishedExample() {
        String published = Hex.text(Hex.frame(GoldenFramesTest.class, "mbus-fixed-published.hex"));
        assertEquals(published, frame(new FixedMeter("12345678", "E97E", 1, 135), 0x0A));
    }

    @Test
    void anEncryptedTelegramIsThatOfAnotherImplementation() {
        ListedMeter meter = new ListedMeter(
                        MovedClock.at("2026-11-23T21:00:03.700Z"),
                        "12345678",
                        "PAD",
                        1,
                        7,
                        List.of(Register.fixed("0C", "13", "0.001", 12_345)))
                .encryptedWith(HexFormat.of().parseHex("000102030405060708090A0B0C0D0E0F"));
        String worked = Hex.text(Hex.frame(GoldenFramesTest.class, "mbus-mode-5-worked-by-hand.hex"));
        assertEquals(worked, frame(meter, 0x2A));
    }

    @Test // two characters E5, the second 3 bit times later: worked out on paper bit by bit
    void answersOnTopOfEachOtherAreWhatTheCurrentMakesOfThem() {
        byte[] one = {(byte) 0xE5};
        assertEquals("E5", Hex.text(Overlay.of(List.of(new Overlay.Part(one, 0)))));
        assertEquals("E5", Hex.text(Overlay.of(List.of(new Overlay.Part(one, 4), new Overlay.Part(one, 4)))));
        // 0 1 0 1 0 0 1 1 1 1 1 and the same three bit times later: 0 1 0 0 0 0 1 0 0 and so on
        assertEquals("21", Hex.text(Overlay.of(List.of(new Overlay.Part(one, 0), new Overlay.Part(one, 3)))));
    }

    @Test // both worked out by hand from the makers' manuals
    void receiversHandOverWhatTheirManualsSay() {
        byte[] telegram = Hex.bytes("14 44 24 40 78 56 34 12 01 07 7A 2A 00 00 00 0C 13 45 23 01 00");
        assertEquals(
                "A5 C2 03 14 44 24 40 78 56 34 12 01 07 7A 2A 00 00 00 0C 13 45 23 01 00 7D 0D BD",
                Hex.text(ReceiverFormat.IMST.telegram(telegram, -60)));
        assertEquals(
                "FF 03 15 44 24 40 78 56 34 12 01 07 7A 2A 00 00 00 0C 13 45 23 01 00 1C F3",
                Hex.text(ReceiverFormat.AMBER.telegram(telegram, -60)));
        byte[] wired = Hex.bytes("08 05 72 78 56 34 12 24 40 01 07 2A 00 00 00 0C 13 45 23 01 00");
        assertEquals(Hex.text(telegram), Hex.text(WirelessMeters.telegram(wired)));
    }
}
