package org.metergate.publisher.influxdb;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.metergate.publisher.outbox.Delivery;
import org.metergate.publisher.outbox.Destination;
import org.metergate.publisher.outbox.OutboxException;
import org.metergate.publisher.outbox.Point;

/**
 * Takes readings out of the outbox and writes them, batch by batch, in order. A line that the server will not have is noted
 * and given up, and no other: where the server does not name it, the batch is halved until it is found. One thread.
 */
final class Sender {

    private static final long MOST_BYTES = 4L << 20;

    /** Writes lines. */
    interface Lines {
        /** @see Server#write */
        Answer write(List<String> lines) throws InterruptedException;
    }

    /** The server takes nothing now, for a reason that has nothing to do with the lines. */
    static final class NotNowException extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Answer.NotNow answer;

        NotNowException(Answer.NotNow answer) {
            super(answer.message());
            this.answer = answer;
        }

        Answer.NotNow answer() {
            return answer;
        }
    }

    /** One line and where it comes from. */
    private record Line(String text, Delivery delivery, String channel) {}

    private final Destination destination;
    private final LineProtocol protocol;
    private final Lines server;
    private final int mostPoints;
    private final Duration gather;

    /**
     * @param destination where readings wait
     * @param protocol makes lines of points
     * @param server takes them
     * @param mostPoints in one request; a single reading with more goes in several
     * @param gather how long to wait for more before a batch that is not full goes
     */
    Sender(Destination destination, LineProtocol protocol, Lines server, int mostPoints, Duration gather) {
        this.destination = destination;
        this.protocol = protocol;
        this.server = server;
        this.mostPoints = mostPoints;
        this.gather = gather;
    }

    /**
     * Sends the next batch.
     *
     * @param within how long to wait for readings
     * @return whether there were any
     * @throws NotNowException if the server took not all; what it did not confirm comes again
     * @throws OutboxException if the disk cannot be read
     * @throws InterruptedException if the thread is to end
     */
    boolean sendNext(Duration within) throws NotNowException, OutboxException, InterruptedException {
        List<Delivery> deliveries = new ArrayList<>(destination.take(mostPoints, MOST_BYTES, within));
        if (deliveries.isEmpty()) {
            return false;
        }
        int points = points(deliveries);
        if (points < mostPoints && !gather.isZero()) {
            deliveries.addAll(destination.take(mostPoints - points, MOST_BYTES, gather));
        }
        boolean done = false;
        try {
            List<Line> lines = new ArrayList<>();
            for (Delivery delivery : deliveries) {
                for (Point point : delivery.reading().points()) {
                    lines.add(new Line(protocol.line(delivery.reading().meter(), point), delivery, point.channel()));
                }
            }
            for (int from = 0; from < lines.size(); from += mostPoints) {
                write(lines.subList(from, Math.min(from + mostPoints, lines.size())), false);
            }
            destination.confirm(deliveries);
            done = true;
        } finally {
            if (!done) {
                destination.rewind();
            }
        }
        return true;
    }

    private static int points(List<Delivery> deliveries) {
        return deliveries.stream()
                .mapToInt(delivery -> delivery.reading().points().size())
                .sum();
    }

    /** @return whether the server took at least one of them */
    private boolean write(List<Line> lines, boolean othersTaken)
            throws NotNowException, OutboxException, InterruptedException {
        Answer answer = server.write(lines.stream().map(Line::text).toList());
        if (answer instanceof Answer.NotNow later) {
            throw new NotNowException(later);
        }
        if (answer instanceof Answer.TooLarge) {
            if (lines.size() == 1) {
                park(lines.get(0), "too large for the server");
                return false;
            }
            return halves(lines, othersTaken);
        }
        if (answer instanceof Answer.Refused refused) {
            return refused(lines, refused, othersTaken);
        }
        return true;
    }

    private boolean refused(List<Line> lines, Answer.Refused refused, boolean othersTaken)
            throws NotNowException, OutboxException, InterruptedException {
        if (!refused.lines().isEmpty()) {
            parkAll(lines, refused.lines());
            List<Line> rest = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                if (!refused.lines().containsKey(i)) {
                    rest.add(lines.get(i));
                }
            }
            return !rest.isEmpty() && (refused.restWritten() || write(rest, othersTaken));
        }
        if (lines.size() > 1) {
            return halves(lines, othersTaken);
        }
        if (!othersTaken && !Answer.isAboutLines(refused.message())) {
            // it may be the request that is wrong, and then no point is to be given up for it
            throw new NotNowException(new Answer.NotNow(
                    State.REFUSED, "the server refuses the request: " + refused.message(), Optional.empty()));
        }
        park(lines.get(0), refused.message());
        return false;
    }

    private boolean halves(List<Line> lines, boolean othersTaken)
            throws NotNowException, OutboxException, InterruptedException {
        List<Line> before = lines.subList(0, lines.size() / 2);
        List<Line> after = lines.subList(lines.size() / 2, lines.size());
        boolean first;
        try {
            first = write(before, othersTaken);
        } catch (NotNowException e) {
            // if the server takes the other half, it was the lines after all
            if (e.answer().state() != State.REFUSED || !write(after, othersTaken)) {
                throw e;
            }
            write(before, true);
            return true;
        }
        boolean second = write(after, othersTaken || first);
        return first || second;
    }

    private void park(Line line, String reason) throws OutboxException {
        destination.park(line.delivery(), Set.of(line.channel()), reason);
    }

    private void parkAll(List<Line> lines, Map<Integer, String> refused) throws OutboxException {
        record Note(Delivery delivery, String reason) {}
        Map<Note, Set<String>> notes = new LinkedHashMap<>();
        refused.forEach((number, reason) -> {
            Line line = lines.get(number);
            notes.computeIfAbsent(new Note(line.delivery(), reason), note -> new LinkedHashSet<>())
                    .add(line.channel());
        });
        for (Map.Entry<Note, Set<String>> note : notes.entrySet()) {
            destination.park(
                    note.getKey().delivery(), note.getValue(), note.getKey().reason());
        }
    }
}
