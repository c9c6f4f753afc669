package org.metergate.iec62056p21;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.metergate.model.ObisCode;
import org.metergate.model.Quantity;
import org.metergate.model.Unit;
import org.metergate.model.Value;

/** The registers of one readout, found by address. */
public final class Registers {
    private static final Pattern REDUCED = Pattern.compile("[^:]*");
    private static final int NO_TARIFF = 255;

    private final List<DataSet> sets;

    /** @param sets of one readout or telegram */
    public Registers(List<DataSet> sets) {
        this.sets = List.copyOf(sets);
    }

    /**
     * Finds a register. What the meter writes wins; then codes are compared with the groups filled in that one side has
     * left out: {@code 1.8.0} finds {@code 1-0:1.8.0*255} and the other way round.
     *
     * @param address as a person writes it
     * @return the first such data set; empty if the readout has none
     */
    public Optional<DataSet> find(String address) {
        String wanted = address.strip();
        for (DataSet set : sets) {
            if (set.address().equals(wanted)) {
                return Optional.of(set);
            }
        }
        Optional<ObisCode> code = code(wanted);
        return code.flatMap(exact -> first(exact::equals)
                .or(() -> first(other -> sameButTariff(exact, other)))
                .or(() -> REDUCED.matcher(wanted).matches()
                        ? first(other -> sameButMedium(exact, other))
                        : Optional.empty())
                .or(() -> isAbstract(exact) ? firstReduced(exact) : Optional.empty()));
    }

    /** @return the addresses of all registers, as the meter writes them */
    public List<String> addresses() {
        return sets.stream().map(DataSet::address).toList();
    }

    /**
     * Tells when the registers held.
     *
     * @param zone of the meter's clock
     * @return the meter's time from 0.9.2 and 0.9.1, or from 1.0.0; empty if it gave none that is valid
     */
    public Optional<Instant> time(ZoneId zone) {
        return MeterTime.of(this, zone);
    }

    /**
     * Tells when the value of one data set held, where the meter says so beside the value: the time of a maximum, or of
     * the last reading of a meter behind the meter.
     *
     * @param set of this readout, such as {@code 1.6.0(02.468*kW)(1703100930)}
     * @param zone of the meter's clock
     * @return the time; empty if the data set holds none
     */
    public static Optional<Instant> time(DataSet set, ZoneId zone) {
        if (set.values().size() < 2) {
            return Optional.empty();
        }
        return set.values().stream()
                .filter(value -> value.unit().isEmpty())
                .map(value -> MeterTime.moment(value.raw(), zone))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * Takes the value out of a data set.
     *
     * @param set of this readout
     * @return a quantity in the unit without prefix if the meter gave a number with a known unit, or with a decimal
     *     point and none; the meter's text otherwise. Empty if the meter gave a unit and no number: not a value
     */
    public static Optional<Value> value(DataSet set) {
        DataSet.Value main = set.main();
        Optional<BigDecimal> number = main.number();
        if (main.unit().isEmpty()) {
            boolean decimal = number.isPresent() && main.raw().contains(".");
            return Optional.of(
                    decimal ? new Value.Measured(new Quantity(number.get(), Unit.ONE)) : new Value.Text(main.raw()));
        }
        if (number.isEmpty()) {
            return Optional.empty();
        }
        Optional<Quantity> quantity =
                UnitText.quantity(number.get(), main.unit().get());
        return Optional.of(quantity.<Value>map(Value.Measured::new).orElseGet(() -> new Value.Text(main.raw())));
    }

    private Optional<DataSet> first(Predicate<ObisCode> wanted) {
        return sets.stream()
                .filter(set -> set.obis().filter(wanted).isPresent())
                .findFirst();
    }

    /** A meter that writes F.F does not say which medium, and means 0-0:F.F too. */
    private Optional<DataSet> firstReduced(ObisCode wanted) {
        return sets.stream()
                .filter(set -> REDUCED.matcher(set.address()).matches())
                .filter(set ->
                        set.obis().filter(other -> sameButMedium(wanted, other)).isPresent())
                .findFirst();
    }

    private static boolean isAbstract(ObisCode code) {
        return code.medium() == 0 && code.channel() == 0;
    }

    private static Optional<ObisCode> code(String address) {
        return new DataSet(address, List.of(new DataSet.Value(""))).obis();
    }

    /** Meters leave out the last group of what has one tariff only: C.1 is C.1.0. */
    private static boolean sameButTariff(ObisCode wanted, ObisCode other) {
        return isWhole(wanted.tariff()) && isWhole(other.tariff()) && wanted.equals(withTariff(other, wanted.tariff()));
    }

    private static boolean isWhole(int tariff) {
        return tariff == 0 || tariff == NO_TARIFF;
    }

    private static ObisCode withTariff(ObisCode code, int tariff) {
        return new ObisCode(
                code.medium(), code.channel(), code.quantity(), code.processing(), tariff, code.billingPeriod());
    }

    /** Somebody who writes C.1.0 does not say which medium, and means 0-0:C.1.0 too. */
    private static boolean sameButMedium(ObisCode wanted, ObisCode other) {
        ObisCode same = new ObisCode(
                wanted.medium(),
                wanted.channel(),
                other.quantity(),
                other.processing(),
                other.tariff(),
                other.billingPeriod());
        return wanted.equals(same) || sameButTariff(wanted, same);
    }
}
