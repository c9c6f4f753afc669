package org.metergate.analysis.finding;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a channel measures, as far as the findings tell channels apart. */
public enum ChannelKind {
    /** Phase to neutral, in V: {@code U1}, {@code voltage_l2}. */
    VOLTAGE("u[1-3]?|(u|voltage)[ ._]?(l|phase)?[ ._]?[1-3]?"),
    /** In A. */
    CURRENT("i[1-3]?|(i|current)[ ._]?(l|phase)?[ ._]?[1-3]?"),
    /** In W or kW, positive from the grid: {@code P}, {@code P1}, {@code power}. */
    ACTIVE_POWER("p[1-3]?|(p|power|active[ ._]?power)[ ._]?(l|phase|total)?[ ._]?[1-3]?"),
    /** In var. */
    REACTIVE_POWER("q[1-3]?|reactive.*"),
    /** -1 to 1. */
    POWER_FACTOR("pf[1-3]?|power[ ._]?factor[1-3]?|cos[ ._]?phi[1-3]?"),
    /** In percent. */
    THD("thd.*"),
    /** A counter of electric energy. */
    ENERGY("e|e[+-]|energy.*|active[ ._]?energy.*|a[+-]|(1-0:)?1\\.8\\.\\d|.*_kwh"),
    /** A counter of water, or of the water through a heat meter. */
    VOLUME("v|volume.*|water.*|.*_m3"),
    /** Whatever else moves about a level: a temperature, a pressure. */
    GAUGE(".*");

    private final Pattern names;

    ChannelKind(String names) {
        this.names = Pattern.compile(names);
    }

    /**
     * Guesses from a name.
     *
     * @param name of the channel, in upper or lower case
     * @return the kind; {@link #GAUGE} if no other fits
     */
    public static ChannelKind of(String name) {
        String lower = name.toLowerCase(Locale.ROOT).strip();
        for (ChannelKind kind : values()) {
            if (kind.names.matcher(lower).matches()) {
                return kind;
            }
        }
        return GAUGE;
    }

    /** @return whether values only ever grow */
    boolean counts() {
        return this == ENERGY || this == VOLUME;
    }
}
