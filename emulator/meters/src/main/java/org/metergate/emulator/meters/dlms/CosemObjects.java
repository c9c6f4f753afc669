package org.metergate.emulator.meters.dlms;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.Building.Phase;
import org.metergate.emulator.meters.Building.State;
import org.metergate.model.ObisCode;

/**
 * The COSEM objects of the meter (IEC 62056-6-2; codes of IEC 62056-61).
 *
 * <p>Signed reactive power has no code of its own in the standard: 131, 151, 171 and 191 in group C are those that
 * meters of several makers use.
 */
final class CosemObjects {
    private static final int DATA = 1;
    private static final int REGISTER = 3;
    private static final int CLOCK = 8;
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

    /** What stands in an answer: the encoded value, or a data-access-result. */
    record Result(byte[] value, int error) {
        private static final int OBJECT_UNDEFINED = 4;
        private static final int CLASS_INCONSISTENT = 9;
        private static final int UNAVAILABLE = 11;

        static Result of(byte[] value) {
            return new Result(value, 0);
        }

        static Result error(int code) {
            return new Result(new byte[0], code);
        }

        /** As Get-Data-Result: choice, then data or the code. */
        byte[] encode() {
            return error == 0 ? Encoder.concat(new byte[] {0}, value) : new byte[] {1, (byte) error};
        }
    }

    /** A register: how its digits are read off the building, their type, and what they count in. */
    private record Register(Function<State, byte[]> value, int scaler, int unit) {}

    private final Map<ObisCode, Register> registers = new HashMap<>();
    private final Map<ObisCode, byte[]> texts = new HashMap<>();
    private final Map<ObisCode, Function<State, byte[]>> waveforms = new HashMap<>();
    private final ObisCode clock = ObisCode.parse("0-0:1.0.0*255");
    private final Building building;
    private final ZoneId zone;

    CosemObjects(Building building, ZoneId zone, String serial) {
        this.building = building;
        this.zone = zone;
        texts.put(ObisCode.parse("0-0:96.1.0*255"), serial.getBytes(StandardCharsets.US_ASCII));
        texts.put(ObisCode.parse("0-0:42.0.0*255"), ("MTG" + serial).getBytes(StandardCharsets.US_ASCII));
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
            waveforms.put(ObisCode.parse("1-0:" + (32 + code) + ".128.0*255"), state -> Waveform.voltage(state, index));
            waveforms.put(ObisCode.parse("1-0:" + (31 + code) + ".128.0*255"), state -> Waveform.current(state, index));
            percent(31 + code + ".7.124", of(phase, CosemObjects::distortion));
            for (int order = 1; order <= HIGHEST_ORDER; order++) {
                int each = order;
                unsigned(31 + code + ".7." + order, of(phase, of -> harmonic(of, each)), -3, AMPERE);
            }
        }
    }

    /** Reads an attribute off the latch of one second. */
    Result read(int classId, ObisCode name, int attribute, Instant latch) {
        int actual = classOf(name);
        if (actual == 0) {
            return Result.error(Result.OBJECT_UNDEFINED);
        }
        if (actual != classId) {
            return Result.error(Result.CLASS_INCONSISTENT);
        }
        if (attribute == 1) {
            return Result.of(Encoder.octets(name.logicalName()));
        }
        return switch (classId) {
            case CLOCK -> clockAttribute(attribute, latch);
            case REGISTER -> registerAttribute(registers.get(name), attribute, latch);
            default -> attribute == 2 ? Result.of(Encoder.octets(data(name, latch))) : Result.error(Result.UNAVAILABLE);
        };
    }

    private int classOf(ObisCode name) {
        if (name.equals(clock)) {
            return CLOCK;
        }
        boolean data = texts.containsKey(name) || waveforms.containsKey(name);
        return registers.containsKey(name) ? REGISTER : data ? DATA : 0;
    }

    private byte[] data(ObisCode name, Instant latch) {
        return waveforms.containsKey(name) ? waveforms.get(name).apply(building.at(latch)) : texts.get(name);
    }

    private Result registerAttribute(Register register, int attribute, Instant latch) {
        return switch (attribute) {
            case 2 -> Result.of(register.value().apply(building.at(latch)));
            case 3 -> Result.of(Encoder.scalerUnit(register.scaler(), register.unit()));
            default -> Result.error(Result.UNAVAILABLE);
        };
    }

    private Result clockAttribute(int attribute, Instant latch) {
        ZonedDateTime time = latch.atZone(zone);
        return switch (attribute) {
            case 2 -> Result.of(Encoder.octets(dateTime(time)));
            case 3 -> Result.of(Encoder.longSigned(deviation(time)));
            case 4 -> Result.of(Encoder.unsigned(status(time)));
            default -> Result.error(Result.UNAVAILABLE);
        };
    }

    /** Year, month, day, day of week, hour, minute, second, hundredths, deviation, status (IEC 62056-6-2, 4.1.6.1). */
    static byte[] dateTime(ZonedDateTime time) {
        return ByteBuffer.allocate(12)
                .putShort((short) time.getYear())
                .put((byte) time.getMonthValue())
                .put((byte) time.getDayOfMonth())
                .put((byte) time.getDayOfWeek().getValue())
                .put((byte) time.getHour())
                .put((byte) time.getMinute())
                .put((byte) time.getSecond())
                .put((byte) 0)
                .putShort((short) deviation(time))
                .put((byte) status(time))
                .array();
    }

    /** Minutes from local time to UTC: -60 in winter in Vienna. */
    private static int deviation(ZonedDateTime time) {
        return -time.getOffset().getTotalSeconds() / 60;
    }

    private static int status(ZonedDateTime time) {
        return time.getZone().getRules().isDaylightSavings(time.toInstant()) ? 0x80 : 0;
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
        registers.put(ObisCode.parse("1-0:" + code + "*255"), new Register(value, scaler, unit));
    }
}
