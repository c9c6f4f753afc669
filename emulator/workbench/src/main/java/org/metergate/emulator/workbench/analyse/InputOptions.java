package org.metergate.emulator.workbench.analyse;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.metergate.emulator.workbench.Failure;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** What every analysis asks about its file. */
final class InputOptions {
    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "CSV with a header, a timestamp first: timestamp,value[,more columns]; - for standard input")
    private String file;

    @Option(
            names = "--column",
            paramLabel = "NAME",
            description = "column to analyse; without it the one named value, or the first after the timestamp")
    private String column;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            converter = Zone.class,
            description =
                    "time zone of the calendar, and of timestamps without one, such as Europe/Paris; default: UTC")
    private ZoneId zone;

    @Option(names = "--allow-future", description = "timestamps may be later than the clock of this machine")
    private boolean future;

    /** @return the time zone; UTC if none was given */
    ZoneId zone() {
        return zone == null ? ZoneOffset.UTC : zone;
    }

    /** @return whether a time zone was given */
    boolean hasZone() {
        return zone != null;
    }

    /** @return the name of the file, for messages */
    String file() {
        return CsvFile.name(file);
    }

    /** @return the column that was asked for */
    Optional<String> column() {
        return Optional.ofNullable(column);
    }

    /**
     * Opens the file to be read row by row.
     *
     * @return the file; to be closed
     * @throws Failure if it cannot be read or has no header
     */
    CsvFile open() throws Failure {
        return open(true);
    }

    /**
     * Opens the file to be read row by row, whatever the order of its timestamps: meters' clocks are set back.
     *
     * @return the file; to be closed
     * @throws Failure if it cannot be read or has no header
     */
    CsvFile openInAnyOrder() throws Failure {
        return open(false);
    }

    private CsvFile open(boolean ordered) throws Failure {
        return CsvFile.open(file, System.in, new CsvFile.Rules(zone(), future ? Optional.empty() : now(), ordered));
    }

    /**
     * Reads the whole file.
     *
     * @param fewest rows that the analysis needs
     * @return the rows
     * @throws Failure if it cannot be read, a row is wrong, or there are fewer rows
     */
    Table table(int fewest) throws Failure {
        try (CsvFile rows = open()) {
            return Table.of(rows, fewest);
        }
    }

    private static Optional<java.time.Instant> now() {
        return Optional.of(Clock.systemUTC().instant());
    }

    /** Reads a time zone. */
    static final class Zone implements ITypeConverter<ZoneId> {
        @Override
        public ZoneId convert(String word) {
            try {
                return ZoneId.of(word);
            } catch (DateTimeException e) {
                throw new TypeConversionException("'" + word + "' is no time zone such as Europe/Paris or UTC+01:00");
            }
        }
    }
}
