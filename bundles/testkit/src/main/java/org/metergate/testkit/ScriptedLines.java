package org.metergate.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineBusyException;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineException;
import org.metergate.transport.LineOptions;
import org.metergate.transport.Lines;
import org.metergate.transport.Priority;
import org.metergate.transport.SerialSettings;

/**
 * Hands scripted lines out, each at its own address, and keeps count of claims. A line that broke or was hung up is
 * opened anew by the next conversation. Any thread may call.
 */
public final class ScriptedLines implements Lines {

    private final Map<LineAddress, ScriptedLine> lines = new HashMap<>();
    private final List<SerialSettings> claimedWith = new ArrayList<>();
    private final List<LineOptions> options = new ArrayList<>();
    private final List<Priority> priorities = new ArrayList<>();
    private Optional<LineException> refusal = Optional.empty();
    private int openClaims;
    private int conversations;

    /** @param lines the lines there are; claiming another address is an {@link AssertionError} */
    public ScriptedLines(ScriptedLine... lines) {
        for (ScriptedLine line : lines) {
            this.lines.put(line.address(), line);
        }
    }

    /** From now on others hold every line for longer than anybody waits. */
    public void busy() {
        refuse(new LineBusyException("the line is busy: held by another meter"));
    }

    /** @param refusal what every conversation fails with from now on */
    public synchronized void refuse(LineException refusal) {
        this.refusal = Optional.of(refusal);
    }

    /** Lines are lent again. */
    public synchronized void lendAgain() {
        refusal = Optional.empty();
    }

    /** @return claims made and not closed until now */
    public synchronized int openClaims() {
        return openClaims;
    }

    /** @return conversations begun until now */
    public synchronized int conversations() {
        return conversations;
    }

    /** @return the settings of every claim, in order */
    public synchronized List<SerialSettings> claimedWith() {
        return List.copyOf(claimedWith);
    }

    /** @return the options of every claim, in order */
    public synchronized List<LineOptions> options() {
        return List.copyOf(options);
    }

    /** @return the priority of every conversation, in order */
    public synchronized List<Priority> priorities() {
        return List.copyOf(priorities);
    }

    @Override
    public synchronized Claim claim(LineAddress address, SerialSettings settings) {
        return claim(address, settings, LineOptions.USUAL);
    }

    @Override
    public synchronized Claim claim(LineAddress address, SerialSettings settings, LineOptions wanted) {
        ScriptedLine line = lines.get(address);
        if (line == null) {
            throw new AssertionError("claimed " + address + "; there is only " + lines.keySet());
        }
        openClaims++;
        claimedWith.add(settings);
        options.add(wanted);
        return new ScriptedClaim(line);
    }

    private synchronized Conversation lend(ScriptedLine line, Priority priority) throws LineException {
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        priorities.add(priority);
        conversations++;
        line.reopen();
        return line;
    }

    private synchronized Optional<Conversation> lendIfOpen(ScriptedLine line) {
        if (refusal.isPresent() || !line.isOpen()) {
            return Optional.empty();
        }
        conversations++;
        return Optional.of(line);
    }

    private synchronized void closed() {
        openClaims--;
    }

    private final class ScriptedClaim implements Claim {
        private final ScriptedLine line;
        private boolean closed;

        ScriptedClaim(ScriptedLine line) {
            this.line = line;
        }

        @Override
        public Conversation converse(Duration patience) throws LineException {
            return converse(patience, Priority.PERIODIC);
        }

        @Override
        public Conversation converse(Duration patience, Priority priority) throws LineException {
            if (closed) {
                throw new LineException(LineCondition.ENDED, "the claim on " + line.address() + " is closed");
            }
            return lend(line, priority);
        }

        @Override
        public Optional<Conversation> converseIfOpen() {
            return closed ? Optional.empty() : lendIfOpen(line);
        }

        @Override
        public LineAddress address() {
            return line.address();
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                closed();
            }
        }
    }
}
