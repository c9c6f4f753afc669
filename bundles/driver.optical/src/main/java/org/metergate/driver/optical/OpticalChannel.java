package org.metergate.driver.optical;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.metergate.driver.channels.ChannelKind;
import org.metergate.driver.channels.ChannelSetting;
import org.metergate.driver.channels.Conversion;
import org.metergate.settings.Properties;

/**
 * What a channel wants.
 *
 * @param kind what it tells
 * @param address of the register, or of the column of a profile; empty if the kind needs none
 * @param source where the value comes from
 * @param selection what stands in the parentheses of an R command
 * @param profile address of the load profile or log book
 * @param index which pair of parentheses, from 1; 0 for the one with a unit, or the first
 * @param writing whether it may change something
 * @param conversion into the unit wanted
 */
record OpticalChannel(
        ChannelKind kind,
        String address,
        Source source,
        String selection,
        String profile,
        int index,
        Writing writing,
        Conversion conversion) {

    /** A channel cannot be asked for. */
    static final class InvalidException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidException(String message) {
            super(message);
        }
    }

    private static final String ADDRESS = "address";
    private static final String COMMAND = "command";
    private static final String SELECTION = "selection";
    private static final String PROFILE = "profile";
    private static final String INDEX = "index";
    private static final String WRITE = "write";

    /** The columns of the channel table. */
    static final List<ChannelSetting> SETTINGS = settings();

    private static List<ChannelSetting> settings() {
        List<ChannelSetting> settings = new ArrayList<>(List.of(
                ChannelSetting.optional( // a channel of the whole meter has none
                        ADDRESS,
                        "Register",
                        "OBIS code or address as the meter shows it, such as 1.8.0, 1-0:1.8.0*255 or F.F",
                        "1.8.0"),
                ChannelKind.setting(),
                ChannelSetting.choice(COMMAND, "Command", "How the register is read", Source.READOUT, Source::label)));
        settings.addAll(Conversion.settings());
        settings.addAll(List.of(
                ChannelSetting.optional(
                        INDEX,
                        "Parentheses",
                        "Which pair of parentheses of the data set, from 1; 0 for the one with a unit, or the first",
                        "0"),
                ChannelSetting.optional(
                        SELECTION, "Selection", "What stands in the parentheses of an R command; mostly nothing", ""),
                ChannelSetting.optional(
                        PROFILE, "Profile", "Load profile or log book that the column is of, P.01 or P.98", "P.01"),
                ChannelSetting.choice(
                        WRITE,
                        "Write",
                        "Command that writes the register; without one nothing is ever written",
                        Writing.NO,
                        Writing::label)));
        return List.copyOf(settings);
    }

    /**
     * Reads the settings of a channel.
     *
     * @param settings as the gateway gives them
     * @return the channel
     * @throws InvalidException naming every wrong setting and what would be right
     */
    static OpticalChannel of(Map<String, ?> settings) throws InvalidException {
        Properties properties = new Properties(settings);
        ChannelKind kind = ChannelKind.of(properties);
        String address =
                kind == ChannelKind.VALUE ? properties.required(ADDRESS, "1.8.0 or F.F") : properties.text(ADDRESS, "");
        String selection = properties.text(SELECTION, "");
        for (String sent : List.of(address, selection)) {
            if (!sent.matches("[ -~&&[^()/!]]*")) {
                properties.note(
                        sent.equals(address) ? ADDRESS : SELECTION,
                        "is '" + sent + "'; it must be printable characters, none of them ( ) / or !");
            }
        }
        OpticalChannel channel = new OpticalChannel(
                kind,
                address,
                properties.choice(COMMAND, Source.READOUT),
                selection,
                properties.text(PROFILE, "P.01"),
                properties.integer(INDEX, 0, 0, 99),
                properties.choice(WRITE, Writing.NO),
                Conversion.from(properties));
        if (!properties.problems().isEmpty()) {
            throw new InvalidException(properties.problems().stream()
                    .map(Properties.Problem::toString)
                    .collect(Collectors.joining("; ")));
        }
        return channel;
    }

    /** @return whether a register is asked for its value or its quality */
    boolean isOfRegister() {
        return kind == ChannelKind.VALUE || kind == ChannelKind.QUALITY && !address.isEmpty();
    }
}
