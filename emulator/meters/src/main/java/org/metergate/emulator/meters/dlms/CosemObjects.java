package org.metergate.emulator.meters.dlms;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.Building.Phase;
import org.metergate.emulator.meters.Building.State;
import org.metergate.model.ObisCode;

/**
 * The COSEM objects of the meter (IEC 62056-6-2; codes of IEC 62056-61). Any thread may call.
 *
 * <p>Signed reactive power has no code of its own in the standard: 131, 151, 171 and 191 in group C are those that
 * meters of several makers use.
 */
final class CosemObjects {
    /** The association that is asked, by its logical and by its short name. */
    static final ObisCode ASSOCIATION = ObisCode.parse("0-0:40.0.0*255");

    static final int ASSOCIATION_BASE = 0xFA00;
    static final int BY_LOGICAL_NAME = 15;
    static final int BY_SHORT_NAME = 12;

    private static final int WATT = 27;
    private static final int VAR = 29;
    private static final int WATT_HOUR = 30;
    private static final int VAR_HOUR = 32;
    private static final int AMPERE = 33;
    private static final int VOLT = 35;
    private static final int HERTZ = 44;
    private static final int PERCENT = 56;
    private static final int HIGHEST_ORDER = 15;
    private static final double MOST_PERCENT = 6_553.5;
    /** Distance of two objects in the list of short names: room for 15 attributes and 15 methods. */
    private static final int STEP = 0x100;
    /** Where methods begin above the base name; each class has its own place in the standard. */
    private static final Map<Integer, Integer> METHODS = Map.ofEntries(
            Map.entry(3, 0x28),
            Map.entry(7, 0x58),
            Map.entry(8, 0x60),
            Map.entry(9, 0x20),
            Map.entry(BY_SHORT_NAME, 0x20),
            Map.entry(17, 0x20),
            Map.entry(70, 0x20));

    private final Map<ObisCode, CosemObject> objects = new LinkedHashMap<>();
    private final Map<Integer, CosemObject> shortNames = new LinkedHashMap<>();
    private final Building building;

    /** @param more objects that the meter has besides those of every meter */
    CosemObjects(
            Building building, Clock clock, ZoneId zone, String serial, ProfileTraits profile, List<CosemObject> more) {
        this.building = building;
        add(FixedObject.data(ObisCode.parse("0-0:96.1.0*255"), octets(serial)));
        add(FixedObject.data(ObisCode.parse("0-0:42.0.0*255"), octets("MTG" + serial)));
        add(FixedObject.data(ObisCode.parse("1-0:0.2.0*255"), octets("1.4.2")));
        counter("1.8.0", State::activeImport, WATT_HOUR);
        counter("2.8.0", State::activeExport, WATT_HOUR);
        counter("3.8.0", State::reactiveImport, VAR_HOUR);
        counter("4.8.0", State::reactiveExport, VAR_HOUR);
        signed("16.7.0", State::activePower, WATT);
        signed("131.7.0", State::reactivePower, VAR);
        unsigned("14.7.0", State::frequency, -2, HERTZ);
        for (int phase = 0; phase < 3; phase++) {
            int code = 20 * phase;
            unsigned(32 + code + ".7.0", of(phase, Phase::voltage), -1, VOLT);
            unsigned(31 + code + ".7.0", of(phase, Phase::current), -2, AMPERE);
            signed(36 + code + ".7.0", of(phase, Phase::activePower), WATT);
            signed(151 + code + ".7.0", of(phase, Phase::reactivePower), VAR);
            int index = phase;
            waveform(32 + code + ".128.0", state -> Waveform.voltage(state, index));
            waveform(31 + code + ".128.0", state -> Waveform.current(state, index));
            percent(31 + code + ".7.124", of(phase, CosemObjects::distortion));
            for (int order = 1; order <= HIGHEST_ORDER; order++) {
                int each = order;
                unsigned(31 + code + ".7." + order, of(phase, of -> harmonic(of, each)), -3, AMPERE);
            }
        }
        add(new ClockObject(clock, zone));
        List<RegisterObject> captured = new ArrayList<>();
        for (String code : List.of("1-0:1.8.0*255", "1-0:2.8.0*255")) {
            captured.add((RegisterObject) objects.get(ObisCode.parse(code)));
        }
        add(new ProfileObject(profile, captured, clock, zone));
        add(new DisconnectObject());
        FurtherObjects.all(serial).forEach(this::add);
        more.forEach(this::add);
    }

