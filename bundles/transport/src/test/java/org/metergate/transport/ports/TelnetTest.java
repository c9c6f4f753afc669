package org.metergate.transport.ports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.metergate.transport.SerialSettings;
import org.metergate.transport.SerialSettings.Parity;

/** Bytes written by hand from RFC 854, 855, 856 and 2217. */
class TelnetTest {
    private final Telnet telnet = new Telnet();
    private final Heard heard = new Heard();

    /** Writes down what came. */
    private static final class Heard implements Telnet.Listener {
        final ByteArrayOutputStream data = new ByteArrayOutputStream();
        final List<String> commands = new ArrayList<>();

        @Override
        public void data(byte value) {
            data.write(value);
        }

        @Override
        public void option(int command, int option) {
            commands.add(command + " " + option);
        }

        @Override
        public void subnegotiation(byte[] body) {
            commands.add("SB " + HexFormat.of().formatHex(body));
        }
    }

    @Test
    void takesCommandsOutOfTheData() {
        receive("41 FF FD 2C 42 FF FA 2C 65 00 00 25 80 FF F0 43 FF F1 FF FF 44");
        assertArrayEquals(hex("41 42 43 FF 44"), heard.data.toByteArray());
        assertEquals(List.of("253 44", "SB 2c6500002580"), heard.commands);
    }

    @Test // RFC 855: 255 inside of a subnegotiation is doubled too
    void takesTheEscapesOutOfASubnegotiation() {
        receive("FF FA 2C 65 00 00 FF FF 01 FF F0");
        assertEquals(List.of("SB 2c650000ff01"), heard.commands);
    }

    @Test // RFC 854: a carriage return alone is sent as CR NUL
    void dropsTheZeroAfterACarriageReturnUnlessDataIsBinary() {
        receive("0D 00 0D 0A 0D 00");
        assertArrayEquals(hex("0D 0D 0A 0D"), heard.data.toByteArray());
        telnet.receiveBinary(true);
        receive("0D 00");
        assertEquals("0D0D0A0D" + "0D00", HexFormat.of().withUpperCase().formatHex(heard.data.toByteArray()));
    }

    @Test
    void goesOnWhenTheEndOfASubnegotiationIsMissing() {
        receive("FF FA 2C 65 01 FF FD 2C 41");
        assertEquals(List.of("SB 2c6501", "253 44"), heard.commands);
        assertArrayEquals(hex("41"), heard.data.toByteArray());
    }

    @Test
    void escapesWhatIsSent() {
        assertArrayEquals(hex("01 FF FF 0D 00 0D 0A 0D 00"), telnet.escaped(hex("01 FF 0D 0D 0A 0D")));
        telnet.sendBinary(true);
        assertArrayEquals(hex("01 FF FF 0D 0D 0A 0D"), telnet.escaped(hex("01 FF 0D 0D 0A 0D")));
    }

    @Test // RFC 2217: SET-BAUDRATE 1, four bytes in network order; 65535 has bytes to be doubled
    void writesTheCommandsOfTheComPort() {
        SerialSettings settings = new SerialSettings(65_535, 7, Parity.EVEN, 2);
        assertArrayEquals(hex("FF FA 2C 01 00 00 FF FF FF FF FF F0"), ComPort.SET_BAUDRATE.command(settings));
        assertArrayEquals(hex("FF FA 2C 02 07 FF F0"), ComPort.SET_DATASIZE.command(settings));
        assertArrayEquals(hex("FF FA 2C 03 03 FF F0"), ComPort.SET_PARITY.command(settings));
        assertArrayEquals(hex("FF FA 2C 04 02 FF F0"), ComPort.SET_STOPSIZE.command(settings));
    }

    @Test
    void carriesAnyBytesInPiecesOfAnySize() {
        Random random = new Random(2217);
        for (int round = 0; round < 2000; round++) {
            boolean binary = random.nextBoolean();
            Telnet sender = new Telnet();
            Telnet receiver = new Telnet();
            sender.sendBinary(binary);
            receiver.receiveBinary(binary);
            byte[] data = new byte[random.nextInt(60)];
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) new int[] {255, 13, 10, 0, 250, 240, random.nextInt(256)}[random.nextInt(7)];
            }
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            Heard end = new Heard();
            byte[] escaped = sender.escaped(data);
            stream.writeBytes(Telnet.option(Telnet.WILL, 1));
            stream.writeBytes(escaped);
            stream.writeBytes(Telnet.subnegotiation(data.length == 0 ? new byte[] {1} : data));
            byte[] all = stream.toByteArray();
            for (int from = 0; from < all.length; ) {
                int count = Math.min(all.length - from, 1 + random.nextInt(5));
                byte[] piece = new byte[count];
                System.arraycopy(all, from, piece, 0, count);
                receiver.received(piece, count, end);
                from += count;
            }
            assertArrayEquals(data, end.data.toByteArray(), "round " + round);
            assertEquals(2, end.commands.size(), "round " + round);
        }
    }

    @Test
    void endsWithAnyInput() {
        Random random = new Random(854);
        byte[] noise = new byte[1_000_000];
        random.nextBytes(noise);
        for (int i = 0; i < noise.length; i += 7) {
            noise[i] = (byte) 255;
        }
        telnet.received(noise, noise.length, heard);
        assertEquals(true, heard.data.size() < noise.length);
    }

    private void receive(String hex) {
        byte[] bytes = hex(hex);
        telnet.received(bytes, bytes.length, heard);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
