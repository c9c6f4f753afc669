package org.metergate.iec62056p21;

import org.metergate.transport.Framing;

/**
 * Finds telegrams of a P1 port and of mode D, and SML files, in what a meter sends uninvited; either may begin anywhere.
 * A telegram without an end is cut where the next one begins. What stands before a telegram, noise or the end of another
 * one, is part of the frame. Looks at every byte once; one instance serves one line after another.
 */
final class PushFraming implements Framing {
    private static final int MOST_NOISE = 4096;
    private static final int LONGEST_IDENTIFICATION = 100;
    private static final int LETTERS = 3;
    private static final int WORD = 4;
    private static final int ESCAPE = 0x1B1B1B1B;
    private static final long UNALIGNED_END = 0x1B1B1B1B1AL;
    private static final int END = 0x1A;

    /** Where in a telegram the last byte stood. */
    enum Phase {
        /** In none. */
        SEEKING,
        /** In the first line of a text telegram. */
        IDENTIFICATION,
        /** In its data. */
        DATA,
        /** In the line with the end mark. */
        END_LINE,
        /** In an SML file. */
        SML,
        /** After an escape in it, which tells more with the next four bytes. */
        SML_ESCAPE,
        /** At its last byte. */
        WHOLE,
        /** At the first bytes of the next one, while this one has no end. */
        CUT
    }

    /**
     * What is known after a byte.
     *
     * @param phase where it stood
     * @param window the last eight bytes
     * @param count bytes since the telegram began or its last part
     */
    record State(Phase phase, long window, int count) {
        static final State START = new State(Phase.SEEKING, 0, 0);

        private State in(Phase next, int number) {
            return new State(next, window, number);
        }
    }

    private State state = State.START;
    private int looked;

    @Override
    public int end(byte[] received, int length) {
        if (length < looked) {
            restart();
        }
        while (looked < length) {
            state = next(state, received[looked++]);
            if (state.phase() == Phase.WHOLE || isTooMuchNoise()) {
                return ended(looked);
            }
            if (state.phase() == Phase.CUT) {
                return ended(looked - state.count());
            }
        }
        return INCOMPLETE;
    }

    private boolean isTooMuchNoise() {
        return state.phase() == Phase.SEEKING && looked >= MOST_NOISE;
    }

    private int ended(int end) {
        restart();
        return end;
    }

    private void restart() {
        state = State.START;
        looked = 0;
    }

    /**
     * Goes on by one byte; pure. In {@link Phase#CUT} the count tells how many of the last bytes belong to the next
     * telegram.
     */
    static State next(State before, byte b) {
        State state = new State(before.phase(), before.window() << 8 | b & 0xFF, before.count() + 1);
        boolean begun = before.phase() != Phase.SEEKING;
        if (state.window() == SmlTransport.START) {
            return begun && before.phase() != Phase.IDENTIFICATION
                    ? state.in(Phase.CUT, 2 * WORD)
                    : state.in(Phase.SML, 0);
        }
        char character = (char) (b & 0x7F);
        return switch (before.phase()) {
            case IDENTIFICATION -> identification(state, character);
            case DATA -> data(state, character);
            case END_LINE -> endLine(state, character);
            case SML -> sml(state);
            case SML_ESCAPE -> smlEscape(state);
            case SEEKING, WHOLE, CUT -> character == '/'
                    ? state.in(Phase.IDENTIFICATION, 0)
                    : state.in(Phase.SEEKING, 0);
        };
    }

    private static State identification(State state, char character) {
        boolean fits = state.count() <= LETTERS
                ? Character.isLetter(character)
                : character >= ' ' || character == '\r' || character == '\n';
        if (fits && state.count() <= LONGEST_IDENTIFICATION) {
            return character == '\n' ? state.in(Phase.DATA, 0) : state;
        }
        return character == '/' ? state.in(Phase.IDENTIFICATION, 0) : state.in(Phase.SEEKING, 0);
    }

    private static State data(State state, char character) {
        char earlier = (char) (state.window() >> 8 & 0x7F);
        boolean lineStart = earlier == '\n';
        if (lineStart && character == '/') {
            return state.in(Phase.CUT, 1);
        }
        if (state.count() > SmlTransport.LONGEST) {
            return state.in(Phase.CUT, 0);
        }
        return character == '!' && (lineStart || earlier == ')') ? state.in(Phase.END_LINE, 0) : state;
    }

    private static State endLine(State state, char character) {
        if (character == '\n') {
            return state.in(Phase.WHOLE, 0);
        }
        return state.count() > LONGEST_IDENTIFICATION ? state.in(Phase.CUT, 0) : state;
    }

    /** Escapes that mean something stand at a multiple of four. */
    private static State sml(State state) {
        if (state.count() > SmlTransport.LONGEST || isUnalignedEnd(state)) {
            return state.in(Phase.CUT, 0);
        }
        return state.count() % WORD == 0 && (int) state.window() == ESCAPE
                ? state.in(Phase.SML_ESCAPE, state.count())
                : state;
    }

    private static State smlEscape(State state) {
        if (state.count() % WORD != 0) {
            return state;
        }
        int word = (int) state.window();
        if (word >>> 24 == END) {
            return state.in(Phase.WHOLE, 0);
        }
        return state.in(Phase.SML, state.count());
    }

    /** A byte was lost: an end where none can be. In data of its own, an escape would be there twice. */
    private static boolean isUnalignedEnd(State state) {
        return (state.window() & 0xFFFFFFFFFFL) == UNALIGNED_END
                && (state.window() >> 40 & 0xFF) != 0x1B
                && state.count() % WORD != 1;
    }
}
