package org.metergate.dashboard.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Something that is wrong at a meter, and the evidence.
 *
 * @param cause such as {@code PHASE_LOSS}
 * @param channel that shows it; empty if it is the meter as a whole
 * @param severity 0 to 1
 * @param end the latest row that showed it, when it was found
 * @param check what to look at
 * @param rows the evidence; the first is the last usual one
 * @param acknowledged by whom; empty as long as nobody did
 */
public record Finding(
        String meter,
        String cause,
        String channel,
        double severity,
        Instant start,
        Instant end,
        String check,
        List<Row> rows,
        Optional<Acknowledgement> acknowledged)
        implements Analysis {

    /** A reading of the evidence; without a value it is of the meter as a whole. */
    public record Row(Instant time, OptionalDouble value) {}

    /** That somebody took notice. */
    public record Acknowledgement(String by, Instant time, String note) {}

    public Finding {
        rows = List.copyOf(rows);
    }

    /** @return the same for the same event, whenever and however often it is told: 16 letters, digits, {@code -}, {@code _} */
    public String id() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String all = String.join("\0", List.of(meter, cause, channel, Long.toString(start.toEpochMilli())));
            byte[] hash = digest.digest(all.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 12));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** @return the same finding, acknowledged or not */
    public Finding with(Optional<Acknowledgement> changed) {
        return new Finding(meter, cause, channel, severity, start, end, check, rows, changed);
    }
}
