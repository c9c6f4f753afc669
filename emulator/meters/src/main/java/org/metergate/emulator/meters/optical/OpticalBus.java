package org.metergate.emulator.meters.optical;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.metergate.emulator.meters.Station;
import org.metergate.emulator.meters.Wire;

/**
 * Several meters on one pair of wires, as at an RS-485 interface: the one whose address is called answers. A call without
 * address is answered by all of them at once, and their characters destroy each other.
 */
public final class OpticalBus implements Station {
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration REACTION = Duration.ofMillis(1500);

    private final List<OpticalMeter> meters;
    private final int later;

    /**
     * @param meters on the bus, one or more, all with the same initial speed
     * @param later by how many sixteenths of a bit the second meter begins after the first if both are called
     */
    public OpticalBus(List<OpticalMeter> meters, int later) {
        this.meters = List.copyOf(meters);
        this.later = later;
    }

    @Override
    public void serve(Wire wire) throws IOException {
        Optional<Request> next = Optional.empty();
        while (true) {
            wire.change(meters.get(0).settings().initial());
            Optional<Request> heard = next.isPresent() ? next : Request.heard(wire, OptionalInt.empty(), IDLE);
            next = heard.isPresent() && heard.get().isSignOn() ? answer(wire, heard.get()) : Optional.empty();
        }
    }

    private Optional<Request> answer(Wire wire, Request request) throws IOException {
        List<OpticalMeter> called =
                meters.stream().filter(meter -> meter.isCalled(request)).toList();
        if (called.isEmpty()) {
            return Optional.empty();
        }
        if (called.size() == 1) {
            return called.get(0).converse(wire);
        }
        return collided(wire, called.get(0), called.get(1));
    }

    /** Both identify themselves, both hear the option, both send their data. */
    private Optional<Request> collided(Wire wire, OpticalMeter one, OpticalMeter other) throws IOException {
        wire.write(heard(one, one.identification(), other.identification()));
        Optional<Request> option = Request.heard(wire, OptionalInt.empty(), REACTION);
        if (option.isEmpty() || !option.get().isOptionSelect()) {
            return option;
        }
        OpticalSettings settings = one.settings();
        boolean timed = settings.initial().baud() > 0;
        wire.change(
                timed
                        ? new Wire.ByteTiming(settings.agreedBaud(option.get().speed()), OpticalSettings.BITS)
                        : settings.initial());
        wire.write(heard(one, one.dataMessage(), other.dataMessage()));
        return Optional.empty();
    }

    private byte[] heard(OpticalMeter one, byte[] first, byte[] second) {
        Traits.Characters sent = Traits.Characters.F7E1_WITH_PARITY;
        byte[] heard = Collision.heard(sent.onTheWire(first), sent.onTheWire(second), later);
        if (one.settings().traits().characters() != Traits.Characters.F7E1) {
            return heard;
        }
        ByteArrayOutputStream checked = new ByteArrayOutputStream(); // a port drops characters of the wrong parity
        for (byte character : heard) {
            if (Integer.bitCount(character & 0xFF) % 2 == 0) {
                checked.write(character & 0x7F);
            }
        }
        return checked.toByteArray();
    }
}
