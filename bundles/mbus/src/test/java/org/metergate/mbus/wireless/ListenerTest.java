package org.metergate.mbus.wireless;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.metergate.testkit.Hex;

/** The table of states, bare. */
class ListenerTest {
    private static final Instant START = Instant.parse("2026-11-28T01:00:00Z");
    private static final Listener.Rules RULES =
            new Listener.Rules(new AmberReceiver().start(LinkMode.T), Duration.ofSeconds(1), Duration.ofMinutes(5));

    private Listener state = Listener.closed();

    private Listener.Act on(Listener.Event event, long second) {
        Listener.Step step = state.next(RULES, event, START.plusSeconds(second));
        state = step.next();
        return step.act();
    }

    private static Listener.Event confirmed(int command, String payload) {
        return new Listener.Event.Said(new Receiver.Message.Confirmed(command, Hex.bytes(payload)));
    }

    private static void assertSends(String hex, Listener.Act act) {
        assertArrayEquals(
                Hex.bytes(hex), assertInstanceOf(Listener.Act.Send.class, act).bytes());
    }

    @Test
    void setsOnlyWhatIsOff() {
        assertSends("FF 0A 02 05 01 F3", on(new Listener.Event.Opened(), 0));
        // output as commands is on: on to the next question
        assertSends("FF 0A 02 45 01 B3", on(confirmed(0x0A, "05 01 01"), 0));
        // signal strength is off
        assertSends("FF 09 03 45 01 01 B0", on(confirmed(0x0A, "45 01 00"), 0));
        assertSends("FF 05 00 FA", on(confirmed(0x09, "00"), 0));
        assertSends("FF 04 01 08 F2", on(confirmed(0x05, "00"), 0));
        assertInstanceOf(Listener.Act.Receive.class, on(confirmed(0x04, "00"), 0));
        assertEquals(Listener.State.LISTENING, state.state());
    }

    @Test
    void takesNoOtherConfirmationForTheOneItWaitsFor() {
        on(new Listener.Event.Opened(), 0);
        assertInstanceOf(Listener.Act.Receive.class, on(confirmed(0x09, "00"), 0));
        assertEquals(0, state.command());
    }

    @Test
    void repeatsThenGivesUpNamingTheCommand() {
        on(new Listener.Event.Opened(), 0);
        assertInstanceOf(Listener.Act.Receive.class, on(new Listener.Event.Quiet(), 0));
        assertInstanceOf(Listener.Act.Send.class, on(new Listener.Event.Quiet(), 1));
        assertInstanceOf(Listener.Act.Send.class, on(new Listener.Event.Quiet(), 2));
        Listener.Act.HangUp hangUp = assertInstanceOf(Listener.Act.HangUp.class, on(new Listener.Event.Quiet(), 3));
        assertTrue(hangUp.reason().contains("ask whether output as commands is on"), hangUp.reason());
        assertEquals(Listener.State.CLOSED, state.state());
    }

    @Test
    void aTelegramResetsTheWatchdogAndADamagedFrameDoesNot() {
        Listener.Rules silent = new Listener.Rules(java.util.List.of(), Duration.ofSeconds(1), Duration.ofMinutes(5));
        Listener listening = Listener.closed()
                .next(silent, new Listener.Event.Opened(), START)
                .next();
        Reception reception = new Reception(LinkCrcTest.BARE, OptionalInt.empty());
        Listener heard = listening
                .next(silent, new Listener.Event.Said(new Receiver.Message.Heard(reception)), START.plusSeconds(299))
                .next();
        Listener damaged = listening
                .next(silent, new Listener.Event.Said(new Receiver.Message.Damaged("noise")), START.plusSeconds(299))
                .next();
        Listener.Event quiet = new Listener.Event.Quiet();
        assertInstanceOf(
                Listener.Act.Receive.class,
                heard.next(silent, quiet, START.plusSeconds(300)).act());
        assertInstanceOf(
                Listener.Act.HangUp.class,
                damaged.next(silent, quiet, START.plusSeconds(300)).act());
    }
}
