package org.metergate.transport.ports;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineUse;

/** What the time of one line goes to: its last conversations, and what went wrong on it. Any thread may call. */
final class LineLedger {
    private final boolean timed;
    private final Clock clock;
    private final Deque<TurnTally> turns = new ArrayDeque<>();
    private final Map<LineCondition, Long> failures = new EnumMap<>(LineCondition.class);

    LineLedger(LineAddress address, Clock clock) {
        this.timed = !(address instanceof LineAddress.Tcp || address instanceof LineAddress.Udp);
        this.clock = clock;
    }

    /** The line is somebody's from now on. */
    synchronized TurnTally begin(String holder, Duration waited) {
        TurnTally tally = new TurnTally(holder, clock.instant(), waited, timed);
        if (turns.size() == LineUse.TURNS) {
            turns.removeFirst();
        }
        turns.addLast(tally);
        return tally;
    }

    /** Counts for a conversation that is no part of any cycle. */
    TurnTally aside(String holder) {
        return new TurnTally(holder, clock.instant(), Duration.ZERO, timed);
    }

    synchronized void failed(LineCondition condition) {
        failures.merge(condition, 1L, Long::sum);
    }

    synchronized LineUse use(List<LineUse.Share> shares) {
        return new LineUse(shares, turns.stream().map(TurnTally::turn).toList(), failures);
    }
}
