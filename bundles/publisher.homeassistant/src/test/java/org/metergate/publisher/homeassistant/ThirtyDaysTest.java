package org.metergate.publisher.homeassistant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A meter read every quarter of an hour for 30 days, with everything that goes wrong, and Home Assistant's sum of it. */
class ThirtyDaysTest {

    private static final Duration POLL = Duration.ofMinutes(15);
    private static final int POLLS = 30 * 24 * 4;
    private static final BigDecimal STEP = new BigDecimal("0.1"); // kWh, of the register

    @TempDir
    private Path folder;

    /** A few; {@code -Dmetergate.home.seeds=100} for more. */
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("metergate.home.seeds", 4));
    }

    /**
     * The sum of a counter as Home Assistant's recorder makes it: differences of the state, from the first one; when the
     * time of the last reset changes the state counts from 0; states that are no numbers are passed over.
     */
    private static final class Recorder {
        private BigDecimal sum = BigDecimal.ZERO;
        private BigDecimal state;
        private String lastReset;
        private int falls;

        private void take(JsonElement value, String reset) {
            if (value.isJsonNull()) {
                return;
            }
            BigDecimal now = value.getAsBigDecimal();
            if (state != null) {
                boolean begun = !reset.equals(lastReset);
                falls += !begun && now.compareTo(state) < 0 ? 1 : 0;
                sum = sum.add(begun ? now : now.subtract(state));
            }
            state = now;
            lastReset = reset;
        }
    }

    /** The meter: counts exactly, shows whole steps, and may be exchanged. */
    private static final class EmulatedMeter {
        private final BigDecimal end;
        private BigDecimal register;
        private BigDecimal counted = BigDecimal.ZERO;
        private String serial = "1";

        private EmulatedMeter(String register, String end) {
            this.register = new BigDecimal(register);
            this.end = new BigDecimal(end);
        }

        private void use(BigDecimal energy) {
            BigDecimal before = whole(register);
            register = register.add(energy);
            counted = counted.add(whole(register).subtract(before));
            register = register.remainder(end);
        }

        private BigDecimal shows() {
            return whole(register);
        }

        private static BigDecimal whole(BigDecimal exact) {
            return exact.setScale(1, RoundingMode.DOWN);
        }
    }

    private final Recorder recorder = new Recorder();
    private Instant now = Instant.parse("2026-03-01T00:00:00Z");
    private Home home;
    private boolean withSerial;

    private void restart() throws Exception {
        Ledger ledger = new Ledger(folder.resolve("meters"));
        if (home != null) {
            ledger.write(home.meters().values()); // as is done after each minute, so before each reading here
        }
        home = new Home(
                new Topics("homeassistant", "meters", "gw"),
                new Classes(List.of()),
                new Home.Limits(BigDecimal.valueOf(1000), BigDecimal.valueOf(100)),
                Optional.empty(),
                "1",
                ledger.read());
    }

    private void deliver(Map<String, Object> record) throws Exception {
        record.put("assetName", "main");
        List<Outgoing> out = home.accept(MeterRecord.of(record, now), now);
        for (Outgoing message : out) {
            if (message.topic().endsWith("/state") && !message.payload().isEmpty()) {
                JsonObject state = JsonParser.parseString(message.payload()).getAsJsonObject();
                if (state.has("import")) {
                    recorder.take(state.get("import"), state.get("import_since").getAsString());
                }
            }
        }
    }

    private void read(BigDecimal register, String serial) throws Exception {
        Map<String, Object> record = new HashMap<>();
        record.put("import", register.doubleValue());
        record.put("import_unit", "kWh");
        record.put("import_timestamp", now.toEpochMilli());
        if (withSerial) {
            record.put("serial", serial);
        }
        deliver(record);
    }

    private void fail() throws Exception {
        Map<String, Object> record = new HashMap<>();
        record.put("import_error", "no answer");
        record.put("import_timestamp", now.toEpochMilli());
        deliver(record);
    }

    private static BigDecimal load(Random random, int poll) {
        int hour = poll / 4 % 24;
        double kilowatt = 0.2
                + (hour > 6 && hour < 22 ? 0.6 : 0)
                + (random.nextInt(12) == 0 ? 2 + random.nextDouble() : 0)
                + random.nextDouble() * 0.3;
        return BigDecimal.valueOf(kilowatt / 4).setScale(4, RoundingMode.HALF_UP);
    }

    private void run(long seed, EmulatedMeter meter, int exchangeAt, String exchangeTo) throws Exception {
        Random random = new Random(seed);
        restart();
        BigDecimal countedAtFirst = null;
        int trouble = 0;
        int kind = 0;
        int between = 0;
        for (int poll = 0; poll < POLLS; poll++) {
            now = now.plus(POLL);
            boolean quiet = exchangeAt > 0 && Math.abs(poll - exchangeAt) <= 4; // the power is off meanwhile
            if (poll == exchangeAt && exchangeAt > 0) {
                meter.register = new BigDecimal(exchangeTo);
                meter.serial = "2";
            } else if (!quiet || poll > exchangeAt) {
                meter.use(load(random, poll));
            }
            if (trouble == 0 && between > 0 && random.nextInt(20) == 0 && poll > 12 && poll < POLLS - 12 && !quiet) {
                trouble = 1 + random.nextInt(2);
                kind = random.nextInt(9);
                between = 0;
            }
            if (trouble == 0) {
                read(meter.shows(), meter.serial);
                if (countedAtFirst == null) {
                    countedAtFirst = meter.counted;
                }
                between = 1;
            } else {
                trouble--;
                BigDecimal shows = meter.shows();
                switch (kind) {
                    case 0 -> fail();
                    case 1 -> read(BigDecimal.ZERO, meter.serial);
                    case 2 -> read(shows.movePointLeft(1), meter.serial); // a digit too few
                    case 3 -> read(shows.movePointRight(1), meter.serial); // a digit too many
                    case 4 -> read(
                            shows.add(new BigDecimal("80000")).remainder(meter.end.multiply(BigDecimal.TEN)),
                            meter.serial);
                    case 5 -> read(shows.subtract(new BigDecimal("8.0")).max(BigDecimal.ZERO), meter.serial);
                    case 6 -> { // the clock is set back an hour and forward again
                        now = now.minus(Duration.ofHours(1));
                        read(shows, meter.serial);
                        now = now.plus(Duration.ofHours(1));
                    }
                    case 7 -> restart();
                    default -> { // an old row of a profile
                        Instant current = now;
                        now = now.minus(Duration.ofHours(7));
                        read(shows.subtract(new BigDecimal("3.0")).max(BigDecimal.ZERO), meter.serial);
                        now = current;
                    }
                }
            }
        }
        BigDecimal truth = meter.counted.subtract(countedAtFirst);
        BigDecimal off = recorder.sum.subtract(truth).abs();
        assertTrue(
                off.compareTo(STEP) <= 0, "seed " + seed + ": the sum is " + recorder.sum + ", counted were " + truth);
        assertEquals(0, recorder.falls, "seed " + seed + ": the counter fell");
        assertTrue(truth.compareTo(BigDecimal.valueOf(300)) > 0, "the meter stood still: " + truth);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void sumIsRightWhateverHappens(long seed) throws Exception {
        run(seed, new EmulatedMeter("12345.67", "100000"), 0, "");
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void sumIsRightOverTheEndOfTheRegister(long seed) throws Exception {
        run(seed, new EmulatedMeter("99800.0", "100000"), 0, "");
    }

    @ParameterizedTest(name = "seed {0}, to {1}, serial {2}")
    @CsvSource({
        "1, 0.0, false",
        "2, 0.0, false",
        "3, 0.0, true",
        "4, 0.0, true",
        "5, 3000.0, false",
        "6, 3000.0, true",
        "7, 61000.0, false",
        "8, 61000.0, true",
        "9, 12600.0, true",
        "10, 12000.0, true"
    })
    void sumIsRightOverAMeterExchange(long seed, String to, boolean serial) throws Exception {
        withSerial = serial;
        run(seed, new EmulatedMeter("12345.67", "100000"), 1441, to);
    }
}
