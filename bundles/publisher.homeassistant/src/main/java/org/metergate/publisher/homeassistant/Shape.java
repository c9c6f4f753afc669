package org.metergate.publisher.homeassistant;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.metergate.model.Unit;

/**
 * What a channel is to Home Assistant: platform, device class, state class and unit, so that its dashboards and its
 * statistics take it as it is.
 *
 * @param platform {@code sensor} or {@code binary_sensor}
 * @param deviceClass as Home Assistant spells it; empty for none
 * @param stateClass {@code measurement} or {@code total}; empty for none
 * @param unit as Home Assistant spells it; empty for none
 * @param factor what the channel's number is multiplied by to be in that unit
 * @param limit fastest rise that is believed, in the unit per hour, for each unit of the configured limits; empty if this
 *     is no counter
 * @param diagnostic whether it tells of the meter rather than of what it measures
 */
record Shape(
        String platform,
        Optional<String> deviceClass,
        Optional<String> stateClass,
        Optional<String> unit,
        BigDecimal factor,
        Optional<Limit> limit,
        boolean diagnostic) {

    /** The setting that limits a counter's rise, and how it is expressed in the counter's unit. */
    record Limit(Kind kind, BigDecimal perUnit) {
        /** Which setting. */
        enum Kind {
            /** In kW. */
            POWER,
            /** In m³/h. */
            FLOW
        }
    }

    private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

    private static final Pattern GAS = Pattern.compile("(?<![a-z])(gas|gaz|erdgas)(?![a-z])");
    private static final Pattern WATER =
            Pattern.compile("(?<![a-z])(water|eau|wasser|[a-z]*wasser|acqua|agua|woda)(?![a-z])");
    private static final Pattern BATTERY = Pattern.compile("(?<![a-z])(battery|batterie|akku)(?![a-z])");
    private static final Pattern POWER_FACTOR =
            Pattern.compile("(D?PF|cos ?(phi|φ))[0-9]*(?![a-zA-Z.])|.*power.?factor.*");
    /** How the analysis calls its scores of how unusual a channel is. */
    private static final String SCORE_ENDING = ".anomaly";

    private static final Pattern SIGNAL = Pattern.compile("dBm?");

    private static final Shape TEXT = new Shape(
            "sensor", Optional.empty(), Optional.empty(), Optional.empty(), BigDecimal.ONE, Optional.empty(), true);

    /**
     * Finds the shape of a channel.
     *
     * @param meter name of the meter, whose words may tell water from gas
     * @param channel name of the channel
     * @param value one of its values
     * @param unit its unit as the record has it
     * @param wanted what the user said it is; empty if nothing
     * @return the shape
     */
    static Shape of(String meter, String channel, Object value, String unit, Optional<Wanted> wanted) {
        if (value instanceof Boolean) {
            return new Shape(
                    "binary_sensor",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    BigDecimal.ONE,
                    Optional.empty(),
                    false);
        }
        if (!(value instanceof BigDecimal)) {
            return TEXT;
        }
        Shape found = unit.isEmpty()
                ? ofNumber(channel)
                : MeterUnit.of(unit)
                        .map(known -> ofUnit(meter, channel, known))
                        .orElseGet(() -> ofOther(meter, channel, unit));
        return wanted.map(wish -> wish.applyTo(found)).orElse(found);
    }

    private static Shape ofNumber(String channel) {
        if (channel.endsWith(SCORE_ENDING)) {
            return measurement("", "").asDiagnostic();
        }
        return POWER_FACTOR.matcher(channel).matches() ? measurement("power_factor", "") : measurement("", "");
    }

    private static Shape ofOther(String meter, String channel, String unit) {
        if (SIGNAL.matcher(unit).matches()) {
            return measurement("signal_strength", unit).asDiagnostic();
        }
        if (unit.equals("h") || unit.equals("min") || unit.equals("d")) {
            return measurement("duration", unit);
        }
        if (unit.equalsIgnoreCase("l")) {
            return counter(medium(meter, channel), "L", new Limit(Limit.Kind.FLOW, THOUSAND));
        }
        if (unit.equalsIgnoreCase("l/h")) {
            return measurement("volume_flow_rate", "L/h");
        }
        return measurement("", unit);
    }

    private static Shape ofUnit(String meter, String channel, MeterUnit unit) {
        return switch (unit.unit()) {
            case WATT_HOUR -> energy("energy", unit, "m kMGT", THOUSAND);
            case JOULE -> energy("energy", unit, " kMG", THOUSAND.multiply(SECONDS_PER_HOUR));
            case VAR_HOUR -> energy("reactive_energy", unit, " k", THOUSAND);
            case VOLT_AMPERE_HOUR -> energy("", unit, "m kMGT", THOUSAND);
            case WATT -> measurement("power", unit, "m kMGT");
            case JOULE_PER_HOUR -> measurement("power", "W")
                    .times(unit.scale().divide(SECONDS_PER_HOUR, MathContext.DECIMAL64));
            case VAR -> measurement("reactive_power", unit, " ");
            case VOLT_AMPERE -> measurement("apparent_power", unit, " ");
            case VOLT -> measurement("voltage", unit, "m kM");
            case AMPERE -> measurement("current", unit, "m ");
            case HERTZ -> measurement("frequency", unit, " kMG");
            case CUBIC_METRE -> counter(medium(meter, channel), "m³", new Limit(Limit.Kind.FLOW, BigDecimal.ONE))
                    .times(unit.scale());
            case CUBIC_METRE_PER_HOUR -> measurement("volume_flow_rate", unit, " ");
            case KILOGRAM -> counter("weight", "kg", new Limit(Limit.Kind.FLOW, THOUSAND))
                    .times(unit.scale());
            case KILOGRAM_PER_HOUR -> measurement("", unit, " ");
            case DEGREE_CELSIUS -> measurement("temperature", unit, " ");
            case KELVIN -> measurement("", unit, " "); // a difference, which "temperature" would turn into a level
            case BAR -> measurement("pressure", unit, "m ");
            case SECOND -> measurement("duration", unit, "m ");
            case DEGREE -> measurement("", unit, " ");
            case PERCENT -> BATTERY.matcher(words(channel)).find()
                    ? measurement("battery", unit, " ").asDiagnostic()
                    : measurement("", unit, " ");
            case ONE -> ofNumber(channel);
        };
    }

    /** Cubic metres of what? Only the names can tell; the energy dashboard takes water and gas, but no other volume. */
    private static String medium(String meter, String channel) {
        for (String name : new String[] {words(channel), words(meter)}) {
            if (GAS.matcher(name).find()) {
                return "gas";
            }
            if (WATER.matcher(name).find()) {
                return "water";
            }
        }
        return "volume";
    }

    private static String words(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    private static Shape energy(String deviceClass, MeterUnit unit, String accepted, BigDecimal perKilowatt) {
        MeterUnit shown = shown(unit, accepted);
        Limit limit = new Limit(Limit.Kind.POWER, perKilowatt.scaleByPowerOfTen(-shown.exponent()));
        return counter(deviceClass, shown.text(), limit)
                .times(BigDecimal.ONE.scaleByPowerOfTen(unit.exponent() - shown.exponent()));
    }

    private static Shape measurement(String deviceClass, MeterUnit unit, String accepted) {
        MeterUnit shown = shown(unit, accepted);
        return measurement(deviceClass, shown.text())
                .times(BigDecimal.ONE.scaleByPowerOfTen(unit.exponent() - shown.exponent()));
    }

    /** The unit itself if Home Assistant takes its prefix, else the one without. */
    private static MeterUnit shown(MeterUnit unit, String accepted) {
        String text = unit.text();
        char prefix = unit.exponent() == 0 ? ' ' : text.charAt(0);
        return accepted.indexOf(prefix) >= 0 ? unit : new MeterUnit(unit.unit(), 0);
    }

    private static Shape measurement(String deviceClass, String unit) {
        return new Shape(
                "sensor",
                optional(deviceClass),
                Optional.of("measurement"),
                optional(unit),
                BigDecimal.ONE,
                Optional.empty(),
                false);
    }

    private static Shape counter(String deviceClass, String unit, Limit limit) {
        return new Shape(
                "sensor",
                optional(deviceClass),
                Optional.of("total"),
                optional(unit),
                BigDecimal.ONE,
                Optional.of(limit),
                false);
    }

    private static Optional<String> optional(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private Shape times(BigDecimal more) {
        return new Shape(platform, deviceClass, stateClass, unit, factor.multiply(more), limit, diagnostic);
    }

    private Shape asDiagnostic() {
        return new Shape(platform, deviceClass, stateClass, unit, factor, limit, true);
    }

    /** @return whether the guard watches it */
    boolean isCounter() {
        return limit.isPresent();
    }

    /**
     * Brings a number of the channel into the unit shown.
     *
     * @param number in the channel's unit
     * @return in the unit of the shape
     */
    BigDecimal shown(BigDecimal number) {
        return number.multiply(factor, MathContext.DECIMAL64);
    }

    /** What a user may say that a channel is, where its unit and name do not tell. */
    enum Wanted {
        /** Volume of water. */
        WATER("water", true, Unit.CUBIC_METRE),
        /** Volume of gas. */
        GAS("gas", true, Unit.CUBIC_METRE),
        /** Any other volume that is counted. */
        VOLUME("volume", true, Unit.CUBIC_METRE),
        /** Energy given and taken in one register: rises and falls, and is guarded against nothing. */
        NET("energy", false, Unit.WATT_HOUR),
        /** Charge of a battery in percent. */
        BATTERY("battery", false, Unit.PERCENT),
        /** Power factor. */
        POWER_FACTOR("power_factor", false, Unit.ONE),
        /** A number that rises and falls, of no class. */
        MEASUREMENT("", false, Unit.ONE);

        private final String deviceClass;
        private final boolean guarded;
        private final Unit unit;

        Wanted(String deviceClass, boolean guarded, Unit unit) {
            this.deviceClass = deviceClass;
            this.guarded = guarded;
            this.unit = unit;
        }

        private Shape applyTo(Shape found) {
            boolean fits = this == MEASUREMENT
                    || unit == Unit.ONE && found.unit.isEmpty()
                    || found.unit
                            .flatMap(MeterUnit::of)
                            .filter(known -> known.unit() == unit)
                            .isPresent()
                    || unit == Unit.CUBIC_METRE
                            && found.unit.filter("L"::equals).isPresent();
            if (!fits) {
                return found;
            }
            return new Shape(
                    found.platform,
                    optional(deviceClass),
                    Optional.of(this == NET || guarded ? "total" : "measurement"),
                    found.unit,
                    found.factor,
                    guarded ? found.limit : Optional.empty(),
                    this == BATTERY);
        }
    }
}
