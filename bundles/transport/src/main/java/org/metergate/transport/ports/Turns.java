package org.metergate.transport.ports;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.metergate.transport.Claim;
import org.metergate.transport.Priority;

/**
 * Who may speak next. One turn at a time; urgent requests go before periodic ones, equals in the order they came, and no
 * request is overtaken more than {@value org.metergate.transport.Claim#MOST_OVERTAKING} times. Any thread may call.
 */
final class Turns {

    /** A request for a turn. */
    static final class Ticket {
        private final Priority priority;
        private int overtaken;
        private boolean served;

        private Ticket(Priority priority) {
            this.priority = priority;
        }
    }

    private final List<Ticket> waiting = new ArrayList<>(); // in the order they came
    private boolean taken;

    /** @return the request; served at once if nobody speaks */
    synchronized Ticket ask(Priority priority) {
        Ticket ticket = new Ticket(priority);
        waiting.add(ticket);
        serveNext();
        return ticket;
    }

    /** @return whether the turn is this one's now */
    synchronized boolean isServed(Ticket ticket) {
        return ticket.served;
    }

    /**
     * Waits for the turn.
     *
     * @return whether it came within the patience; if not the request is gone
     * @throws InterruptedException if the thread is interrupted; the request is gone then
     */
    synchronized boolean await(Ticket ticket, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        try {
            for (long left = patience.toNanos(); left > 0 && !ticket.served; left = end - System.nanoTime()) {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            }
        } catch (InterruptedException e) {
            withdraw(ticket);
            throw e;
        }
        if (!ticket.served) {
            withdraw(ticket);
        }
        return ticket.served;
    }

    /** Takes a request back; a turn that came meanwhile goes to the next. */
    synchronized void withdraw(Ticket ticket) {
        if (ticket.served) {
            ticket.served = false;
            giveBack();
        } else {
            waiting.remove(ticket);
        }
    }

    /** @return whether nobody spoke or waited, and the turn is the caller's now */
    synchronized boolean takeIfFree() {
        if (taken || !waiting.isEmpty()) {
            return false;
        }
        taken = true;
        return true;
    }

    /** Ends the turn. */
    synchronized void giveBack() {
        taken = false;
        serveNext();
    }

    /** @return how many wait */
    synchronized int waiting() {
        return waiting.size();
    }

    private void serveNext() {
        if (taken || waiting.isEmpty()) {
            return;
        }
        int next = next();
        for (Ticket earlier : waiting.subList(0, next)) {
            earlier.overtaken++;
        }
        waiting.remove(next).served = true;
        taken = true;
        notifyAll();
    }

    private int next() {
        for (int i = 0; i < waiting.size(); i++) {
            Ticket ticket = waiting.get(i);
            if (ticket.priority == Priority.URGENT || ticket.overtaken >= Claim.MOST_OVERTAKING) {
                return i;
            }
        }
        return 0;
    }
}
