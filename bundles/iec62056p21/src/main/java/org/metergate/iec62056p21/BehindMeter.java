package org.metergate.iec62056p21;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.metergate.model.Value;
import org.metergate.transport.MalformedFrameException;

/**
 * A meter of gas, heat or water behind the electricity meter, as a P1 telegram tells of it (DSMR P1 companion standard,
 * 6.12: objects {@code 0-n:24.1.0}, {@code 0-n:96.1.0} and {@code 0-n:24.2.1}; e-MUCS: {@code 0-n:96.1.1} and
 * {@code 0-n:24.2.3}; before DSMR 4: {@code 0-n:24.3.0}).
 *
 * @param channel its M-Bus channel, 1 to 9
 * @param deviceType code of EN 13757-3, 3 for gas; empty if the telegram gives none
 * @param identification its serial number, from hexadecimal digits to text where it is such; empty if there is none
 * @param time when the meter was read last; empty if the telegram gives none
 * @param value what it counted; empty if there is no reading
 */
public record BehindMeter(
        int channel, OptionalInt deviceType, String identification, Optional<Instant> time, Optional<Value> value) {
    private static final Pattern ADDRESS =
            Pattern.compile("0-([1-9]):(24\\.1\\.0|24\\.2\\.[0-9]|24\\.3\\.0|96\\.1\\.[01])(\\*255)?");
    private static final int MOST = 9;

    /**
     * Finds the meters behind the meter.
     *
     * @param sets of a telegram
     * @param zone of the meter's clock
     * @return those with a reading or an identification, by channel
     */
    static List<BehindMeter> in(List<DataSet> sets, ZoneId zone) {
        List<BehindMeter> meters = new ArrayList<>();
        for (int channel = 1; channel <= MOST; channel++) {
            of(channel, sets, zone).ifPresent(meters::add);
        }
        return meters;
    }

    private static Optional<BehindMeter> of(int channel, List<DataSet> sets, ZoneId zone) {
        OptionalInt type = OptionalInt.empty();
        String identification = "";
        Optional<Instant> time = Optional.empty();
        Optional<Value> value = Optional.empty();
        for (DataSet set : sets) {
            Matcher address = ADDRESS.matcher(set.address());
            if (!address.matches() || Integer.parseInt(address.group(1)) != channel) {
                continue;
            }
            if (address.group(2).startsWith("24.1")) {
                type = set.main().number().filter(number -> number.scale() == 0).stream()
                        .mapToInt(number -> number.intValue())
                        .findFirst();
            } else if (address.group(2).startsWith("96.1")) {
                identification = text(set.main().raw());
            } else if (set.main().unit().isPresent()) {
                time = Registers.time(set, zone);
                value = Registers.value(set);
            } else {
                Optional<ProfileRow> row = lastRow(set, zone);
                time = row.map(ProfileRow::time);
                value = row.flatMap(found -> found.values().stream().findFirst())
                        .flatMap(Registers::value);
            }
        }
        boolean known = value.isPresent() || !identification.isEmpty();
        return known ? Optional.of(new BehindMeter(channel, type, identification, time, value)) : Optional.empty();
    }

    /** What cannot be read leaves this meter without a reading, and the others as they are. */
    private static Optional<ProfileRow> lastRow(DataSet set, ZoneId zone) {
        try {
            List<ProfileRow> rows = Profile.rows(set, zone);
            return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(rows.size() - 1));
        } catch (MalformedFrameException e) {
            return Optional.empty();
        }
    }

    private static String text(String raw) {
        if (raw.length() % 2 != 0 || !raw.chars().allMatch(HexFormat::isHexDigit)) {
            return raw;
        }
        byte[] octets = HexFormat.of().parseHex(raw);
        for (byte octet : octets) {
            if (octet < ' ' || octet > '~') {
                return raw;
            }
        }
        return new String(octets, StandardCharsets.US_ASCII);
    }
}
