package org.metergate.emulator.meters.mbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.metergate.mbus.Answer;
import org.metergate.mbus.FrameCounts;
import org.metergate.mbus.MBusSession;
import org.metergate.mbus.MeterAddress;
import org.metergate.mbus.MeterCommands;
import org.metergate.mbus.MeterCommands.Outcome;
import org.metergate.mbus.Timing;
import org.metergate.testkit.EmulatedLine;
import org.metergate.testkit.MovedClock;

/** Commands that change a meter, against slaves that obey, refuse, or cannot be heard. */
class MeterCommandsTest {
    private static final Timing TIMING = new Timing(2400, Duration.ofMillis(15), 1);
    private static final MeterAddress ONE = MeterAddress.parse("1");
    private static final MeterAddress.Secondary HEAT =
            (MeterAddress.Secondary) MeterAddress.parse("10000001-MTG-01-04");

    private final MovedClock clock = MovedClock.at("2026-11-23T21:00:03.700Z");
    private final ThirtyTwoMeters house = new ThirtyTwoMeters(clock);
    private final MBusBus bus = house.bus();
    private boolean deafForCommands;
    private int deafBaud;
    private int commands;

    private final EmulatedLine line =
            new EmulatedLine(EmulatedBus.ADDRESS, EmulatedBus.SERIAL, clock, (request, settings) -> {
                boolean command = request.length > 5 && request[6] != 0x52;
                commands += command ? 1 : 0;
                if (command && deafForCommands || settings.baud() == deafBaud) {
                    return EmulatedLine.Answer.NONE;
                }
                Heard heard = bus.hear(request, settings.baud());
                return heard.bytes().length == 0
                        ? EmulatedLine.Answer.NONE
                        : new EmulatedLine.Answer(heard.bytes(), EmulatedBus.TURNAROUND.plus(heard.after()));
            });
    private final FrameCounts counts = new FrameCounts();
    private final MeterCommands meterCommands = new MeterCommands(line, TIMING, EmulatedBus.SERIAL, counts);

    private int records(MeterAddress meter) throws Exception {
        Answer answer = new MBusSession(line, TIMING, counts).read(meter);
        return assertInstanceOf(Answer.Telegram.class, answer).records().size();
    }

    @Test
    void givesAMeterANewAddressAndVerifiesIt() throws Exception {
        assertInstanceOf(Outcome.Done.class, meterCommands.setPrimaryAddress(ONE, HEAT, 77));
        assertEquals(11, records(MeterAddress.parse("77")));
        assertInstanceOf(Outcome.Done.class, meterCommands.setPrimaryAddress(HEAT, HEAT, 78));
        assertEquals(11, records(MeterAddress.parse("78")));
    }

    @Test
    void refusesTheWrongMeterAWildcardAndATakenAddress() throws Exception {
        MeterAddress.Secondary other = (MeterAddress.Secondary) MeterAddress.parse("10000002-MTG-01-04");
        for (Outcome outcome : List.of(
                meterCommands.setPrimaryAddress(ONE, other, 77),
                meterCommands.setPrimaryAddress(ONE, (MeterAddress.Secondary) MeterAddress.parse("1000000F"), 77),
                meterCommands.setPrimaryAddress(ONE, HEAT, 2),
                meterCommands.setPrimaryAddress(ONE, HEAT, 1),
                meterCommands.setPrimaryAddress(MeterAddress.parse("99"), HEAT, 77),
                meterCommands.switchBaud(ONE, HEAT, 1000),
                meterCommands.resetApplication(ONE, HEAT, Optional.of(256)),
                meterCommands.selectForReadout(ONE, HEAT, List.of(new byte[] {0x04, 0x06})))) {
            assertInstanceOf(Outcome.Refused.class, outcome, outcome.toString());
        }
        assertEquals(0, commands);
        assertEquals(11, records(ONE));
    }

    @Test
    void noticesThatTheAddressDidNotChange() throws Exception {
        deafForCommands = true;
        assertInstanceOf(Outcome.TakenBack.class, meterCommands.setPrimaryAddress(ONE, HEAT, 77));
    }

    @Test
    void switchesTheSpeedAndVerifiesItThere() throws Exception {
        MBusBus slow = new MBusBus().with(1, house.meters().get(0).meter(), 2400);
        EmulatedLine alone = new EmulatedLine(EmulatedBus.ADDRESS, EmulatedBus.SERIAL, clock, (request, settings) -> {
            Heard heard = slow.hear(request, settings.baud());
            return new EmulatedLine.Answer(heard.bytes(), EmulatedBus.TURNAROUND);
        });
        MeterCommands commandsAlone = new MeterCommands(alone, TIMING, EmulatedBus.SERIAL, counts);
        assertInstanceOf(Outcome.Done.class, commandsAlone.switchBaud(ONE, HEAT, 9600));
        alone.change(EmulatedBus.SERIAL.at(9600));
        Timing fast = new Timing(9600, Duration.ofMillis(15), 1);
        assertInstanceOf(Answer.Telegram.class, new MBusSession(alone, fast, new FrameCounts()).read(ONE));
    }

    @Test // the meter changed its speed, and the converter cannot follow
    void saysThatAMeterIsLostUntilItReturnsToItsSpeed() throws Exception {
        deafBaud = 19_200;
        Outcome.Uncertain outcome =
                assertInstanceOf(Outcome.Uncertain.class, meterCommands.switchBaud(ONE, HEAT, 19_200));
        assertTrue(outcome.state().contains("return to the old speed by itself"), outcome.state());
    }

    @Test
    void noticesThatTheSpeedDidNotChange() throws Exception {
        deafForCommands = true;
        deafBaud = 19_200;
        assertInstanceOf(Outcome.TakenBack.class, meterCommands.switchBaud(ONE, HEAT, 19_200));
        assertEquals(11, records(ONE));
    }

    @Test
    void selectsRecordsAndTakesThatBackWithAReset() throws Exception {
        List<byte[]> energyAndFlow =
                List.of(HexFormat.of().parseHex("0806"), HexFormat.of().parseHex("083B"));
        assertInstanceOf(Outcome.Done.class, meterCommands.selectForReadout(ONE, HEAT, energyAndFlow));
        assertEquals(2, records(ONE));
        assertInstanceOf(Outcome.Done.class, meterCommands.resetApplication(ONE, HEAT, Optional.of(0x00)));
        assertEquals(11, records(ONE));
    }

    @Test
    void takesASelectionBackThatIsNotHonoured() throws Exception {
        Outcome outcome =
                meterCommands.selectForReadout(ONE, HEAT, List.of(HexFormat.of().parseHex("087F"))); // no such record
        assertInstanceOf(Outcome.TakenBack.class, outcome, outcome.toString());
        assertEquals(11, records(ONE));
    }
}
