package org.metergate.driver.optical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.metergate.driver.optical.TestMeters.assertRight;
import static org.metergate.driver.optical.TestMeters.channel;
import static org.metergate.driver.optical.TestMeters.diagnosis;
import static org.metergate.driver.optical.TestMeters.fast;
import static org.metergate.driver.optical.TestMeters.isGood;
import static org.metergate.driver.optical.TestMeters.meter;
import static org.metergate.driver.optical.TestMeters.text;
import static org.metergate.driver.optical.TestMeters.usual;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.type.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.metergate.emulator.meters.CharacterFormat;
import org.metergate.emulator.meters.Fault;
import org.metergate.emulator.meters.Pacer;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.Station;
import org.metergate.emulator.meters.TcpStation;
import org.metergate.emulator.meters.Uart;
import org.metergate.emulator.meters.optical.OpticalBus;
import org.metergate.emulator.meters.optical.OpticalMeter;
import org.metergate.emulator.meters.optical.Traits;
import org.metergate.transport.ports.PortLines;

/** Twelve faults: the diagnosis names each within two polls, no wrong value leaves, and the next healthy poll is right. */
@Timeout(60)
class FaultsTest {

    /** A wire whose fault comes and goes. */
    private static final class ChangingFault implements Fault {
        private volatile Fault now = Fault.NONE;

        @Override
        public byte[] sent(byte[] answer) throws IOException {
            return now.sent(answer);
        }

        @Override
        public Passage passage(byte[] answer) throws IOException {
            return now.passage(answer);
        }

        @Override
        public byte[] echo(int heard) {
            return now.echo(heard);
        }
    }

