package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.metergate.dlms.PushEvent.Received;
import org.metergate.dlms.PushEvent.Refused;
import org.metergate.dlms.PushEvent.Why;
import org.metergate.dlms.PushStream.Carrier;
import org.metergate.testkit.Hex;
import org.metergate.testkit.ScriptedLine;

@Timeout(60)
class PushStreamTest {
    private static final byte[] NOTIFICATION =
            Hex.bytes("0F 00000001 00 01 01 0203 0906 0100010700FF 06 000001F4 0202 0F00 161B");
    private static final byte[] TITLE = Hex.bytes("4D4D4D0000BC614E");
    private static final Keys KEYS = new Keys(
            Hex.bytes("000102030405060708090A0B0C0D0E0F"), Optional.of(Hex.bytes("D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF")));

    private static byte[] closed(Keys keys, int control, long counter) {
        byte[] payload = Ciphering.seal(keys, TITLE, control, counter, NOTIFICATION, new byte[0]);
        return new CipheredApdu(
                        CipheredApdu.GENERAL_GLO,
                        Optional.of(TITLE),
                        new byte[0],
                        Optional.empty(),
                        control,
                        counter,
                        payload)
                .encode();
    }

    private static byte[] hdlc(byte[] apdu, int most) {
        byte[] data = Bytes.concat(Hex.bytes("E6E700"), apdu);
        byte[] frames = {};
        for (int from = 0; from < data.length; from += most) {
            int to = Math.min(data.length, from + most);
            frames = Bytes.concat(
                    frames,
                    new HdlcFrame(
                                    HdlcAddress.client(16),
                                    new HdlcAddress(1, 17, 2),
                                    HdlcFrame.UI,
                                    to < data.length,
                                    Arrays.copyOfRange(data, from, to))
                            .encode());
        }
        return frames;
    }

    private static byte[] mbus(byte[] apdu, int most) {
        byte[] frames = {};
        for (int from = 0, number = 0; from < apdu.length; from += most, number++) {
            int to = Math.min(apdu.length, from + most);
            byte[] body = Bytes.concat(
                    new byte[] {0x53, (byte) 0xFF, (byte) (number | (to == apdu.length ? 0x10 : 0)), 1, 0x67},
                    Arrays.copyOfRange(apdu, from, to));
            int sum = 0;
            for (byte octet : body) {
                sum += octet;
            }
            byte length = (byte) body.length;
            frames = Bytes.concat(frames, new byte[] {0x68, length, length, 0x68}, body, new byte[] {(byte) sum, 0x16});
        }
        return frames;
    }

    private static byte[] carried(Carrier carrier, byte[] apdu, int most) {
        return switch (carrier) {
            case HDLC -> hdlc(apdu, most);
            case MBUS -> mbus(apdu, most);
            case WRAPPER -> new WrapperFrame(1, 103, apdu).encode();
            case RAW, ANY -> apdu;
        };
    }

    private static PushStream stream(Carrier carrier, Keys keys) {
        Optional<PushSender> sender =
                Optional.ofNullable(keys).map(SharedKeys::of).map(PushSender::new);
        return new PushStream(carrier, title -> sender);
    }

    private static void assertPower(PushEvent event) {
        Push push = ((Received) event).push();
        assertEquals("active_power_import", push.values().get(0).name());
        Answer.Measured measured = (Answer.Measured) push.values().get(0).answer();
        assertEquals(0, new BigDecimal(500).compareTo(measured.quantity().value()));
    }

    @Test
    void readsEveryCarrierByteByByteSegmentedPlainAndClosed() {
        for (Carrier carrier : Carrier.values()) {
            for (Carrier told : List.of(carrier, Carrier.ANY)) {
                long counter = 1;
                for (int most : List.of(8, 100)) {
                    for (byte[] apdu : List.of(NOTIFICATION, closed(KEYS, 0x30, counter++), closed(KEYS, 0x20, 7))) {
                        PushStream stream = stream(told, KEYS);
                        List<PushEvent> events = new ArrayList<>();
                        for (byte octet : carried(carrier, apdu, most)) {
                            events.addAll(stream.feed(new byte[] {octet}));
                        }
                        events.addAll(stream.pause());
                        assertEquals(1, events.size(), () -> carrier + " " + events);
                        assertPower(events.get(0));
                    }
                }
            }
        }
    }

    @Test // block control: 80 is the last; numbers from 1
    void joinsGeneralBlocks() {
        byte[] first = Bytes.concat(Hex.bytes("E0 00 0001 0000 0A"), Arrays.copyOf(NOTIFICATION, 10));
        byte[] last = Bytes.concat(
                Hex.bytes("E0 80 0002 0000"),
                Bytes.length(NOTIFICATION.length - 10),
                Arrays.copyOfRange(NOTIFICATION, 10, NOTIFICATION.length));
        PushStream stream = stream(Carrier.HDLC, null);
        assertTrue(stream.feed(hdlc(first, 100)).isEmpty());
        assertPower(stream.feed(hdlc(last, 100)).get(0));
        PushEvent alone = stream.feed(hdlc(last, 100)).get(0);
        assertEquals(Why.DAMAGED, ((Refused) alone).why());
    }

