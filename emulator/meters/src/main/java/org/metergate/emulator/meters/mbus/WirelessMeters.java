package org.metergate.emulator.meters.mbus;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Meters that send by radio now and then: a water meter in clear, a heat meter and a room sensor that encrypt. */
public final class WirelessMeters {

    private static final int SEND_NO_REPLY = 0x44;
    private static final int CI_SHORT_HEADER = 0x7A;

    /**
     * A meter.
     *
     * @param address as people write it
     * @param key in hexadecimal; empty if it does not encrypt
     * @param dBm signal strength at the receiver
     * @param meter what it holds
     */
    public record Sender(String address, String key, int dBm, ListedMeter meter) {

        /**
         * @param record place in the telegram, from 2
         * @param time of the latch
         * @return what that record holds, in the unit without prefix
         */
        public BigDecimal value(int record, Instant time) {
            return meter.registers().get(record - 2).at(time);
        }
    }

    private final List<Sender> senders = new ArrayList<>();
    private int accessNumber;

    /** @param clock of all the meters, which are set to UTC */
    public WirelessMeters(Clock clock) {
        add(
                clock,
                "A1000001",
                7,
                "",
                -71,
                List.of(
                        Register.counter("0C", "13", "0.001", 432_100, 160),
                        Register.fixed("4C", "13", "0.001", 400_000)));
        add(
                clock,
                "A2000002",
                4,
                "2B7E151628AED2A6ABF7158809CF4F3C",
                -88,
                List.of(Register.counter("0C", "05", "100", 77_000, 40), Register.moving("0B", "2D", "100", 80, 30)));
        add(
                clock,
                "A3000003",
                0x1B,
                "000102030405060708090A0B0C0D0E0F",
                -54,
                List.of(Register.moving("02", "65", "0.01", 2150, 200)));
    }

    private void add(Clock clock, String id, int medium, String key, int dBm, List<Register> registers) {
        ListedMeter meter = new ListedMeter(clock, id, "MTG", 9, medium, registers);
        if (!key.isEmpty()) {
            meter.encryptedWith(HexFormat.of().parseHex(key));
        }
        senders.add(new Sender(String.format("%s-MTG-09-%02X", id, medium), key, dBm, meter));
    }

    /** @return the meters, in the order they send */
    public List<Sender> senders() {
        return List.copyOf(senders);
    }

    /**
     * Sends once with each meter.
     *
     * @param format of the receiver
     * @return what it hands over
     */
    synchronized List<byte[]> sent(ReceiverFormat format) {
        accessNumber++;
        return senders.stream()
                .map(sender -> format.telegram(
                        telegram(sender.meter().telegrams(accessNumber & 0xFF).get(0)), sender.dBm()))
                .toList();
    }

    /** A wired telegram with a long header, as a wireless one: the address moves into the link layer. */
    static byte[] telegram(byte[] wired) {
        byte[] telegram = new byte[wired.length];
        telegram[0] = (byte) (wired.length - 1);
        telegram[1] = SEND_NO_REPLY;
        System.arraycopy(wired, 7, telegram, 2, 2); // manufacturer
        System.arraycopy(wired, 3, telegram, 4, 4); // identification
        System.arraycopy(wired, 9, telegram, 8, 2); // version, medium
        telegram[10] = CI_SHORT_HEADER;
        System.arraycopy(wired, 11, telegram, 11, wired.length - 11);
        return telegram;
    }
}