    private static byte[] octets(String text) {
        return Encoder.octets(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void add(CosemObject object) {
        objects.put(object.name(), object);
        shortNames.put(0x1000 + STEP * shortNames.size(), object);
    }

    /** Finds an object. @return empty if there is none of that name, or it is of another class */
    Optional<CosemObject> find(int classId, ObisCode name) {
        return Optional.ofNullable(objects.get(name)).filter(object -> object.classId() == classId);
    }

    /** What is wrong with a class and a name that {@link #find} does not find. */
    int whyNot(ObisCode name) {
        return objects.containsKey(name) ? Result.CLASS_INCONSISTENT : Result.OBJECT_UNDEFINED;
    }

    /** Reads an attribute off the latch of one second. */
    static Result read(CosemObject object, int attribute, Optional<CosemObject.Selection> selection, Instant latch) {
        return attribute == 1
                ? Result.of(Encoder.octets(object.name().logicalName()))
                : object.read(attribute, selection, latch);
    }

    /** An attribute or a method behind a short name. */
    record Named(CosemObject object, OptionalInt attribute, OptionalInt method) {}

    /** Finds what a short name stands for. */
    Optional<Named> find(int shortName) {
        CosemObject object = shortNames.get(shortName & ~(STEP - 1));
        if (object == null || shortName % 8 != 0) {
            return Optional.empty();
        }
        int offset = shortName & STEP - 1;
        int first = METHODS.getOrDefault(object.classId(), STEP);
        int attribute = offset / 8 + 1;
        if (attribute <= object.attributes()) {
            return Optional.of(new Named(object, OptionalInt.of(attribute), OptionalInt.empty()));
        }
        int method = (offset - first) / 8 + 1;
        return offset >= first && method <= object.methods()
                ? Optional.of(new Named(object, OptionalInt.empty(), OptionalInt.of(method)))
                : Optional.empty();
    }

    /** The list of objects as class 12 has it: base name, class, version, logical name. */
    byte[] listByShortName() {
        List<byte[]> list = new ArrayList<>();
        shortNames.forEach((base, object) -> list.add(Encoder.structure(
                Encoder.longSigned(base),
                Encoder.longUnsigned(object.classId()),
                Encoder.unsigned(object.version()),
                Encoder.octets(object.name().logicalName()))));
        list.add(Encoder.structure(
                Encoder.longSigned(ASSOCIATION_BASE),
                Encoder.longUnsigned(BY_SHORT_NAME),
                Encoder.unsigned(2),
                Encoder.octets(ASSOCIATION.logicalName())));
        return Encoder.array(list);
    }

    /** The list of objects as class 15 has it: class, version, logical name, access rights. */
    byte[] listByLogicalName(boolean manages) {
        List<byte[]> list = new ArrayList<>();
        for (CosemObject object : objects.values()) {
            list.add(described(object.classId(), object.version(), object.name(), rights(object, manages)));
        }
        byte[] own = rights(8, 4, attribute -> 1, manages ? 1 : 0);
        list.add(described(BY_LOGICAL_NAME, 1, ASSOCIATION, own));
        return Encoder.array(list);
    }

    private static byte[] described(int classId, int version, ObisCode name, byte[] rights) {
        return Encoder.structure(
                Encoder.longUnsigned(classId), Encoder.unsigned(version), Encoder.octets(name.logicalName()), rights);
    }

    private static byte[] rights(CosemObject object, boolean manages) {
        return rights(
                object.attributes(),
                object.methods(),
                attribute -> manages && object.writable(attribute) ? 3 : 1,
                manages ? 1 : 0);
    }

    /** Mode 1 reads, 3 reads and writes; methods 0 or 1. */
    private static byte[] rights(int attributes, int methods, Function<Integer, Integer> mode, int invoke) {
        List<byte[]> read = new ArrayList<>();
        for (int attribute = 1; attribute <= attributes; attribute++) {
            read.add(Encoder.structure(
                    Encoder.integer(attribute), Encoder.enumerated(mode.apply(attribute)), Encoder.nothing()));
        }
        List<byte[]> acted = new ArrayList<>();
        for (int method = 1; method <= methods; method++) {
            acted.add(Encoder.structure(Encoder.integer(method), Encoder.enumerated(invoke)));
        }
        return Encoder.structure(Encoder.array(read), Encoder.array(acted));
    }

    private static ToDoubleFunction<State> of(int phase, ToDoubleFunction<Phase> quantity) {
        return state -> {
            List<Phase> phases = state.phases();
            return quantity.applyAsDouble(phases.get(phase));
        };
    }

    /** Rms current of an order (value group E, 1 to 120); 0 of one that the building does not know. */
    private static double harmonic(Phase phase, int order) {
        if (order == 1) {
            return Math.hypot(phase.activePower(), phase.reactivePower()) / phase.voltage();
        }
        List<Double> currents = phase.currentHarmonics();
        return order - 2 < currents.size() ? currents.get(order - 2) : 0;
    }

    /** Total harmonic distortion of the current in % of its fundamental (value group E, 124). */
    private static double distortion(Phase phase) {
        double squares = phase.currentHarmonics().stream()
                .mapToDouble(current -> current * current)
                .sum();
        double fundamental = harmonic(phase, 1);
        return fundamental == 0 ? 0 : 100 * Math.sqrt(squares) / fundamental;
    }

    private void waveform(String code, Function<State, byte[]> samples) {
        add(new WaveformObject(ObisCode.parse("1-0:" + code + "*255"), building, samples));
    }

    private void percent(String code, ToDoubleFunction<State> quantity) {
        unsigned(code, state -> Math.min(MOST_PERCENT, quantity.applyAsDouble(state)), -1, PERCENT);
    }

    /** A counter shows the units that are full. */
    private void counter(String code, ToDoubleFunction<State> quantity, int unit) {
        add(code, state -> Encoder.doubleLongUnsigned((long) Math.floor(quantity.applyAsDouble(state))), 0, unit);
    }

    private void signed(String code, ToDoubleFunction<State> quantity, int unit) {
        add(code, state -> Encoder.doubleLong(Math.round(quantity.applyAsDouble(state))), 0, unit);
    }

    private void unsigned(String code, ToDoubleFunction<State> quantity, int scaler, int unit) {
        double steps = Math.pow(10, -scaler);
        add(code, state -> Encoder.longUnsigned(Math.round(quantity.applyAsDouble(state) * steps)), scaler, unit);
    }

    private void add(String code, Function<State, byte[]> value, int scaler, int unit) {
        add(new RegisterObject(ObisCode.parse("1-0:" + code + "*255"), building, value, scaler, unit));
    }
}