    @Test
    void startsAnywhereAndGoesOnAfterDamage() {
        byte[] whole = hdlc(NOTIFICATION, 100);
        byte[] half = Arrays.copyOfRange(whole, 20, whole.length);
        byte[] damaged = whole.clone();
        damaged[25] ^= 4;
        byte[] longer = whole.clone();
        longer[2] += 3;
        List<PushEvent> events =
                stream(Carrier.HDLC, null).feed(Bytes.concat(half, whole, damaged, whole, longer, whole, whole));
        assertEquals(4, events.stream().filter(Received.class::isInstance).count());
        events.stream().filter(Received.class::isInstance).forEach(PushStreamTest::assertPower);
    }

    @Test
    void namesWhatIsWrongWithAClosedPush() {
        Keys other = new Keys(new byte[16], KEYS.authentication());
        Keys untagged = new Keys(KEYS.encryption(), Optional.of(new byte[16]));
        Keys trusting = new Keys(KEYS.encryption(), Optional.empty(), true);
        byte[] apdu = closed(KEYS, 0x30, 5);
        assertEquals(Why.NO_KEY, why(stream(Carrier.RAW, null), apdu));
        assertEquals(Why.WRONG_KEY, why(stream(Carrier.RAW, other), apdu));
        assertEquals(Why.WRONG_KEY, why(stream(Carrier.RAW, untagged), apdu));
        assertEquals(Why.WRONG_KEY, why(stream(Carrier.RAW, other), closed(KEYS, 0x20, 5)));
        byte[] changed = apdu.clone();
        changed[changed.length - 20] ^= 1;
        assertEquals(Why.MALFORMED, why(stream(Carrier.RAW, KEYS), changed));
        PushEvent opened = stream(Carrier.RAW, trusting).feed(apdu).get(0);
        assertFalse(((Received) opened).push().authenticated());
        assertTrue(
                ((Received) stream(Carrier.RAW, KEYS).feed(apdu).get(0)).push().authenticated());
    }

    private static Why why(PushStream stream, byte[] apdu) {
        return ((Refused) stream.feed(apdu).get(0)).why();
    }

    @Test
    void refusesAPushThatWasSentBefore() {
        PushStream stream = stream(Carrier.WRAPPER, KEYS);
        byte[] five = carried(Carrier.WRAPPER, closed(KEYS, 0x30, 5), 0);
        assertPower(stream.feed(five).get(0));
        assertEquals(Why.REPLAYED, why(stream, five));
        assertEquals(Why.REPLAYED, why(stream, carried(Carrier.WRAPPER, closed(KEYS, 0x30, 4), 0)));
        assertPower(stream.feed(carried(Carrier.WRAPPER, closed(KEYS, 0x30, 900), 0))
                .get(0));
    }

    @Test
    void listensOnALine() throws Exception {
        byte[] frame = hdlc(NOTIFICATION, 100);
        ScriptedLine line = new ScriptedLine().reply(frame).silence();
        PushListener listener = new PushListener(stream(Carrier.ANY, null), Duration.ofMillis(200));
        assertPower(listener.next(line, Duration.ofSeconds(10)).get(0));
        assertTrue(listener.next(line, Duration.ofSeconds(10)).isEmpty());
    }

    @Test
    void servesMetersThatConnectAndMetersThatSendDatagrams() throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        for (boolean tcp : new boolean[] {true, false}) {
            LinkedBlockingQueue<PushEvent> events = new LinkedBlockingQueue<>();
            Thread thread;
            try (PushServer server = tcp
                    ? PushServer.tcp(any, () -> stream(Carrier.ANY, KEYS))
                    : PushServer.udp(any, () -> stream(Carrier.ANY, KEYS))) {
                thread = new Thread(() -> run(server, events), "push-test");
                thread.start();
                byte[] frame = carried(Carrier.WRAPPER, closed(KEYS, 0x30, 5), 0);
                if (tcp) {
                    try (Socket meter = new Socket(
                            server.address().getAddress(), server.address().getPort())) {
                        meter.getOutputStream().write(frame);
                        meter.getOutputStream().flush();
                        assertPower(events.poll(10, TimeUnit.SECONDS));
                        meter.getOutputStream().write(frame, 0, 9);
                    }
                    assertEquals(Why.DAMAGED, ((Refused) events.poll(10, TimeUnit.SECONDS)).why());
                } else {
                    try (DatagramSocket meter = new DatagramSocket()) {
                        meter.send(new DatagramPacket(frame, frame.length, server.address()));
                        assertPower(events.poll(10, TimeUnit.SECONDS));
                    }
                }
            }
            thread.join(10_000);
            assertFalse(thread.isAlive());
        }
    }

    private static void run(PushServer server, LinkedBlockingQueue<PushEvent> events) {
        try {
            server.run((from, some) -> events.addAll(some));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test // a fixed seed; 20,000 streams of mutated frames of every carrier
    void neverFailsAndNeverGivesAWrongValue() {
        Random random = new Random(20261128);
        Carrier[] carriers = Carrier.values();
        byte[][] seeds = {
            hdlc(NOTIFICATION, 12),
            mbus(NOTIFICATION, 12),
            hdlc(closed(KEYS, 0x30, 9), 100),
            carried(Carrier.WRAPPER, closed(KEYS, 0x30, 9), 0)
        };
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = seeds[round & 3].clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            PushStream stream = stream(carriers[random.nextInt(carriers.length)], KEYS);
            List<PushEvent> events = new ArrayList<>(stream.feed(bytes));
            events.addAll(stream.pause());
        }
    }
}
