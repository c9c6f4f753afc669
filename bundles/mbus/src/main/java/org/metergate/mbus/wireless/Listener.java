package org.metergate.mbus.wireless;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * How listening goes: set the receiver up command by command, then hear; and notice when it says nothing any more. Pure:
 * every event gives the next state and what to do.
 *
 * @param state where listening stands
 * @param command index of the command that waits for its confirmation
 * @param tries how often it was sent
 * @param answer payload of the last confirmation
 * @param since when the receiver last said something, or the waiting began
 */
record Listener(State state, int command, int tries, byte[] answer, Instant since) {

    /** Where listening stands. */
    enum State {
        /** The line is not open, or was closed because the receiver hung. */
        CLOSED,
        /** Commands are under way. */
        STARTING,
        /** Telegrams may come. */
        LISTENING
    }

    /** What happened. */
    sealed interface Event {

        /** The line is open. */
        record Opened() implements Event {}

        /**
         * The receiver said something.
         *
         * @param message what
         */
        record Said(Receiver.Message message) implements Event {}

        /** Nothing, for a while. */
        record Quiet() implements Event {}
    }

    /** What to do next. */
    sealed interface Act {

        /** Go on receiving. */
        record Receive() implements Act {}

        /**
         * Send a command.
         *
         * @param bytes the command
         */
        record Send(byte[] bytes) implements Act {}

        /**
         * Close the line, so that it is opened anew.
         *
         * @param reason one sentence
         */
        record HangUp(String reason) implements Act {}
    }

    /**
     * @param next the state afterwards
     * @param act what to do
     */
    record Step(Listener next, Act act) {}

    /**
     * What holds for one line.
     *
     * @param commands what the receiver has to be told
     * @param confirmation longest wait for the answer to a command
     * @param silence longest time without a telegram before the receiver counts as hung
     */
    record Rules(List<Receiver.Command> commands, Duration confirmation, Duration silence) {}

    private static final int MOST_TRIES = 3;

    static Listener closed() {
        return new Listener(State.CLOSED, 0, 0, new byte[0], Instant.EPOCH);
    }

    Step next(Rules rules, Event event, Instant now) {
        if (event instanceof Event.Opened) {
            return tell(rules, 0, new byte[0], now);
        }
        if (event instanceof Event.Said said) {
            return said(rules, said.message(), now);
        }
        return quiet(rules, now);
    }

    /** Sends the next command that is needed, or listens if there is none. */
    private static Step tell(Rules rules, int from, byte[] answer, Instant now) {
        for (int i = from; i < rules.commands().size(); i++) {
            Receiver.Command command = rules.commands().get(i);
            boolean needless =
                    command.unless().map(done -> Arrays.equals(done, answer)).orElse(false);
            if (!needless) {
                return new Step(new Listener(State.STARTING, i, 1, answer, now), new Act.Send(command.bytes()));
            }
        }
        return new Step(new Listener(State.LISTENING, rules.commands().size(), 0, answer, now), new Act.Receive());
    }

    private Step said(Rules rules, Receiver.Message message, Instant now) {
        if (state == State.STARTING && message instanceof Receiver.Message.Confirmed confirmed) {
            boolean awaited =
                    confirmed.command() == rules.commands().get(command).confirmation();
            return awaited ? tell(rules, command + 1, confirmed.payload(), now) : new Step(this, new Act.Receive());
        }
        boolean alive = message instanceof Receiver.Message.Heard && state == State.LISTENING;
        return new Step(alive ? new Listener(state, command, tries, answer, now) : this, new Act.Receive());
    }

    private Step quiet(Rules rules, Instant now) {
        Duration waited = Duration.between(since, now);
        if (state == State.LISTENING && waited.compareTo(rules.silence()) >= 0) {
            return new Step(closed(), new Act.HangUp("no telegram for " + waited.toSeconds() + " s: it may hang"));
        }
        if (state == State.STARTING && waited.compareTo(rules.confirmation()) >= 0) {
            Receiver.Command unanswered = rules.commands().get(command);
            return tries < MOST_TRIES
                    ? new Step(new Listener(state, command, tries + 1, answer, now), new Act.Send(unanswered.bytes()))
                    : new Step(
                            closed(),
                            new Act.HangUp("it does not confirm the command to " + unanswered.purpose()
                                    + ": look whether it is this kind of receiver, and at its baud rate"));
        }
        return new Step(this, new Act.Receive());
    }
}
