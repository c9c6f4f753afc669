package org.metergate.transport.ports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.metergate.transport.Claim;
import org.metergate.transport.Priority;

/** The queue alone: no thread, no time. */
class TurnsTest {
    private final Turns turns = new Turns();

    @Test
    void servesEqualsInTheOrderTheyCame() {
        Turns.Ticket first = turns.ask(Priority.PERIODIC);
        Turns.Ticket second = turns.ask(Priority.PERIODIC);
        Turns.Ticket third = turns.ask(Priority.PERIODIC);
        assertTrue(turns.isServed(first));
        turns.giveBack();
        assertTrue(turns.isServed(second));
        assertFalse(turns.isServed(third));
    }

    @Test
    void servesTheUrgentFirst() {
        turns.ask(Priority.PERIODIC);
        Turns.Ticket periodic = turns.ask(Priority.PERIODIC);
        Turns.Ticket urgent = turns.ask(Priority.URGENT);
        turns.giveBack();
        assertTrue(turns.isServed(urgent));
        assertFalse(turns.isServed(periodic));
    }

    @Test
    void forgetsWhoDoesNotWaitAnyLonger() throws Exception {
        turns.ask(Priority.PERIODIC);
        Turns.Ticket impatient = turns.ask(Priority.URGENT);
        Turns.Ticket patient = turns.ask(Priority.PERIODIC);
        assertFalse(turns.await(impatient, Duration.ZERO));
        assertEquals(1, turns.waiting());
        turns.giveBack();
        assertTrue(turns.isServed(patient));
    }

    @Test
    void aTurnThatComesWhenNobodyWantsItAnyLongerGoesToTheNext() {
        Turns.Ticket first = turns.ask(Priority.PERIODIC);
        Turns.Ticket second = turns.ask(Priority.PERIODIC);
        turns.withdraw(first);
        assertTrue(turns.isServed(second));
    }

    @Test
    void isTakenWithoutWaitingOnlyIfNobodyWaits() {
        assertTrue(turns.takeIfFree());
        assertFalse(turns.takeIfFree());
        Turns.Ticket waiting = turns.ask(Priority.PERIODIC);
        turns.giveBack();
        assertTrue(turns.isServed(waiting));
        assertFalse(turns.takeIfFree());
        turns.giveBack();
        assertTrue(turns.takeIfFree());
    }

    /** Whoever asks, gives up and gives back in whatever order: one turn at a time, and nobody is left behind. */
    @Test
    void servesOneAtATimeAndStarvesNobody() {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            Turns any = new Turns();
            List<Turns.Ticket> waiting = new ArrayList<>();
            Map<Turns.Ticket, Integer> overtaken = new HashMap<>();
            Turns.Ticket speaking = null;
            int urgentShare = 1 + random.nextInt(9);
            for (int step = 0; step < 200; step++) {
                int what = random.nextInt(10);
                if (what < 5) {
                    Turns.Ticket asked =
                            any.ask(random.nextInt(10) < urgentShare ? Priority.URGENT : Priority.PERIODIC);
                    waiting.add(asked);
                    overtaken.put(asked, 0);
                } else if (what < 6 && !waiting.isEmpty()) {
                    any.withdraw(waiting.remove(random.nextInt(waiting.size())));
                } else if (speaking != null) {
                    speaking = null;
                    any.giveBack();
                }
                List<Turns.Ticket> served =
                        waiting.stream().filter(any::isServed).toList();
                assertTrue(served.size() + (speaking == null ? 0 : 1) <= 1, "seed " + seed + ": two speak at once");
                if (!served.isEmpty()) {
                    speaking = served.get(0);
                    int place = waiting.indexOf(speaking);
                    for (Turns.Ticket earlier : waiting.subList(0, place)) {
                        int times = overtaken.merge(earlier, 1, Integer::sum);
                        assertTrue(times <= Claim.MOST_OVERTAKING, "seed " + seed + ": overtaken " + times + " times");
                    }
                    waiting.remove(place);
                }
                assertTrue(speaking != null || waiting.isEmpty(), "seed " + seed + ": free, and somebody waits");
                assertEquals(waiting.size(), any.waiting());
            }
        }
    }
}
