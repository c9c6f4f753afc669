package org.metergate.driver.channels;

import java.util.Optional;
import org.metergate.settings.Properties;
import org.metergate.transport.Claim;
import org.metergate.transport.Echo;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineOptions;
import org.metergate.transport.Lines;
import org.metergate.transport.SerialSettings;

/**
 * Which line the user wants, and how it is used: keys {@value #LINE} and {@value #ECHO}, the same in every driver.
 *
 * @param address which line
 * @param echo what becomes of bytes that the converter hears of itself
 */
public record LineChoice(LineAddress address, Echo echo) {

    /** Key of the address, in any form that {@link LineAddress#parse} takes; must be there. */
    public static final String LINE = "line";

    /** Key of the treatment of echoes, {@code KEEP}, {@code REMOVE} or {@code DETECT}; {@code KEEP} if absent. */
    public static final String ECHO = "echo";

    /**
     * Reads the choice; problems are noted in the properties.
     *
     * @param properties of the component
     * @return the choice; empty if the address is missing or wrong
     */
    public static Optional<LineChoice> from(Properties properties) {
        Optional<LineAddress> address = properties.parsed(LINE, null, LineAddress::parse);
        Echo echo = properties.choice(ECHO, Echo.KEEP);
        return address.map(line -> new LineChoice(line, echo));
    }

    /**
     * Claims a share of the line.
     *
     * @param lines who owns it
     * @param settings speed and format every conversation starts with
     * @param holder what others are told when they wait for it
     * @return the claim, to be closed by the caller
     */
    public Claim claim(Lines lines, SerialSettings settings, String holder) {
        return lines.claim(address, settings, LineOptions.USUAL.heldBy(holder).with(echo));
    }

    /** @return the address as it is written */
    @Override
    public String toString() {
        return address.toString();
    }
}
