package org.metergate.emulator.meters.mbus;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** How a wireless receiver hands its telegrams over, and what it answers to commands. */
public enum ReceiverFormat {
    /** IMST iM871A: A5, control and endpoint, message, length, payload, signal strength, CRC-16/X-25. */
    IMST {
        @Override
        byte[] telegram(byte[] telegram, int dBm) {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.write(0xA5);
            frame.write(0xC2); // radio link, with signal strength and CRC
            frame.write(0x03);
            frame.writeBytes(telegram); // its L field is the length of the payload
            frame.write(45 + 2 * (dBm + 100));
            int crc = crc(frame.toByteArray());
            frame.write(crc);
            frame.write(crc >> 8);
            return frame.toByteArray();
        }

        @Override
        Optional<byte[]> answer(List<Integer> heard) {
            boolean command = heard.size() >= 4 && heard.get(0) == 0xA5 && heard.size() >= 4 + heard.get(3);
            return command
                    ? Optional.of(new byte[] {(byte) 0xA5, 0x01, (byte) (heard.get(2) + 1), 1, 0})
                    : Optional.empty();
        }

        private int crc(byte[] frame) {
            int crc = 0xFFFF;
            for (int i = 1; i < frame.length; i++) {
                crc ^= frame[i] & 0xFF;
                for (int bit = 0; bit < 8; bit++) {
                    crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0x8408;
                }
            }
            return crc ^ 0xFFFF;
        }
    },

    /** Amber AMB8465 in command mode: FF, command, length, payload, signal strength, exclusive or of all. */
    AMBER {
        @Override
        byte[] telegram(byte[] telegram, int dBm) {
            byte[] frame = Arrays.copyOf(new byte[] {(byte) 0xFF, 0x03, (byte) (telegram[0] + 1)}, telegram.length + 4);
            System.arraycopy(telegram, 1, frame, 3, telegram.length - 1);
            frame[frame.length - 2] = (byte) (2 * (dBm + 74));
            return checked(frame);
        }

        @Override
        Optional<byte[]> answer(List<Integer> heard) {
            boolean command = heard.size() >= 4 && heard.get(0) == 0xFF && heard.size() >= 4 + heard.get(2);
            if (!command) {
                return Optional.empty();
            }
            boolean asks = heard.get(1) == 0x0A; // a place in the memory, where everything is on
            byte[] payload = asks ? new byte[] {heard.get(3).byteValue(), 1, 1} : new byte[] {0};
            byte[] frame = Arrays.copyOf(
                    new byte[] {(byte) 0xFF, (byte) (heard.get(1) | 0x80), (byte) payload.length}, payload.length + 4);
            System.arraycopy(payload, 0, frame, 3, payload.length);
            return Optional.of(checked(frame));
        }

        private byte[] checked(byte[] frame) {
            byte check = 0;
            for (int i = 0; i < frame.length - 1; i++) {
                check ^= frame[i];
            }
            frame[frame.length - 1] = check;
            return frame;
        }
    },

    /** Lines of text as rtl_wmbus prints them. */
    HEX_TEXT {
        @Override
        byte[] telegram(byte[] telegram, int dBm) {
            String id = HexFormat.of().formatHex(new byte[] {telegram[7], telegram[6], telegram[5], telegram[4]});
            String line = "T1;1;1;2026-11-23 21:00:03.000;" + dBm + ";" + dBm + ";" + id + ";0x"
                    + HexFormat.of().formatHex(telegram) + "\n";
            return line.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        Optional<byte[]> answer(List<Integer> heard) {
            return Optional.empty();
        }
    };

    /**
     * @param telegram from the L field on, without link CRCs
     * @param dBm signal strength
     * @return the bytes on the line
     */
    abstract byte[] telegram(byte[] telegram, int dBm);

    /**
     * @param heard what came from the gateway since the last answer
     * @return the confirmation, once a whole command is there
     */
    abstract Optional<byte[]> answer(List<Integer> heard);
}
