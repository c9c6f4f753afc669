package org.metergate.mbus;

import java.util.ArrayList;
import java.util.List;

/**
 * The status byte of a header (EN 13757-7, 7.5.6; before EN 13757-3, 5.10).
 *
 * @param code 0 to 255: bits 0 and 1 state of the application, 2 power low, 3 permanent error, 4 temporary error, 5 to 7
 *     the manufacturer's own
 */
public record Status(int code) {

    /** What the application of the meter says of itself (bits 0 and 1). */
    public enum Application {
        /** Nothing to report. */
        NO_ERROR,
        /** It is busy: the data may be old. */
        BUSY,
        /** It reports an error of the application layer. */
        ERROR,
        /** It reports an abnormal condition, such as an alarm. */
        ABNORMAL
    }

    /** @return the state of the application */
    public Application application() {
        return Application.values()[code & 0x03];
    }

    /** @return whether the battery or the supply is low */
    public boolean powerLow() {
        return (code & 0x04) != 0;
    }

    /** @return whether the meter has an error that stays until it is serviced */
    public boolean permanentError() {
        return (code & 0x08) != 0;
    }

    /** @return whether the meter has an error that may go away by itself */
    public boolean temporaryError() {
        return (code & 0x10) != 0;
    }

    /** @return bits 5 to 7, whose meaning only the manufacturer knows, as 0 to 7 */
    public int manufacturerBits() {
        return code >> 5 & 0x07;
    }

    /** @return one text for each thing that is set, in the order of the bits; {@code OK} alone if there is none */
    public List<String> texts() {
        List<String> texts = new ArrayList<>();
        switch (application()) {
            case NO_ERROR -> {}
            case BUSY -> texts.add("application busy");
            case ERROR -> texts.add("application error");
            case ABNORMAL -> texts.add("abnormal condition");
        }
        add(texts, powerLow(), "power low");
        add(texts, permanentError(), "permanent error");
        add(texts, temporaryError(), "temporary error");
        for (int bit = 5; bit <= 7; bit++) {
            add(texts, (code >> bit & 1) != 0, "manufacturer bit " + bit);
        }
        return texts.isEmpty() ? List.of("OK") : List.copyOf(texts);
    }

    private static void add(List<String> texts, boolean set, String text) {
        if (set) {
            texts.add(text);
        }
    }
}
