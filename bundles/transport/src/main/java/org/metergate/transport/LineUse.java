package org.metergate.transport;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Who uses a line, and what its time goes to: the cycle of reading against what the wire itself needs for the same bytes.
 *
 * @param shares every claim, in the order they were made
 * @param turns the last {@value #TURNS} conversations, oldest first; the last one may be going on. A goodbye
 *     ({@link Claim#converseIfOpen}) is none
 * @param failures how often each condition was told by an exception of this line since its first claim. A frame that came
 *     whole and does not pass its protocol's checks is none of them: the session notices that
 */
public record LineUse(List<Share> shares, List<Turn> turns, Map<LineCondition, Long> failures) {

    /** How many conversations are remembered. */
    public static final int TURNS = 100;

    /** Keeps its own copies. */
    public LineUse {
        shares = List.copyOf(shares);
        turns = List.copyOf(turns);
        failures = Map.copyOf(failures);
    }

    /**
     * A claim.
     *
     * @param holder what others are told when they wait for it; empty if it gave no name
     * @param settings speed and format that its conversations start with; without meaning over TCP and UDP
     */
    public record Share(String holder, SerialSettings settings) {}

    /**
     * A conversation. What remains of {@code took} after {@code wire} and {@code quiet} went to the port's opening, pauses
     * between characters, and the reader itself.
     *
     * @param holder whose it was
     * @param began when the line was his
     * @param waited how long he waited for others before
     * @param took from there to its end, or until now
     * @param over whether it has ended
     * @param wire what the bytes sent and received take at the speeds that were in force, start, parity and stop bits
     *     included: the limit that no reader gets below. Zero over TCP and UDP, where no speed is known
     * @param quiet from the end of each frame sent to the first byte that came after it, or to the end of that wait: the
     *     turnarounds, and meters that were silent
     * @param exchanges how many frames were sent
     * @param sent bytes
     * @param received bytes, echoes included
     */
    public record Turn(
            String holder,
            Instant began,
            Duration waited,
            Duration took,
            boolean over,
            Duration wire,
            Duration quiet,
            int exchanges,
            long sent,
            long received) {}
}