    private final ChangingFault wire = new ChangingFault();
    private final PortLines lines = new PortLines();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(lines));

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private String station(Station station) throws IOException {
        TcpStation listening = TcpStation.open("faulty", PortSettings.network(0), station, wire, Pacer.REAL);
        open.add(0, listening);
        return listening.address();
    }

    private OpticalDriver driver(String line, Object... more) {
        OpticalDriver driver =
                new OpticalDriver(lines, PlainCrypto.CRYPTO, impatient(line, more), TestMeters.CLOCK, length -> {});
        open.add(0, driver::stop);
        return driver;
    }

    /** Most faults are noticed by waiting. */
    private static Map<String, Object> impatient(String line, Object... more) {
        Map<String, Object> values = fast(line, more);
        values.put("reaction.timeout", 400);
        return values;
    }

    /** Polls twice at most. */
    private static void assertNamed(OpticalDriver driver, String expected, ChannelRecord... more) {
        List<String> said = new ArrayList<>();
        for (int poll = 0; poll < 2; poll++) {
            List<ChannelRecord> records = usual();
            records.addAll(List.of(more));
            ChannelRecord why = diagnosis();
            records.add(why);
            driver.read(records);
            if (isGood(records.get(0))) {
                assertRight(records); // a fault may be overcome, and must not change a value
            }
            String sentence = text(why);
            said.add(sentence);
            if (sentence.contains(expected)) {
                assertTrue(sentence.contains("; "), "it says what to try: " + sentence);
                return;
            }
        }
        assertEquals(expected, String.join("\n", said));
    }

    private static void assertWell(OpticalDriver driver) {
        List<ChannelRecord> records = usual();
        ChannelRecord why = diagnosis();
        records.add(why);
        driver.read(records);
        assertRight(records);
        assertTrue(text(why).contains(": the meter answers"), text(why));
    }

    private void assertNamed(Fault fault, String expected) throws IOException {
        OpticalDriver driver = driver(station(meter(Traits.USUAL)));
        assertWell(driver);
        wire.now = fault;
        assertNamed(driver, expected);
        wire.now = Fault.NONE;
        assertWell(driver);
    }

    @Test
    void silence() throws Exception {
        assertNamed(Fault.silence(), "no byte came");
    }

    @Test
    void noise() throws Exception {
        Random random = new Random(5);
        assertNamed(
                answer -> {
                    byte[] noise = new byte[10 + random.nextInt(40)];
                    random.nextBytes(noise);
                    return noise;
                },
                "bytes came that are not the protocol");
    }

    @Test
    void echoWithoutAMeter() throws Exception {
        assertNamed(
                new Fault() {
                    @Override
                    public byte[] sent(byte[] answer) {
                        return new byte[0];
                    }

                    @Override
                    public byte[] echo(int heard) {
                        return new byte[] {(byte) heard};
                    }
                },
                "only what was sent came back");
    }

    @Test
    void echoBeforeTheAnswer() throws Exception {
        assertNamed(Fault.echo(), "the head hears its own echo");
    }

    @Test
    void parity() throws Exception {
        assertNamed(
                Fault.misheard(
                        new Uart.Settings(300, CharacterFormat.F8N1), new Uart.Settings(300, CharacterFormat.F7E1)),
                "characters with another parity");
    }

    @Test
    void wrongBaudOfTheSignOn() throws Exception {
        assertNamed(
                Fault.misheard(
                        new Uart.Settings(300, CharacterFormat.F7E1), new Uart.Settings(1200, CharacterFormat.F8N1)),
                "characters came that another speed makes");
    }

    @Test
    void truncatedAnswer() throws Exception {
        assertNamed(Fault.truncation(200), "the answer stopped before its end");
    }

    @Test
    void wrongBlockCheck() throws Exception {
        assertNamed(
                answer -> {
                    byte[] wrong = answer.clone();
                    if (wrong[0] == 2) {
                        wrong[wrong.length - 1] ^= 1;
                    }
                    return wrong;
                },
                "the block check does not hold");
    }

    @Test
    void wrongBaudProposal() throws Exception {
        OpticalDriver driver = driver(station(meter(Traits.USUAL.understoodUpTo(2400))));
        assertNamed(driver, "wrong baud proposal");
        driver.read(usual());
        assertWell(driver);
    }

    @Test
    void disconnectInMidFrame() throws Exception {
        assertNamed(Fault.disconnectAfter(200), "the line broke in the middle of the conversation");
    }

    @Test
    void wrongPassword() throws Exception {
        String line = station(meter(Traits.USUAL));
        OpticalDriver driver = driver(line, "password", "99999999-enciphered");
        assertNamed(driver, "wrong password", channel("serial", DataType.STRING, "address", "0.0.0", "command", "R1"));
        driver.modified(impatient(line, "password", "00000000-enciphered"));
        ChannelRecord serial = channel("serial", DataType.STRING, "address", "0.0.0", "command", "R1");
        driver.read(List.of(serial));
        assertEquals("12345678", text(serial));
        assertWell(driver);
    }

    @Test
    void busyMeter() throws Exception {
        OpticalMeter meter = meter(Traits.USUAL);
        OpticalDriver driver = driver(station(meter));
        assertWell(driver);
        meter.busy(true);
        assertNamed(driver, "meter busy");
        meter.busy(false);
        assertWell(driver);
    }

    @Test
    void garbageBeforeTheStartCharacter() throws Exception {
        byte[] garbage = "\u0011x;-9@".getBytes(StandardCharsets.ISO_8859_1);
        assertNamed(
                answer -> {
                    byte[] all = Arrays.copyOf(garbage, garbage.length + answer.length);
                    System.arraycopy(answer, 0, all, garbage.length, answer.length);
                    return all;
                },
                "6 bytes of garbage before the start character");
    }

    /** The second one begins a bit later, or some characters later, or after the first one has ended. */
    @ParameterizedTest
    @ValueSource(ints = {16 * 13, 16 * 33, 16 * 95, 16 * 250})
    void twoMetersAnswering(int later) throws Exception {
        Traits parity = Traits.USUAL.with(Traits.Characters.F7E1_WITH_PARITY);
        OpticalBus bus = new OpticalBus(
                List.of(
                        meter(TestMeters.FAST.with(parity)),
                        meter(TestMeters.FAST.with(parity).at("87654321"))),
                later);
        String line = station(bus);
        OpticalDriver driver = driver(line);
        assertNamed(driver, "two meters answer at once");
        driver.modified(impatient(line, "device.address", "12345678"));
        assertWell(driver);
    }

    @Test
    void saysNothingOfAFaultThatHasGone() throws Exception {
        OpticalDriver driver = driver(station(meter(Traits.USUAL)));
        wire.now = Fault.silence();
        driver.read(usual());
        wire.now = Fault.NONE;
        ChannelRecord why = diagnosis();
        driver.read(List.of(why));
        assertFalse(text(why).contains("no byte came"), text(why));
    }
}
