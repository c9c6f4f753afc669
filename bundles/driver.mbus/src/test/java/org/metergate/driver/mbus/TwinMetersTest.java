package org.metergate.driver.mbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.type.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.metergate.emulator.meters.mbus.Registers;
import org.metergate.emulator.meters.mbus.ThirtyTwoMeters.Fitted;
import org.metergate.mbus.FrameCounts;
import org.metergate.mbus.MeterAddress;
import org.metergate.mbus.MeterCommands;
import org.metergate.mbus.Timing;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.LineOptions;
import org.metergate.transport.SerialSettings;

/**
 * A second meter at an address that is taken: named within two polls, nothing of either is published as the other's, and
 * as soon as the second one has gone or has got an address of its own the first one is read again.
 */
class TwinMetersTest {
    private static final String HEAT = "1";
    private static final String GAS = "7A0B00C1-ELS-03-03";
    private static final String OTHER_GAS = "7A0B00C2-ELS-03-03";
    private static final int POLLS = 300;
    private static final SerialSettings SERIAL = new SerialSettings(2400, 8, SerialSettings.Parity.EVEN, 1);

    private final EmulatedBus bus = new EmulatedBus();
    private final MBusDriver driver = bus.driver(Map.of());

    /** @return what the diagnosis says; empty if every value came, and was right */
    private Optional<String> poll(String address, Fitted meter) {
        bus.clock.move(Duration.ofMinutes(1));
        List<ChannelRecord> records = meter.values().apply(bus.clock.instant()).keySet().stream()
                .map(index -> EmulatedBus.channel(address, "VALUE", "#" + index, DataType.DOUBLE))
                .toList();
        ChannelRecord diagnosis = EmulatedBus.channel(address, "DIAGNOSIS", "#0", DataType.STRING);
        List<ChannelRecord> asked = new ArrayList<>(records);
        asked.add(diagnosis);
        driver.read(asked);
        boolean whole = true;
        for (ChannelRecord record : records) {
            whole &= EmulatedBus.isGood(record);
            if (EmulatedBus.isGood(record)) {
                int index = Integer.parseInt(
                        record.getChannelConfig().get("record").toString().substring(1));
                double expected = meter.values()
                        .apply(Instant.ofEpochMilli(record.getTimestamp()))
                        .get(index)
                        .doubleValue();
                assertEquals(expected, record.getValue().getValue(), address + " #" + index);
            }
        }
        return whole
                ? Optional.empty()
                : Optional.of(diagnosis.getValue().getValue().toString());
    }

    private void assertRight(String address) {
        Fitted meter = bus.meter(address);
        poll(address, meter).ifPresent(why -> assertEquals("", why));
    }

    /** Named within two polls; and however often it is asked, no value is wrong. */
    private void assertNamed(String address) {
        Fitted meter = bus.meter(address);
        String said = poll(address, meter).orElse("") + poll(address, meter).orElse("");
        assertTrue(said.contains("several meters answer at once"), said);
        for (int i = 0; i < POLLS; i++) {
            poll(address, meter);
        }
    }

    @ParameterizedTest // the same model, another one, one with the fixed structure, one of many telegrams
    @CsvSource({"2", "5", "9", "11"})
    void aSecondMeterAtAPrimaryAddressUntilItIsTakenAway(String second) {
        assertRight(HEAT);
        Registers twin = bus.meter(second).meter();
        bus.bus.with(1, twin);
        assertNamed(HEAT);
        bus.bus.without(twin);
        assertRight(HEAT);
        assertRight(HEAT);
    }

    @Test // both were there before anybody asked: nobody knows whose the address is
    void twoMetersThatShareAPrimaryAddressFromTheBeginning() {
        Registers twin = bus.meter("2").meter();
        bus.bus.with(1, twin);
        assertNamed(HEAT);
        bus.bus.without(twin);
        assertRight(HEAT);
    }

    @Test // it is called by its secondary address, which is its own, and told another primary one
    void aSecondMeterAtAPrimaryAddressUntilItGetsAnother() throws Exception {
        bus.bus.without(bus.meter("2").meter());
        bus.bus.with(1, bus.meter("2").meter());
        assertNamed(HEAT);
        MeterAddress.Secondary second =
                (MeterAddress.Secondary) MeterAddress.parse(bus.meter("2").secondary());
        try (Claim claim = bus.lines.claim(EmulatedBus.ADDRESS, SERIAL, LineOptions.USUAL.heldBy("commands"));
                Conversation conversation = claim.converse(Duration.ofSeconds(1))) {
            MeterCommands commands = new MeterCommands(
                    conversation, new Timing(2400, Duration.ofMillis(15), 2), SERIAL, new FrameCounts());
            assertInstanceOf(MeterCommands.Outcome.Done.class, commands.setPrimaryAddress(second, second, 33));
        }
        assertRight(HEAT);
        assertEquals(Optional.empty(), poll("33", bus.meter("2")));
    }

    @ParameterizedTest // out of step by more than a character, and by less
    @CsvSource({"5", "1"})
    void aSecondMeterWithTheSameSecondaryAddressUntilItIsTakenAway(int primary) {
        assertRight(GAS);
        Registers twin = disguised(bus.meter(OTHER_GAS).meter(), bus.meter(GAS).meter());
        bus.bus.with(primary, twin);
        assertNamed(GAS);
        bus.bus.without(twin);
        assertRight(GAS);
        assertRight(GAS);
        assertRight(OTHER_GAS);
    }

    @Test // of one model, with one primary address too: the checksum of both holds by chance in some of so many polls
    void aSecondMeterWithTheSameSecondaryAddressThatAnswersAtTheVerySameBit() {
        assertRight(GAS);
        Registers twin = disguised(bus.meter(OTHER_GAS).meter(), bus.meter(GAS).meter());
        bus.bus.with(0, twin);
        assertNamed(GAS);
        for (int i = 0; i < 10 * POLLS; i++) {
            poll(GAS, bus.meter(GAS));
        }
        bus.bus.without(twin);
        assertRight(GAS);
        assertRight(GAS);
    }

    /** @return a meter with the values of one and the identity of another */
    private static Registers disguised(Registers values, Registers identity) {
        return new Registers() {
            @Override
            public List<byte[]> telegrams(int accessNumber) {
                List<byte[]> telegrams = values.telegrams(accessNumber);
                byte[] own = identity.identity().orElseThrow();
                telegrams.forEach(body -> System.arraycopy(own, 0, body, 3, own.length));
                return telegrams;
            }

            @Override
            public Optional<byte[]> identity() {
                return identity.identity();
            }
        };
    }
}
